// `npx tsx e2e/src/faults/run.ts [--only F1,O2] [--full] [--with cycles=50,pairs=16] [--seed 7] [--keep]`
// Runs fault cases and prints what was seen as JSON; with --keep that goes to docs/faults.json and docs/faults.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { faults } from './faults.ts';
import { type Kept, page, runFault } from './kept.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    full: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    with: { type: 'string', default: '' },
    keep: { type: 'boolean', default: false },
  },
});
const wanted = values.only?.split(',');
const chosen = faults.filter(({ name }) => !wanted || wanted.includes(name));
if (chosen.length === 0)
  throw new Error(`There is no case ${values.only}; there are ${faults.map(({ name }) => name)}.`);
const docs = (name: string) => new URL(`../../../docs/${name}`, import.meta.url);

let failed = false;
for (const fault of chosen) {
  const kept = await runFault(fault, values.full ? 'full' : 'small', Number(values.seed), values.with);
  failed ||= !kept.held;
  console.log(JSON.stringify(kept, null, 2));
  if (!values.keep) continue;
  const file = docs('faults.json');
  const all: Kept[] = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept[]) : [];
  const next = [...all.filter(({ name }) => name !== fault.name), kept];
  const order = faults.map(({ name }) => name);
  next.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  writeFileSync(file, `${JSON.stringify(next, null, 2)}\n`);
  writeFileSync(docs('faults.md'), page(next));
}
process.exit(failed ? 1 : 0);
