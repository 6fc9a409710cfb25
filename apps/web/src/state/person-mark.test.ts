import { leaf } from '@stoa/protocol';
import { expect, test } from 'vitest';
import { hueOf, initialsOf } from './person-mark.ts';

test.each([
  ['Ada Okafor', 'AO'],
  ['Emeka', 'E'],
  ['María de los Ángeles Fernández-Villaverde', 'MV'],
  ['élodie', 'É'],
  ['李小龍', '李'],
  ['さくら 山田', 'さ'],
  ['ليلى حداد', 'ل'],
  ['דניאל כהן', 'דכ'],
  ['👩‍🚀 Sky', '👩‍🚀'],
  ['"Quoted" Name', 'QN'],
  ['გიორგი', 'გ'],
  ['', ''],
])('the mark of %s is %s', (name, mark) => {
  expect(initialsOf(name)).toBe(mark);
});

test('eight people in a row have eight colours, and a person keeps its own', () => {
  const hues = Array.from({ length: 8 }, (_, at) => hueOf(leaf(at)));
  expect(new Set(hues).size).toBe(8);
  expect(hueOf(leaf(4_294_967_295))).toBeLessThan(8);
  expect(hueOf(leaf(11))).toBe(hueOf(leaf(11)));
});
