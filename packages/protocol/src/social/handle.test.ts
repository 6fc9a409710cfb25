import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { handleLook, readHandle } from './handle.ts';
import { cleanBio, cleanLink } from './profile-text.ts';

const handleOf = (text: string) => {
  const read = readHandle(text);
  return 'handle' in read ? read.handle : read.fault;
};

describe('A1 handles', () => {
  test.each([
    ['ada', 'ada'],
    ['@Ada_Lovelace', 'ada_lovelace'],
    ['  grace  ', 'grace'],
    ['ａｄａ', 'ada'],
    ['ab', 'tooShort'],
    ['', 'tooShort'],
    ['a'.repeat(25), 'tooLong'],
    ['a'.repeat(10_000), 'tooLong'],
    ['12345', 'noLetter'],
    ['_ada', 'characters'],
    ['ada__l', 'characters'],
    ['ada lovelace', 'characters'],
    ['ada.l', 'characters'],
    // Cyrillic letters that look like Latin ones, a dotless i, a zero-width joiner, a right-to-left mark.
    ['аda', 'characters'],
    ['adа', 'characters'],
    ['bıll', 'characters'],
    ['a\u200dda', 'characters'],
    ['ada\u202e', 'characters'],
    ['admin', 'reserved'],
    ['Adm1n', 'reserved'],
    ['r00t', 'reserved'],
    ['stoa_support', 'reserved'],
    ['5toa', '5toa'],
  ])('A1 %j is %s', (text, expected) => {
    expect(handleOf(text)).toBe(expected);
  });

  test('A1 whatever is typed, a handle is in a-z, 0-9 and _, and reading it again changes nothing', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.string({ unit: fc.constantFrom(...'aZ019_@ İıſK'), maxLength: 30 }),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const read = readHandle(text);
        if (!('handle' in read)) return;
        expect(read.handle).toMatch(/^[a-z0-9_]{3,24}$/);
        expect(readHandle(read.handle)).toEqual(read);
        expect(readHandle(read.handle.toUpperCase())).toEqual(read);
      }),
    );
  });

  test('A3 handles that look alike have one look', () => {
    for (const [one, other] of [
      ['ada_l', 'adal'],
      ['adal', 'ada1'],
      ['bob', 'b0b'],
      ['modern', 'modem'],
      ['savvy', 'sawy'],
    ] as const) {
      expect(handleLook(one)).toBe(handleLook(other));
    }
    expect(handleLook('ada')).not.toBe(handleLook('eda'));
  });
});

describe('A13 texts of a profile', () => {
  test('A13 a biography keeps its lines and loses what cannot be read', () => {
    expect(cleanBio('  one \n\n\n two\u202e ')).toBe('one\n\ntwo');
    expect(cleanBio('')).toBe('');
    expect(cleanBio('a\n'.repeat(13))).toBeUndefined();
    expect(cleanBio('a'.repeat(501))).toBeUndefined();
  });

  test('A13 a link is an address of the web without a password', () => {
    expect(cleanLink('example.org/me')).toBe('https://example.org/me');
    expect(cleanLink('https://例え.jp')).toBe('https://xn--r8jz45g.jp/');
    for (const bad of [
      'javascript:alert(1)',
      'data:text/html,x',
      'https://a:b@example.org',
      'https://localhost',
      'x y',
    ]) {
      expect(cleanLink(bad)).toBeUndefined();
    }
  });
});
