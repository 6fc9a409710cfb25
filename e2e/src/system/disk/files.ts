import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Scan } from '../../wire/scanner.ts';

/** Every regular file below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

/** What the scan finds, as sentences: what, in which encoding, in which file. A file's name is searched as well. */
export function findingsBelow(
  folder: string,
  scan: Scan,
): { readonly file: string; readonly what: string }[] {
  return filesBelow(folder).flatMap((path) => {
    const file = path.slice(folder.length + 1);
    const all = [...scan(Buffer.from(file)), ...scan(readFileSync(path))];
    return all.map(({ what, how }) => ({ file, what: `${what} (${how})` }));
  });
}

export const bytesBelow = (folder: string): number =>
  filesBelow(folder).reduce((sum, path) => sum + lstatSync(path).size, 0);

/** Files on a disk that a process or its children hold open for writing. Memory that looks like a file is none. */
export function writtenBy(root: number): string[] {
  const found = new Set<string>();
  for (const pid of tree(root)) {
    for (const fd of entries(`/proc/${pid}/fd`)) {
      const path = follow(`/proc/${pid}/fd/${fd}`);
      if (!path.startsWith('/') || /^\/(dev|proc|sys|memfd:)/.test(path)) continue;
      const flags = /^flags:\s+(\d+)/m.exec(text(`/proc/${pid}/fdinfo/${fd}`))?.[1] ?? '0';
      if ((Number.parseInt(flags, 8) & 3) !== 0) found.add(path);
    }
  }
  return [...found];
}

function tree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of entries('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // "pid (name) state parent ...": the name may hold anything, so the fields are counted from its end.
    const stat = text(`/proc/${name}/stat`);
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const all = [root];
  for (const pid of all) for (const [child, parent] of parents) if (parent === pid) all.push(child);
  return all;
}

/** A process may end while one looks at it. */
const orNothing = <T>(look: () => T, nothing: T): T => {
  try {
    return look();
  } catch {
    return nothing;
  }
};
const entries = (folder: string): string[] => orNothing(() => readdirSync(folder), []);
const text = (file: string): string => orNothing(() => readFileSync(file, 'utf8'), '');
const follow = (link: string): string => orNothing(() => readlinkSync(link), '');
