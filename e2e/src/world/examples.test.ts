import { beforeAll, describe, test } from 'vitest';
import { examples } from './examples.ts';
import { runHistory } from './history.ts';
import { answerCryptoInTheSameTurn } from './sync-crypto.ts';

beforeAll(answerCryptoInTheSameTurn);

describe('histories that once failed', () => {
  test.each(examples)('seed $seed: $what', async ({ seed, steps }) => {
    await runHistory(seed, steps);
  });
});
