import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanLines, cleanName, cleanText, cleanTitle, limits } from '../src/index.ts';

describe('P30 one rule for what people type', () => {
  test.each([
    ['Ada', 'Ada'],
    ['  Ada   Lovelace ', 'Ada Lovelace'],
    ['Ada\nLovelace\t', 'Ada Lovelace'],
    ['\u202eadA\u202c', 'adA'],
    ['A\u200bd\u2060a', 'Ada'],
    ['A\u0000d\u0007a', 'Ada'],
    ['\ufeffAda', 'Ada'],
    ['!\t\u0000\t!', '! !'],
    ['e\u200b\u0301', 'é'],
    ['A\ue000da', 'Ada'],
    ['Ame\u0301lie', 'Amélie'],
    ['محمد', 'محمد'],
    ['李小龍', '李小龍'],
    ['🦜 Polly', '🦜 Polly'],
    ['<b>&"\'', '<b>&"\''],
  ])('%j becomes %j', (typed, cleaned) => {
    expect(cleanName(typed)).toBe(cleaned);
  });

  test.each(['', '   ', '\u200b\u202e', '\u0000', '\u0301', '\u2066\u2069'])(
    '%j says nothing and is refused',
    (typed) => {
      expect(cleanName(typed)).toBeUndefined();
    },
  );

  test('too long is refused, never cut; characters of four bytes count once', () => {
    expect(cleanName('a'.repeat(limits.nameCodePoints))).toHaveLength(limits.nameCodePoints);
    expect(cleanName('a'.repeat(limits.nameCodePoints + 1))).toBeUndefined();
    expect(cleanName('🦜'.repeat(limits.nameCodePoints))).toBe('🦜'.repeat(limits.nameCodePoints));
    expect(cleanName('x'.repeat(10_240))).toBeUndefined();
    expect(cleanTitle('t'.repeat(limits.titleCodePoints))).toHaveLength(limits.titleCodePoints);
    expect(cleanTitle('t'.repeat(limits.titleCodePoints + 1))).toBeUndefined();
  });

  test('whatever is typed, what is kept is clean, short enough, and stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => {
        const cleaned = cleanText(typed, 100);
        if (cleaned === undefined) return;
        expect(cleanText(cleaned, 100)).toBe(cleaned);
        expect([...cleaned].length).toBeLessThanOrEqual(100);
        expect(cleaned).not.toMatch(/[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u);
        expect(cleaned).not.toMatch(/^\s|\s$|\s\s/u);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('P30 texts of several lines', () => {
  test.each([
    ['one\ntwo', 'one\ntwo'],
    ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
    ['\n\n one \n\n\n\n two\n\n', 'one\n\ntwo'],
    ['\u202eevil\n\u200b\nend', 'evil\n\nend'],
    ['', ''],
    ['\n \n', ''],
  ])('%j becomes %j', (typed, cleaned) => {
    expect(cleanLines(typed, 100)).toBe(cleaned);
  });

  test('too long is refused; what is kept stays as it is', () => {
    expect(cleanLines('a\n'.repeat(50), 99)).toHaveLength(99);
    expect(cleanLines('a\n'.repeat(50), 98)).toBeUndefined();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => {
        const cleaned = cleanLines(typed, 1_000)!;
        expect(cleanLines(cleaned, 1_000)).toBe(cleaned);
        expect(cleaned).not.toMatch(/\n\n\n|^\s|\s$/u);
      }),
    );
  });
});
