/** Small changes to bytes, decided by a seed: what a fuzzer tries on inputs that were worth keeping. */

export type Chance = (below: number) => number;

/** mulberry32, whole numbers from 0 to `below` - 1. */
export function seeded(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return Math.floor((((x ^ (x >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const telling = [
  0, 1, 2, 3, 0x0f, 0x10, 0x20, 0x7f, 0x80, 0x90, 0x9a, 0xa0, 0xbf, 0xc0, 0xc8, 0xdf, 0xfe, 0xff,
];

/** Writes a changed copy of one of `corpus` into `out` and says how long it is. Lengths never exceed `out`. */
export function mutate(
  out: Uint8Array,
  corpus: readonly Uint8Array[],
  words: readonly Uint8Array[],
  chance: Chance,
): number {
  const from = corpus[chance(corpus.length)]!;
  out.set(from.subarray(0, out.length));
  let length = Math.min(from.length, out.length);
  const insert = (at: number, bytes: Uint8Array) => {
    const room = Math.min(bytes.length, out.length - at);
    out.copyWithin(at + room, at, Math.max(at, Math.min(length, out.length - room)));
    out.set(bytes.subarray(0, room), at);
    length = Math.min(out.length, length + room);
  };
  const remove = (at: number, count: number) => {
    const gone = Math.min(count, length - at);
    out.copyWithin(at, at + gone, length);
    length -= gone;
  };
  for (let change = 1 + chance(4); change > 0; change--) {
    const at = chance(length + 1);
    switch (chance(10)) {
      case 0:
        if (at < length) out[at] = out[at]! ^ (1 << chance(8));
        break;
      case 1:
        if (at < length) out[at] = chance(256);
        break;
      case 2:
        if (at < length) out[at] = telling[chance(telling.length)]!;
        break;
      case 3:
        // Lengths of 16 bits, mostly near the truth.
        if (at + 1 < length) {
          const near = chance(2) === 0 ? chance(0x1_0000) : Math.max(0, length - at - 4 + chance(9));
          out[at] = near >> 8;
          out[at + 1] = near;
        }
        break;
      case 4:
        remove(at, 1 + chance(8));
        break;
      case 5:
        insert(at, out.slice(at, at + 1 + chance(16)));
        break;
      case 6:
        length = at;
        break;
      case 7:
        insert(at, Uint8Array.of(chance(256)));
        break;
      case 8: {
        const other = corpus[chance(corpus.length)]!;
        const start = chance(other.length + 1);
        insert(at, other.subarray(start, start + chance(64)));
        break;
      }
      default:
        if (words.length > 0) insert(at, words[chance(words.length)]!);
    }
  }
  return length;
}
