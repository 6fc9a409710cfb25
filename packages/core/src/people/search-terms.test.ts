import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, indexTerms, queryTerms } from './index.ts';

/** What the database does with terms: each is equal to one of the name's, or its beginning. */
const finds = (query: string, ...names: string[]): boolean => {
  const terms = indexTerms(...names);
  const wanted = queryTerms(query);
  return (
    wanted.length > 0 &&
    wanted.every(({ term, prefix }) => terms.some((has) => (prefix ? has.startsWith(term) : has === term)))
  );
};

describe('P40 folding', () => {
  test.each([
    ['Ángel', 'angel'],
    ['Ａｄａ', 'ada'],
    ['ÑANDÚ', 'nandu'],
    ['Ёлка', 'елка'],
    ['أحمد', 'احمد'],
    ['مُحَمَّد', 'محمد'],
    ['فاطمة', 'فاطمه'],
    ['カタカナ', 'かたかな'],
    ['ｶﾀｶﾅ', 'かたかな'],
    ['ガ', 'が'],
    ['Straße', 'straße'],
    ['İstanbul', 'istanbul'],
    ['שָׁלוֹם', 'שלום'],
  ])('%s is looked up as %s', (typed, folded) => {
    expect(fold(typed)).toBe(folded);
  });

  test('folding twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('P41 what finds what', () => {
  test.each([
    ['ada', 'Ada Lovelace'],
    ['love', 'Ada Lovelace'],
    ['lovelace ad', 'Ada Lovelace'],
    ['malcolm x', 'Malcolm X'],
    ['jose', 'José Martínez'],
    ['محمد', 'مُحَمَّد علي'],
    ['احمد', 'أحمد'],
    ['小龍', '李小龍'],
    ['龍', '李小龍'],
    ['李小龍', '李小龍'],
    ['晓明', '王晓明'],
    ['ひろ', 'ヒロシ'],
    ['山田', '山田太郎'],
    ['田太', '山田 山田太郎'],
    ['DJ東京', 'dj 東京ナイト'],
    ['grace_h', 'grace_hopper'],
    ['สมชาย', 'คุณสมชาย'],
  ])('%s finds %s', (query, name) => {
    expect(finds(query, name)).toBe(true);
  });

  test.each([
    ['velace', 'Ada Lovelace'],
    ['ada grace', 'Ada Lovelace'],
    ['a', 'Ada Lovelace'],
    ['李大龍', '李小龍'],
    ['東西', '東京'],
    ['', 'Ada'],
    ['!!!', 'Ada'],
  ])('%s does not find %s', (query, name) => {
    expect(finds(query, name)).toBe(false);
  });

  test('P42 the whole name and P44 the beginning of every word find it', () => {
    const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(names, (name) => {
        if (indexTerms(name).length === 0) return;
        expect(finds(name, name)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
    const words = fc.array(
      fc.string({ unit: fc.constantFrom(...'abcéñжяمحد09'), minLength: 1, maxLength: 8 }),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(words, fc.nat(100), (parts, cut) => {
        const starts = parts.map((part) =>
          [...part].slice(0, Math.min(part.length, 2 + (cut % part.length))).join(''),
        );
        expect(finds(starts.join(' '), parts.join(' '))).toBe(true);
      }),
    );
  });

  test('P42 any part of a name without spaces finds it', () => {
    const names = fc.string({
      unit: fc.constantFrom(...'李小龍東京山田ひらカタ々'),
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(names, fc.nat(), fc.nat(), (name, from, length) => {
        const chars = [...name];
        const start = from % chars.length;
        const part = chars.slice(start, start + 1 + (length % (chars.length - start))).join('');
        expect(finds(part, name)).toBe(true);
      }),
    );
  });

  test('P43 terms hold letters, marks and digits only, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const all = [...indexTerms(text), ...queryTerms(text).map(({ term }) => term)];
        for (const term of all) expect(term).toMatch(/^[\p{L}\p{M}\p{N}]+$/u);
        expect(queryTerms(text).length).toBeLessThanOrEqual(12);
      }),
      { numRuns: 2_000 },
    );
  });
});
