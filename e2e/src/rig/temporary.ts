import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NetNamespace } from './namespace.ts';

const made = new Set<string>();
const NAME = /^stoa-e2e-(\d+)-/;

/** A folder that is removed at the end of the test process; if that is killed, by the next one that needs a folder. */
export function temporaryFolder(label: string): string {
  if (made.size === 0) {
    process.once('exit', () => made.forEach(remove));
    sweep();
  }
  const folder = mkdtempSync(join(tmpdir(), `stoa-e2e-${process.pid}-${label}-`));
  made.add(folder);
  return folder;
}

function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = NAME.exec(name)?.[1];
    if (pid && !existsSync(`/proc/${pid}`)) remove(join(tmpdir(), name));
  }
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** An executable file that runs a program inside a namespace with the arguments it is given. */
export function programInNamespace(namespace: NetNamespace, program: string): string {
  const file = join(temporaryFolder('run'), 'run.sh');
  const words = namespace.command(program, []).flat().map(quote).join(' ');
  writeFileSync(file, `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  return file;
}

const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;
