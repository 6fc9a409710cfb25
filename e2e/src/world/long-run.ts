import { parseArgs } from 'node:util';
import { answerCryptoInTheSameTurn } from './sync-crypto.ts';

// Before anything takes hold of WebCrypto.
answerCryptoInTheSameTurn();
const { HistoryFailed, runSeed } = await import('./history.ts');
const { shrunk, told } = await import('./shrink.ts');
const { Tally } = await import('./tally.ts');

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    each: { type: 'string', default: '80' },
    verbose: { type: 'boolean', default: false },
    /** Goes on after a failure. */
    all: { type: 'boolean', default: false },
  },
});
const [steps, first, each] = [values.steps, values.seed, values.each].map(Number) as [number, number, number];
const started = performance.now();
const tally = new Tally();
let failures = 0;
let told_ = 0;
for (let seed = first; tally.steps < steps; seed++) {
  try {
    tally.add(await runSeed(seed, each, values.verbose ? console.log : undefined));
  } catch (error) {
    if (!(error instanceof HistoryFailed)) throw error;
    failures++;
    tally.steps += each;
    console.log(values.all ? `seed ${seed}: ${error.message}` : told(await shrunk(error, 60_000)));
    if (!values.all) break;
  }
  if (tally.steps - told_ >= 2_000) {
    told_ = tally.steps;
    const seconds = Math.round((performance.now() - started) / 1000);
    console.log(`${tally.steps} steps, seed ${seed}, ${seconds} s, ${failures} failed`);
  }
}
console.log(tally.lines().join('\n'));
process.exit(failures === 0 ? 0 : 1);
