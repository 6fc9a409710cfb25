import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { config } from './config.ts';
import { HistoryFailed, runSeed } from './history.ts';
import { shrunk, told } from './shrink.ts';
import { answerCryptoInTheSameTurn } from './sync-crypto.ts';
import { Tally } from './tally.ts';

const stepsEach = 80;
const tally = new Tally();

beforeAll(answerCryptoInTheSameTurn);
afterAll(() => console.log(tally.lines().join('\n')));

/** In parts, so that a slow machine shows where it is and none of them takes long. */
const parts = 5;

describe(`whoever opens a frame is on the roster, nobody off stage is rendered, all agree: ${config.steps} random steps from seed ${config.seed}`, () => {
  test.each(Array.from({ length: parts }, (_, part) => part))('part %i', async (part) => {
    const histories = Math.ceil(config.steps / parts / stepsEach);
    const first = config.seed + part * histories;
    for (let seed = first; seed < first + histories; seed++) {
      try {
        tally.add(await runSeed(seed, stepsEach));
      } catch (error) {
        if (!(error instanceof HistoryFailed)) throw error;
        throw new Error(told(await shrunk(error, 30_000)));
      }
    }
  });

  test('the histories did what they are for', () => {
    expect(tally.steps).toBeGreaterThanOrEqual(config.steps);
    expect(tally.rendered).toBeGreaterThan(tally.steps);
    expect(tally.spied).toBeGreaterThan(tally.steps);
    expect(tally.words).toBeGreaterThan(tally.steps / 2);
    expect(tally.reactions).toBeGreaterThan(tally.steps / 20);
    const deeds = [
      'remove',
      'relayCrash',
      'stewardsCrash',
      'actingCrash',
      'accept',
      'sealOffStage',
      'removedReturns',
    ];
    for (const deed of deeds) expect(tally.done.get(deed), deed).toBeGreaterThan(config.steps / 1_000);
  });
});
