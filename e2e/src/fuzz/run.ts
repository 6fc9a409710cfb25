// `npx tsx e2e/src/fuzz/run.ts [--runs 10000000] [--seed 1] [--only rtp]`: the long run, one JSON line a parser.
// Exit code 1 when a parser threw, said what cannot be, or took longer than 50 ms for one input.
import { parseArgs } from 'node:util';
import { fuzz, hangMs } from './engine.ts';
import { targets } from './targets.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const chosen = targets.filter(({ name }) => values.only === undefined || name === values.only);
if (chosen.length === 0) {
  console.error(
    `There is no parser "${values.only}". These are: ${targets.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(2);
}
for (const target of chosen) {
  const outcome = await fuzz(target, { runs: Number(values.runs), seed: Number(values.seed) });
  console.log(JSON.stringify(outcome));
  if (outcome.failures.length > 0 || outcome.slowestMs > hangMs) process.exitCode = 1;
}
