// What could be handed over: logs, files and the database of a deployment, searched for everything that was planted.
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CanaryKind,
  canariesOf,
  liveFinding,
  type Material,
  notRun,
  type Outcome,
  type Planted,
  planted,
  Search,
  searchChunks,
  sees,
} from '@stoa/observatory/live';

const pieceBytes = 1 << 20;

/** @param grewFrom size before the run: a log that did not grow is not the one of this server */
export async function searchLog(path: string, grewFrom: number, material: Material): Promise<Outcome> {
  const size = await stat(path).then(
    (found) => found.size,
    () => undefined,
  );
  if (size === undefined) return notRun('the log cannot be read');
  const stream = () => createReadStream(path, { start: Math.min(grewFrom, size), highWaterMark: pieceBytes });
  const { found, bytes } = await searchChunks(searchFor(material, inLog), 'the log', stream());
  const spoiled = async function* () {
    yield* stream();
    for (const { bytes: one } of planted(material.control)) yield one;
  };
  const control = await searchChunks(
    new Search([{ what: 'control', text: material.control }]),
    'log',
    spoiled(),
  );
  return {
    findings: found.map(({ what, how }) => liveFinding('O701', `${what} as ${how} in the log`)),
    seen: `${bytes} bytes were written during the run.`,
    control:
      size > grewFrom && control.found.length > 0 && sees(material.control, (shape) => shape)
        ? 'the log grew, and what was planted in a copy of it was found'
        : undefined,
  };
}

export async function searchFiles(folder: string, material: Material): Promise<Outcome> {
  const search = searchFor(material, inStore);
  const findings = [];
  let [files, bytes] = [0, 0];
  for (const path of await filesIn(folder)) {
    // A database file may go while it is read.
    const result = await searchChunks(
      search,
      'a file',
      createReadStream(path, { highWaterMark: pieceBytes }),
    ).catch(() => undefined);
    if (!result) continue;
    files++;
    bytes += result.bytes;
    const name = path.slice(folder.length + 1);
    for (const { what, how } of result.found)
      findings.push(liveFinding('O702', `${what} as ${how} in ${name}`));
  }
  return {
    findings,
    seen: `${files} files, ${(bytes / 1e6).toFixed(1)} MB.`,
    control:
      files > 0 &&
      sees(material.control, (shape) => Buffer.concat([Buffer.alloc(5000, 7), shape, Buffer.alloc(5000, 9)]))
        ? 'what was planted in bytes of its own was found in every shape'
        : undefined,
  };
}

/** @param rows everything that is stored; the row of the table `control` came back from the database itself */
export async function searchDatabase(
  rows: AsyncIterable<{ readonly table: string; readonly text: string }>,
  material: Pick<Material, 'planted' | 'people' | 'control'>,
): Promise<Outcome> {
  const search = searchFor(material, inStore);
  const control = new Search([{ what: 'control', text: material.control }]);
  const tables = new Map<string, number>();
  const found = new Map<string, { what: string; how: string; table: string }>();
  let isSeen = false;
  for await (const { table, text } of rows) {
    const bytes = Buffer.from(text);
    if (table === 'control') {
      isSeen = control.in('', bytes).length > 0;
      continue;
    }
    tables.set(table, (tables.get(table) ?? 0) + 1);
    for (const { what, how } of search.in(table, bytes)) found.set(`${what} ${table}`, { what, how, table });
  }
  const count = [...tables.values()].reduce((sum, one) => sum + one, 0);
  return {
    findings: [...found.values()].map(({ what, how, table }) =>
      liveFinding('O703', `${what} as ${how} in the table ${table}`),
    ),
    seen: `${count} rows in ${tables.size} tables that hold any.`,
    control: isSeen ? 'given back by the database, the control was found' : undefined,
  };
}

/** The same rows while people with accounts are in a room, and after it and the accounts are gone. */
export function duringAndAfter(during: Outcome | undefined, after: Outcome): Outcome {
  if (!during || after.notRun !== undefined) return after;
  const known = new Set(after.findings.map(({ title }) => title));
  return {
    findings: [...after.findings, ...during.findings.filter(({ title }) => !known.has(title))],
    seen: `${after.seen} While the members met: ${during.seen}`,
    control: during.control && after.control,
  };
}

/**
 * Accounts are in rows and files of their own, and there they may be. Which of them was in which room may not: the handle of a
 * room, its tokens with the pseudonym that an account has in it, its title and names are searched for everywhere.
 */
const rowsOfTheirOwn: readonly CanaryKind[] = ['account', 'session'];
const inLog = (): boolean => true;
const inStore = ({ kind }: Planted): boolean => !rowsOfTheirOwn.includes(kind);

/** What was planted, and the addresses of the participants where they are their own. */
const searchFor = (
  { planted: all, people }: Pick<Material, 'planted' | 'people'>,
  which: (one: Planted) => boolean,
): Search =>
  new Search([
    ...canariesOf(all.filter(which)),
    ...people.map((text) => ({ what: "a participant's network address", text })),
  ]);

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
