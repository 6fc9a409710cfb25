import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { config } from './config.ts';
import { examples } from './examples.ts';
import { HistoryFailed, runHistory, runSeed } from './history.ts';
import { shrunk, told } from './shrink.ts';
import { answerCryptoInTheSameTurn } from './sync-crypto.ts';
import { Tally } from './tally.ts';

const stepsEach = 80;
const tally = new Tally();

beforeAll(answerCryptoInTheSameTurn);
afterAll(() => console.log(tally.lines().join('\n')));

describe('histories that once failed', () => {
  test.each(examples)('seed $seed: $what', async ({ seed, steps }) => {
    await runHistory(seed, steps);
  });
});

test(`whoever opens a frame is on the roster, nobody off stage is rendered, all agree: ${config.steps} random steps from seed ${config.seed}`, async () => {
  for (let seed = config.seed; tally.steps < config.steps; seed++) {
    try {
      tally.add(await runSeed(seed, stepsEach));
    } catch (error) {
      if (!(error instanceof HistoryFailed)) throw error;
      throw new Error(told(await shrunk(error, 30_000)));
    }
  }
  // The histories did what they are for.
  expect(tally.opened).toBeGreaterThan(tally.steps);
  expect(tally.spied).toBeGreaterThan(tally.steps);
  for (const deed of [
    'remove',
    'relayCrash',
    'stewardsCrash',
    'actingCrash',
    'accept',
    'sealOffStage',
    'removedReturns',
  ]) {
    expect(tally.done.get(deed), deed).toBeGreaterThan(config.steps / 1_000);
  }
});
