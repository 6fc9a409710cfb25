import { cleanLines } from '@stoa/protocol';

/** What stands in a message: the first byte says what it is, so that other things than text may come later. */
const text = 1;

/** A little less than an envelope holds. */
const longestBytes = 3_900;
export const fitsOneMessage = (words: string): boolean =>
  words.length <= longestBytes && new TextEncoder().encode(words).length <= longestBytes;

export function encodeText(words: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(words);
  const out = new Uint8Array(bytes.length + 1);
  out[0] = text;
  out.set(bytes, 1);
  return out;
}

/** By the rule of all texts that others read, line by line. Undefined when nothing readable is left. */
export const cleanWords = (words: string): string | undefined => cleanLines(words, longestBytes) || undefined;

/** Undefined for what this version does not understand, and for what nobody can read. */
export function readText(body: Uint8Array): string | undefined {
  if (body[0] !== text) return undefined;
  try {
    return cleanWords(new TextDecoder('utf-8', { fatal: true }).decode(body.subarray(1)));
  } catch {
    return undefined;
  }
}
