// Many byte strings searched for in one pass. Pure.

export type Needle = {
  readonly what: string;
  /** The encoding, for findings. */
  readonly how: string;
  /** At least 4 bytes. */
  readonly bytes: Buffer;
};

export const needle = (what: string, how: string, bytes: Buffer): Needle => ({ what, how, bytes });

/** What was found where it must not be; the value itself is not repeated. */
export type Hit = { readonly what: string; readonly how: string; readonly at: number };

/** Returns each needle's first place in a haystack. */
export type Scan = (haystack: Uint8Array) => Hit[];

const FILTER_BITS = 20;

/** One pass over the haystack: a bitmap over the first four bytes rules out nearly every position. */
export function createScan(needles: readonly Needle[]): Scan {
  const filter = new Uint8Array(1 << FILTER_BITS);
  const byStart = new Map<number, Needle[]>();
  for (const one of needles) {
    if (one.bytes.length < 4) throw new RangeError(`a needle for "${one.what}" is shorter than 4 bytes`);
    const start = one.bytes.readUInt32BE(0);
    filter[slotOf(start)] = 1;
    byStart.set(start, [...(byStart.get(start) ?? []), one]);
  }
  return (haystack) => {
    const found = new Map<Needle, number>();
    const bytes = Buffer.from(haystack.buffer, haystack.byteOffset, haystack.byteLength);
    let start = 0;
    for (let i = 0; i < bytes.length; i++) {
      start = ((start << 8) | bytes[i]!) >>> 0;
      if (i < 3 || filter[slotOf(start)] === 0) continue;
      for (const one of byStart.get(start) ?? []) {
        const at = i - 3;
        if (!found.has(one) && bytes.subarray(at, at + one.bytes.length).equals(one.bytes))
          found.set(one, at);
      }
    }
    return [...found].map(([{ what, how }, at]) => ({ what, how, at }));
  };
}

const slotOf = (start: number): number => Math.imul(start, 0x9e37_79b1) >>> (32 - FILTER_BITS);
