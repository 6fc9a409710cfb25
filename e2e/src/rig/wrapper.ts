import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NetNamespace } from './namespace.ts';

/** A folder that is removed at the end of the test process, whatever happens. */
export function temporaryFolder(label: string): string {
  const folder = mkdtempSync(join(tmpdir(), `stoa-${label}-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** An executable file that runs a program inside a namespace with the arguments it is given. */
export function programInNamespace(namespace: NetNamespace, program: string): string {
  const file = join(temporaryFolder('run'), 'run.sh');
  const words = namespace.command(program, []).flat().map(quote).join(' ');
  writeFileSync(file, `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  return file;
}

const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;
