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
