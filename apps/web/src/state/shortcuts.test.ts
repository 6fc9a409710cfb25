// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { shortcutOf } from './shortcuts.ts';

const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
  shortcutOf({
    key,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    repeat: false,
    defaultPrevented: false,
    target: document.body,
    ...more,
  } as KeyboardEvent);

test('single keys mean what the help says', () => {
  expect([press('m'), press('M'), press('h'), press('?'), press('x'), press(' ')]).toEqual([
    'mute',
    'mute',
    'hand',
    'help',
    undefined,
    undefined,
  ]);
});

test('keys of other programs and held keys are left alone', () => {
  expect(press('m', { ctrlKey: true })).toBeUndefined();
  expect(press('m', { metaKey: true })).toBeUndefined();
  expect(press('m', { repeat: true })).toBeUndefined();
});

test('typing a name never mutes anybody', () => {
  for (const html of [
    '<input>',
    '<textarea></textarea>',
    '<div role="menu"><p></p></div>',
    '<div role="dialog"><b></b></div>',
  ]) {
    const place = document.createElement('div');
    place.innerHTML = html;
    let target: Element = place;
    while (target.firstElementChild) target = target.firstElementChild;
    expect(press('m', { target })).toBeUndefined();
  }
});
