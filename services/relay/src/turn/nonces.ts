import { createHmac, timingSafeEqual } from 'node:crypto';

const lifetimeMs = 600_000;
const macBytes = 12;

/**
 * Nonces that are remembered by nobody: random bytes and an end, under a key of this life of the program. They hold
 * for one connection (`scope`), so what was sent on another cannot be sent again here.
 */
export class Nonces {
  readonly #key: Uint8Array;

  /** @param key 32 random bytes */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  fresh(random: Uint8Array, scope: number, now: number): string {
    const body = Buffer.alloc(16);
    body.set(random.subarray(0, 8));
    body.writeDoubleBE(now + lifetimeMs, 8);
    return Buffer.concat([body, this.#mac(body, scope)]).toString('base64url');
  }

  holds(nonce: string, scope: number, now: number): boolean {
    const bytes = Buffer.from(nonce, 'base64url');
    if (bytes.length !== 16 + macBytes) return false;
    const body = bytes.subarray(0, 16);
    return timingSafeEqual(bytes.subarray(16), this.#mac(body, scope)) && body.readDoubleBE(8) > now;
  }

  #mac(body: Buffer, scope: number): Buffer {
    return createHmac('sha256', this.#key).update(body).update(String(scope)).digest().subarray(0, macBytes);
  }
}
