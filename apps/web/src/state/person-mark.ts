import type { Leaf } from '@stoa/protocol';

const HUES = 8;
// Coprime with HUES: people who came one after the other get colours far apart.
const STRIDE = 3;

/** A stable colour step for a person: the same on every device of the room, because the leaf is. */
export const hueOf = (leaf: Leaf): number => (leaf * STRIDE) % HUES;

/** One or two letters for the avatar; whole grapheme clusters, so that no accent or emoji is cut apart. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s\-_.·]+/u).filter((word) => /[\p{L}\p{N}\p{S}]/u.test(word));
  const first = firstGrapheme(words[0] ?? name);
  const last = words.length > 1 ? firstGrapheme(words.at(-1) ?? '') : '';
  // An emoji or a Chinese, Japanese or Korean character is a mark by itself, and two Arabic letters would join.
  const wide =
    /[\p{Extended_Pictographic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}]/u;
  const mark = wide.test(first) ? first : first + last;
  // Georgian capitals are for headlines only, and few fonts have them.
  return /\p{Script=Georgian}/u.test(mark) ? mark : mark.toLocaleUpperCase();
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function firstGrapheme(word: string): string {
  for (const { segment } of graphemes.segment(word)) if (/[\p{L}\p{N}\p{S}]/u.test(segment)) return segment;
  return '';
}
