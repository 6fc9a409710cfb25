import { expect, test } from 'vitest';
import { firstLink, hostOf, piecesOf } from './chat-text.ts';

test('addresses become links, the sentence around them stays', () => {
  expect(piecesOf('See https://example.org/a?b=c. And (https://example.net/x)!')).toEqual([
    { text: 'See ' },
    { text: 'https://example.org/a?b=c', href: 'https://example.org/a?b=c' },
    { text: '. And (' },
    { text: 'https://example.net/x', href: 'https://example.net/x' },
    { text: ')!' },
  ]);
});

test('nothing else becomes one', () => {
  for (const text of [
    'http://example.org',
    'javascript:alert(1)',
    'https://me:pw@example.org/',
    'https://x',
    '',
  ])
    expect(
      piecesOf(text).some(({ href }) => href),
      text,
    ).toBe(false);
  expect(firstLink('no link')).toBeUndefined();
});

test('a host in look-alike letters shows what it is', () => {
  expect(hostOf('https://аpple.com/login')).toBe('xn--pple-43d.com');
});

test('the text of a link shows where it leads: no look-alike host, nothing that turns its letters around', () => {
  expect(piecesOf('https://аpple.com/login')).toEqual([
    { text: 'https://xn--pple-43d.com/login', href: 'https://xn--pple-43d.com/login' },
  ]);
  const [turned] = piecesOf('https://example.org/\u202egro.knab');
  expect(turned).toEqual({
    text: 'https://example.org/%E2%80%AEgro.knab',
    href: 'https://example.org/%E2%80%AEgro.knab',
  });
  expect(piecesOf('https://Example.org/مقال')[0]?.text).toBe('https://Example.org/مقال');
});
