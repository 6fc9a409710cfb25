import { expect, test } from 'vitest';
import { Chance, settled, socketPair, VirtualClock } from '../src/index.ts';

test('timers run in the order of their times, and promises settle between them', async () => {
  const clock = new VirtualClock();
  const seen: string[] = [];
  clock.after(20, () => seen.push(`b ${clock.now()}`));
  clock.after(10, () => {
    void Promise.resolve().then(() => seen.push(`a settled ${clock.now()}`));
    clock.after(5, () => seen.push(`a again ${clock.now()}`));
  });
  const takeBack = clock.after(12, () => seen.push('never'));
  takeBack();
  await clock.advance(19);
  expect(seen).toEqual(['a settled 10', 'a again 15']);
  await clock.advance(1);
  expect(seen.at(-1)).toBe('b 20');
  expect(clock.pending).toBe(0);
  expect(clock.unix() - new VirtualClock().unix()).toBe(20);
});

test('the same seed gives the same numbers, evenly spread', () => {
  const [a, b, c] = [new Chance(7), new Chance(7), new Chance(8)];
  expect(a.bytes(32)).toEqual(b.bytes(32));
  expect(b.bytes(32)).not.toEqual(c.bytes(32));
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 10_000; i++) counts[a.below(10)]!++;
  for (const count of counts) expect(count).toBeGreaterThan(850);
  expect(() => a.pick([])).toThrow(RangeError);
});

test('what goes in at one end comes out at the other, later and in order, and before the close', async () => {
  const [a, b] = socketPair();
  const seen: string[] = [];
  b.onText((text) => seen.push(text));
  b.onGone(() => seen.push('gone'));
  a.send('1');
  a.send('2');
  a.close();
  a.send('3');
  expect(seen).toEqual([]);
  await settled();
  expect(seen).toEqual(['1', '2', 'gone']);
  expect([a.isOpen, b.isOpen]).toEqual([false, false]);
});

test('a reader that stops piles up a backlog; a drop is seen at once on both ends', async () => {
  const [a, b] = socketPair();
  const seen: string[] = [];
  b.onText((text) => seen.push(text));
  a.onGone(() => seen.push('a gone'));
  b.onGone(() => seen.push('b gone'));
  b.setReading(false);
  a.send('12345');
  await settled();
  expect(a.backlog).toBe(5);
  b.setReading(true);
  await settled();
  expect([a.backlog, seen]).toEqual([0, ['12345']]);
  a.send('lost');
  b.drop();
  await settled();
  expect(seen).toEqual(['12345', 'b gone', 'a gone']);
});

test('a cut network tells nobody', async () => {
  const [a, b] = socketPair();
  const seen: string[] = [];
  b.onText((text) => seen.push(text));
  b.onGone(() => seen.push('gone'));
  a.cutSilently();
  a.send('1');
  a.close();
  await settled();
  expect(seen).toEqual([]);
  expect(b.isOpen).toBe(true);
});
