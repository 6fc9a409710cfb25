// G.722 at 64 kbit/s (ITU-T G.722): two bands of adaptive differential samples, joined by a mirror filter. 16 kHz.

const LOW_STEPS = [
  -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360,
  -8576, -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688,
  -1360, -1040, -728, 24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192,
  6576, 6000, 5456, 4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432,
  -136,
];
const LOW_COARSE = [
  0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0,
];
const LOW_GROUP = [0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0];
const LOW_WEIGHT = [-60, -30, 58, 172, 334, 538, 1198, 3042];
const HIGH_STEPS = [-7408, -1616, 7408, 1616];
const HIGH_GROUP = [2, 1, 2, 1];
const HIGH_WEIGHT = [0, -214, 798];
const MIRROR = [3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11];
const POWERS = Array.from({ length: 32 }, (_, i) => Math.floor(2048 * 2 ** (i / 32) + 0.5));

const clip = (value: number): number => Math.max(-32_768, Math.min(32_767, value));

/** One band's predictor and step size. An encoder drives the same one, so it stays in step. */
export class Band {
  estimate = 0;
  step: number;
  #log = 0;
  readonly #low: boolean;
  readonly #partial = [0, 0, 0];
  readonly #reconstructed = [0, 0, 0];
  readonly #poles = [0, 0, 0];
  readonly #differences = [0, 0, 0, 0, 0, 0, 0];
  readonly #zeros = [0, 0, 0, 0, 0, 0, 0];
  #zeroPart = 0;

  constructor(low: boolean) {
    this.#low = low;
    this.step = low ? 32 : 8;
  }

  /** The difference that a code stands for, at the present step. */
  difference(code: number): number {
    return ((this.#low ? LOW_STEPS[code]! : HIGH_STEPS[code]!) * this.step) >> 15;
  }

  /** Takes a code in; returns the band's sample. */
  decode(code: number): number {
    const sample = Math.max(-16_384, Math.min(16_383, this.estimate + this.difference(code)));
    const coarse = this.#low ? code >> 2 : code;
    this.#predict(this.#low ? (LOW_COARSE[coarse]! * this.step) >> 15 : this.difference(code));
    this.#adapt(this.#low ? LOW_WEIGHT[LOW_GROUP[coarse]!]! : HIGH_WEIGHT[HIGH_GROUP[coarse]!]!);
    return sample;
  }

  #adapt(weight: number): void {
    this.#log = Math.max(0, Math.min(this.#low ? 18_432 : 22_528, ((this.#log * 127) >> 7) + weight));
    const shift = (this.#low ? 8 : 10) - (this.#log >> 11);
    const power = POWERS[(this.#log >> 6) & 31]!;
    this.step = (shift < 0 ? power << -shift : power >> shift) << 2;
  }

  #predict(difference: number): void {
    const [partial, poles, zeros] = [this.#partial, this.#poles, this.#zeros];
    const [seen, made] = [this.#differences, this.#reconstructed];
    seen[0] = difference;
    made[0] = clip(this.estimate + difference);
    partial[0] = clip(this.#zeroPart + difference);
    const sign = partial.map((value) => value >> 15);
    const turned = clip(poles[1]! << 2);
    const first = Math.min(32_767, sign[0] === sign[1] ? -turned : turned);
    let second = (sign[0] === sign[2] ? 128 : -128) + (first >> 7) + ((poles[2]! * 32_512) >> 15);
    second = Math.max(-12_288, Math.min(12_288, second));
    const bound = 15_360 - second;
    const next = (sign[0] === sign[1] ? 192 : -192) + ((poles[1]! * 32_640) >> 15);
    const weight = difference === 0 ? 0 : 128;
    for (let i = 1; i < 7; i++)
      zeros[i] = clip(
        (seen[i]! >> 15 === difference >> 15 ? weight : -weight) + ((zeros[i]! * 32_640) >> 15),
      );
    for (let i = 6; i > 0; i--) seen[i] = seen[i - 1]!;
    for (let i = 2; i > 0; i--) {
      made[i] = made[i - 1]!;
      partial[i] = partial[i - 1]!;
    }
    poles[2] = second;
    poles[1] = Math.max(-bound, Math.min(bound, next));
    const poleSum = ((poles[1]! * clip(made[1]! * 2)) >> 15) + ((poles[2]! * clip(made[2]! * 2)) >> 15);
    let zeroSum = 0;
    for (let i = 1; i < 7; i++) zeroSum += (zeros[i]! * clip(seen[i]! * 2)) >> 15;
    this.#zeroPart = clip(zeroSum);
    this.estimate = clip(clip(poleSum) + this.#zeroPart);
  }
}

/** Two samples a byte, in order of the bytes given. */
export class G722Decoder {
  readonly #low = new Band(true);
  readonly #high = new Band(false);
  readonly #history = new Array<number>(24).fill(0);

  decode(bytes: Uint8Array): Int16Array {
    const out = new Int16Array(bytes.length * 2);
    for (let i = 0; i < bytes.length; i++) {
      const low = this.#low.decode(bytes[i]! & 63);
      const high = this.#high.decode(bytes[i]! >> 6);
      const past = this.#history;
      past.copyWithin(0, 2);
      past[22] = low + high;
      past[23] = low - high;
      let even = 0;
      let odd = 0;
      for (let tap = 0; tap < 12; tap++) {
        odd += past[2 * tap]! * MIRROR[tap]!;
        even += past[2 * tap + 1]! * MIRROR[11 - tap]!;
      }
      out[2 * i] = clip(even >> 11);
      out[2 * i + 1] = clip(odd >> 11);
    }
    return out;
  }
}
