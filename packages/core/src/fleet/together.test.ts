import { type Fence, operatorTag } from '@stoa/protocol/fleet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { permits, together } from './index.ts';

const kind = fc.constantFrom('only' as const, 'never' as const);
const operators = ['a.example', 'b.example', operatorTag('a.example')];
const fence: fc.Arbitrary<Fence> = fc.record(
  {
    jurisdictions: fc.record({ kind, names: fc.subarray(['DE', 'FR', 'US']) }),
    operators: fc.record({ kind, names: fc.subarray(operators) }),
  },
  { requiredKeys: [] },
);

test('Z2 several fences as one permit exactly what all of them permit', () => {
  const place = fc.record({
    jurisdiction: fc.constantFrom('DE', 'FR', 'US', ''),
    operator: fc.constantFrom('a.example', 'b.example', ''),
  });
  fc.assert(
    fc.property(fc.array(fence, { maxLength: 4 }), place, (fences, it) => {
      expect(permits([together(fences)], it)).toBe(permits(fences, it));
    }),
    { numRuns: 500 },
  );
});
