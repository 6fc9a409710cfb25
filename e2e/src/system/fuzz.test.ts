import { expect, test } from 'vitest';
import { config } from '../fuzz/config.ts';
import { fuzz, hangMs } from '../fuzz/engine.ts';
import { targets } from '../fuzz/targets.ts';

test.each(targets.map((target) => [target.name, target] as const))(
  'B1 no input makes the parser of %s throw, hang or say what cannot be',
  async (_name, target) => {
    const outcome = await fuzz(target, config);
    expect(outcome.failures).toEqual([]);
    expect(outcome.slowestMs).toBeLessThan(hangMs);
    expect(outcome.runs).toBe(config.runs);
    // A fuzzer whose inputs are all refused at the first byte would prove nothing.
    expect(outcome.reached).toBeGreaterThan(0.7);
  },
);

test('B1 the fuzzer finds a parser that is wrong for one byte in one place', async () => {
  const outcome = await fuzz(
    {
      ...{ name: 'planted', files: ['system/fuzz.test.ts'], maxBytes: 64 },
      seeds: [Uint8Array.of(1, 2, 3, 4, 5, 6)],
      read: (input) => {
        if (input[0] !== 0x80) return;
        if (input[1] !== 200) return;
        if (input[2] === 7) throw new Error('planted');
      },
    },
    { runs: 200_000, seed: config.seed },
  );
  expect(outcome.failures[0]?.what).toContain('planted');
});
