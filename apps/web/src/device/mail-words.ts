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

/** Undefined for what this version does not understand. */
export function readText(body: Uint8Array): string | undefined {
  if (body[0] !== text) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body.subarray(1));
  } catch {
    return undefined;
  }
}
