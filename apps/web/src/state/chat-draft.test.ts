import { chatCodePoints } from '@stoa/client';
import { expect, test } from 'vitest';
import { draftOf, sends } from './chat-draft.ts';

test('a draft says how much is left only near the end', () => {
  expect(draftOf('hello')).toEqual({ ready: true, left: undefined, tooManyLines: false });
  expect(draftOf('x'.repeat(chatCodePoints - 10))).toMatchObject({ ready: true, left: 10 });
  expect(draftOf('🌊'.repeat(chatCodePoints + 3))).toMatchObject({ ready: false, left: -3 });
});

test('nothing, and too many lines, are not sent', () => {
  expect(draftOf(' \n ')).toMatchObject({ ready: false, tooManyLines: false });
  expect(draftOf('a\nb\nc\nd\ne\nf')).toMatchObject({ ready: true, tooManyLines: false });
  expect(draftOf('a\nb\nc\nd\ne\nf\ng')).toMatchObject({ ready: false, tooManyLines: true });
});

test('Enter sends, but not while a word is composed', () => {
  const press = { key: 'Enter', shiftKey: false, isComposing: false };
  expect(sends(press)).toBe(true);
  expect(sends({ ...press, shiftKey: true })).toBe(false);
  expect(sends({ ...press, isComposing: true })).toBe(false);
  expect(sends({ ...press, key: 'a' })).toBe(false);
});
