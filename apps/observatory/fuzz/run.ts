// `npx tsx apps/observatory/fuzz/run.ts --inputs 10000000 --seed 1`: reads that many damaged captures and reports.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzzWatched } from './watchdog.ts';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    guided: { type: 'string', default: '10' },
    minutes: { type: 'string', default: '1440' },
  },
});
const inputs = Number(values.inputs);
const seed = Number(values.seed);
const guided = Number(values.guided) / 100;
const minutes = Number(values.minutes);
if (!(inputs > 0 && seed >= 0 && guided >= 0 && guided <= 1 && minutes > 0)) {
  console.error('--inputs and --seed take whole numbers, --guided a percentage, --minutes a number');
  process.exit(2);
}
const outcome = await fuzzWatched({
  patienceMs: 60_000,
  inputs,
  seed,
  guidedShare: guided,
  seconds: minutes * 60,
  remark: (line) => console.log(line),
});
console.log(JSON.stringify({ ...outcome, failures: outcome.failures.length, at: new Date().toISOString() }));
if (outcome.failures.length > 0) {
  const folder = mkdtempSync(join(tmpdir(), 'observatory-fuzz-'));
  outcome.failures.forEach(({ file, reason }, index) => {
    writeFileSync(join(folder, `${index}.bin`), file);
    console.log(`${join(folder, `${index}.bin`)}: ${reason.split('\n', 1)[0]}`);
  });
  process.exitCode = 1;
}
