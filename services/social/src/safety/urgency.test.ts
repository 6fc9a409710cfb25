import { reportReasonSchema } from '@stoa/protocol/social';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scoreOf, urgencyOf } from './urgency.ts';

const reason = fc.constantFrom(...reportReasonSchema.options);
const gathered = fc.record({
  reasons: fc.array(reason, { minLength: 1, maxLength: 5 }),
  reporters: fc.integer({ min: 1, max: 100_000 }),
  evidence: fc.boolean(),
});

test('S4 danger to somebody comes before everything else, however many say the other thing', () => {
  fc.assert(
    fc.property(gathered, (calm) => {
      const grave = { reasons: ['minors'] as const, reporters: 1, evidence: false };
      const isGrave = calm.reasons.some((each) => ['minors', 'threats', 'selfHarm'].includes(each));
      fc.pre(!isGrave);
      expect(scoreOf(calm)).toBeLessThan(scoreOf(grave));
      expect(urgencyOf(scoreOf(calm))).not.toBe('now');
      expect(urgencyOf(scoreOf(grave))).toBe('now');
    }),
  );
});

test('S4 more people and evidence never lower a case', () => {
  fc.assert(
    fc.property(gathered, (case_) => {
      const more = { ...case_, reporters: case_.reporters + 1, evidence: true };
      expect(scoreOf(more)).toBeGreaterThanOrEqual(scoreOf(case_));
    }),
  );
});
