import { expect, test } from 'vitest';
import { qrPath, shareUrl } from './share-link.ts';

test('the whole link carries the fragment unchanged', () => {
  const link = '/r/7Qk2mV9xTzR4bN1cWfYh3g#k3Jx9-_Qe2';
  expect(shareUrl(link, 'https://stoa.example')).toBe(`https://stoa.example${link}`);
});

test('the drawn code has the three finder patterns and a quiet zone of four modules', () => {
  const { size, path } = qrPath('https://stoa.example/r/7Qk2mV9xTzR4bN1cWfYh3g#k3Jx9vQe2');
  const dark = new Set<string>();
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let step = 0; step < Number(run); step++) dark.add(`${Number(x) + step},${y}`);
  expect((size - 8 - 17) % 4).toBe(0);
  const finder = (left: number, top: number) => {
    for (let at = 0; at < 7; at++) {
      expect(dark.has(`${left + at},${top}`)).toBe(true);
      expect(dark.has(`${left + at},${top + 6}`)).toBe(true);
      expect(dark.has(`${left},${top + at}`)).toBe(true);
    }
    expect(dark.has(`${left + 1},${top + 1}`)).toBe(false);
  };
  finder(4, 4);
  finder(size - 11, 4);
  finder(4, size - 11);
  for (const module of dark)
    for (const place of module.split(',').map(Number)) {
      expect(place).toBeGreaterThanOrEqual(4);
      expect(place).toBeLessThan(size - 4);
    }
});
