import { createHash } from 'node:crypto';
import { chown, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { anyoneCanEnter, type SystemAccount } from './account.ts';

/** The folder that holds the cluster, owned by whoever runs it: below the data folder, or below `elsewhere`. */
export async function clusterPlace(
  folder: string,
  elsewhere: string,
  account: SystemAccount | undefined,
  say: (text: string) => void,
): Promise<string> {
  let root = resolve(folder);
  if (account && !anyoneCanEnter(root)) {
    const name = createHash('sha256').update(root).digest('hex').slice(0, 12);
    root = join(elsewhere, name);
    say(
      `The database is kept in ${root}: PostgreSQL cannot run as root, and no other user can enter the data folder.`,
    );
  }
  // Others may pass through, not look inside.
  await mkdir(root, { recursive: true, mode: 0o711 });
  const place = join(root, 'postgres');
  await mkdir(place, { recursive: true, mode: 0o700 });
  if (account) await chown(place, account.uid, account.gid);
  return place;
}
