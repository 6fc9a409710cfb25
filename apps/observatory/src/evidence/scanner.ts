// Many byte strings searched for in one pass over any number of buffers.
import type { Needle } from './needles.ts';

export type Hit = { readonly needle: Needle; readonly at: number };

const START = 3;
/** One bit for each three bytes in a row that there can be. */
const FILTER_BYTES = 1 << 21;

/**
 * A bitmap over three bytes in a row rules out nearly every position; a map from those bytes leads to the needles.
 * Cost per byte does not depend on the number of needles as long as they are some thousands.
 */
export class Scanner {
  readonly longest: number;
  readonly #filter = new Uint8Array(FILTER_BYTES);
  readonly #byStart = new Map<number, Needle[]>();

  constructor(needles: readonly Needle[]) {
    let longest = 0;
    for (const one of needles) {
      if (one.bytes.length < START) throw new RangeError(`a needle of "${one.what}" is too short`);
      const start = (one.bytes[0]! << 16) | (one.bytes[1]! << 8) | one.bytes[2]!;
      this.#filter[start >> 3]! |= 1 << (start & 7);
      const same = this.#byStart.get(start);
      if (same) same.push(one);
      else this.#byStart.set(start, [one]);
      longest = Math.max(longest, one.bytes.length);
    }
    this.longest = longest;
  }

  /** Calls `found` for each needle at each place. A needle that is bounded is not found within a longer number. */
  scan(bytes: Uint8Array, found: (needle: Needle, at: number) => void): void {
    const filter = this.#filter;
    let start = 0;
    for (let i = 0; i < bytes.length; i++) {
      start = ((start << 8) | bytes[i]!) & 0xff_ffff;
      if ((filter[start >> 3]! & (1 << (start & 7))) === 0 || i < START - 1) continue;
      const candidates = this.#byStart.get(start);
      if (candidates) this.#compare(candidates, bytes, i - START + 1, found);
    }
  }

  #compare(
    candidates: readonly Needle[],
    bytes: Uint8Array,
    at: number,
    found: (needle: Needle, at: number) => void,
  ): void {
    for (const needle of candidates) {
      const wanted = needle.bytes;
      if (at + wanted.length > bytes.length) continue;
      let i = START;
      while (i < wanted.length && wanted[i] === bytes[at + i]) i++;
      if (i < wanted.length) continue;
      if (needle.bounded && (isDigit(bytes[at - 1]) || isDigit(bytes[at + wanted.length]))) continue;
      found(needle, at);
    }
  }
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;
