import { expect, test } from 'vitest';
import { createPrefs } from './device-prefs.ts';

function memory(initial?: string) {
  let value = initial ?? null;
  return {
    getItem: () => value,
    setItem(_key: string, next: string) {
      value = next;
    },
  };
}

test('what was chosen is there at the next visit', () => {
  const storage = memory();
  createPrefs(storage).set({ name: 'Ada', theme: 'dark' });
  expect(createPrefs(storage).get()).toMatchObject({ name: 'Ada', theme: 'dark', shortcuts: true });
});

test.each(['', 'nonsense', 'null', '[]', '{"theme":"pink","name":7,"announcements":{}}'])(
  'stored %j is no reason to break',
  (stored) => {
    expect(createPrefs(memory(stored)).get()).toEqual({
      name: '',
      theme: 'system',
      language: '',
      announcements: 'all',
      shortcuts: true,
      taste: undefined,
      ownFence: '*',
      hintsSeen: [],
    });
  },
);

test('of a taste that was kept, what is still known stays', () => {
  const stored = JSON.stringify({
    taste: { topics: ['music', 'phrenology', 7], languages: ['ja', 'xx'] },
    hintsSeen: ['install', 'other'],
  });
  const prefs = createPrefs(memory(stored)).get();
  expect(prefs.taste).toEqual({ topics: ['music'], languages: ['ja'] });
  expect(prefs.hintsSeen).toEqual(['install']);
  expect(createPrefs(memory('{"taste":{"topics":"music"}}')).get().taste).toBeUndefined();
});

test('storage that throws is lived without', () => {
  const refuse = () => {
    throw new Error('denied');
  };
  const prefs = createPrefs({ getItem: refuse, setItem: refuse });
  let told = 0;
  prefs.subscribe(() => told++);
  prefs.set({ name: 'Ada' });
  expect(prefs.get().name).toBe('Ada');
  expect(told).toBe(1);
});

test('a rule of where sound may travel is kept, and one that cannot be read forbids all until it is chosen anew', () => {
  const kept = (ownFence: unknown) => {
    const stored = JSON.stringify({ ownFence });
    return createPrefs({ getItem: () => stored, setItem: () => {} }).get().ownFence;
  };
  expect([kept('DE'), kept('!CN'), kept(undefined)]).toEqual(['DE', '!CN', '*']);
  expect([kept('Germany'), kept(7)]).toEqual(['-', '-']);
});
