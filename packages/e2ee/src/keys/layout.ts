import { concat } from '@stoa/protocol';

/** Fixed layouts, big-endian. `Bytes` owns a plain ArrayBuffer, as WebCrypto wants it. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A copy that nobody else can change. */
export const own = (bytes: Uint8Array): Bytes => new Uint8Array(bytes);
export const ascii = (text: string): Bytes => Uint8Array.from(text, (char) => char.charCodeAt(0));
export const u8 = (n: number): Bytes => Uint8Array.of(n);
export const u16 = (n: number): Bytes => Uint8Array.of(n >>> 8, n);
export const u32 = (n: number): Bytes => Uint8Array.of(n >>> 24, n >>> 16, n >>> 8, n);
export function u64(n: number): Bytes {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, BigInt(n));
  return out;
}

export function same(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let differ = 0;
  for (let i = 0; i < a.length; i++) differ |= a[i]! ^ b[i]!;
  return differ === 0;
}

/** Key of a map or set. */
export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * Reads a layout from untrusted bytes. Reading past the end does not throw: it gives zeros and makes `complete()`
 * false, so that a decoder has one place where it says no.
 */
export class Reader {
  readonly #bytes: Bytes;
  readonly #view: DataView;
  #at = 0;
  #short = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = own(bytes);
    this.#view = new DataView(this.#bytes.buffer);
  }

  #take(length: number): number | undefined {
    const at = this.#at;
    if (this.#short || at + length > this.#bytes.length) {
      this.#short = true;
      return undefined;
    }
    this.#at = at + length;
    return at;
  }

  u8(): number {
    const at = this.#take(1);
    return at === undefined ? 0 : this.#view.getUint8(at);
  }
  u16(): number {
    const at = this.#take(2);
    return at === undefined ? 0 : this.#view.getUint16(at);
  }
  u32(): number {
    const at = this.#take(4);
    return at === undefined ? 0 : this.#view.getUint32(at);
  }
  /** Numbers above 2^53 are not ours. */
  u64(): number {
    const at = this.#take(8);
    const value = at === undefined ? 0n : this.#view.getBigUint64(at);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) this.#short = true;
    return Number(value);
  }
  bytes(length: number): Bytes {
    const at = this.#take(length);
    return at === undefined ? new Uint8Array(length) : this.#bytes.slice(at, at + length);
  }
  /** Bytes not read yet. */
  left(): number {
    return this.#bytes.length - this.#at;
  }
  /** Everything before this position. */
  before(): Bytes {
    return this.#bytes.slice(0, this.#at);
  }
  /** Nothing missing, nothing left over. */
  complete(): boolean {
    return !this.#short && this.#at === this.#bytes.length;
  }
}

export { concat };
