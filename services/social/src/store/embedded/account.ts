import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whom the database runs as, when not as ourselves: PostgreSQL refuses to run as root. */
export type SystemAccount = { readonly uid: number; readonly gid: number };

/** Undefined: as this process. As root, `postgres` where it exists, else `nobody`. */
export function databaseAccount(): SystemAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const rows = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
  const accounts = rows.map((row) => row.split(':'));
  const row = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  return row ? { uid: Number(row[2]), gid: Number(row[3]) } : { uid: 65_534, gid: 65_534 };
}

/** Can any user of the machine come as far as this folder? Asks every folder above it; what is not there yet counts as open. */
export function anyoneCanEnter(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
