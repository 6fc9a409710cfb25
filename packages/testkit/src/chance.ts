/** Pseudo-random numbers that are the same for the same seed (xoshiro128**, Blackman and Vigna 2018). */
export class Chance {
  readonly #s = new Uint32Array(4);

  constructor(seed: number) {
    // splitmix32 spreads a small seed over the state.
    let x = seed >>> 0;
    for (let i = 0; i < 4; i++) {
      x = (x + 0x9e3779b9) >>> 0;
      let z = x;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      this.#s[i] = z ^ (z >>> 15);
    }
  }

  u32(): number {
    const s = this.#s;
    const times5 = Math.imul(s[1]!, 5);
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9) >>> 0;
    const t = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= t;
    s[3] = (s[3]! << 11) | (s[3]! >>> 21);
    return result;
  }

  /** In [0, 1). */
  fraction = (): number => this.u32() / 2 ** 32;

  /** 0 to n - 1. */
  below = (n: number): number => Math.floor(this.fraction() * n);

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('nothing to pick from');
    return items[this.below(items.length)]!;
  }

  bytes = (length: number): Uint8Array<ArrayBuffer> => {
    const out = new Uint8Array(length);
    for (let i = 0; i < length; i++) out[i] = this.u32() & 0xff;
    return out;
  };
}
