import { createHmac, timingSafeEqual } from 'node:crypto';
import { concat, fromBase64Url, toBase64Url } from '@stoa/protocol';
import type { Random } from '../ports.ts';

/** What a ceremony is for: an answer to one challenge is worth nothing in another. */
export type Purpose = 'signUp' | 'signIn' | 'confirm' | 'addPasskey' | 'recovery';

export const challengeMs = 5 * 60_000;
const bodyBytes = 16 + 6;
const macBytes = 16;

/**
 * Challenges that the server can tell to be its own without keeping them: random | expiry | MAC. So nobody fills its
 * memory by asking; only the used ones are remembered, for the minutes that they live.
 */
export class Challenges {
  readonly #key: Buffer;
  readonly #random: Random;
  readonly #used = new Map<string, number>();

  constructor(secret: Uint8Array, random: Random) {
    this.#key = createHmac('sha256', secret).update('stoa passkey challenge v1').digest();
    this.#random = random;
  }

  /** `about`: what else the answer is bound to, such as the account. Base64url. */
  make(purpose: Purpose, about: string, now: number): string {
    const body = new Uint8Array(bodyBytes);
    body.set(this.#random(16));
    new DataView(body.buffer).setUint16(16, Math.floor((now + challengeMs) / 2 ** 32));
    new DataView(body.buffer).setUint32(18, (now + challengeMs) >>> 0);
    return toBase64Url(concat(body, this.#mac(body, purpose, about)));
  }

  /** True once for each challenge of ours that is still good. */
  use(challenge: string, purpose: Purpose, about: string, now: number): boolean {
    const all = fromBase64Url(challenge);
    if (all?.length !== bodyBytes + macBytes) return false;
    const body = all.slice(0, bodyBytes);
    if (!timingSafeEqual(all.subarray(bodyBytes), this.#mac(body, purpose, about))) return false;
    const view = new DataView(body.buffer);
    const expires = view.getUint16(16) * 2 ** 32 + view.getUint32(18);
    for (const [oldest, until] of this.#used) {
      if (until > now) break;
      this.#used.delete(oldest);
    }
    if (expires <= now || this.#used.has(challenge)) return false;
    // Later than any of those before that are still good, or nearly so: the map stays in the order of its ends.
    this.#used.set(challenge, now + challengeMs);
    return true;
  }

  #mac(body: Uint8Array, purpose: Purpose, about: string): Buffer {
    return createHmac('sha256', this.#key)
      .update(`${purpose}\0${about}\0`)
      .update(body)
      .digest()
      .subarray(0, macBytes);
  }
}
