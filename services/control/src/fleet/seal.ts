import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { RoomHandle } from '@stoa/protocol';
import type { RoomName } from './ports.ts';

const prefixBytes = 8;
const nonceBytes = prefixBytes + 4;
const tagBytes = 16;
const countOf = 2 ** 32;

/** What leaves a control for stores and brokers, which can neither read nor change it. */
export class Seal {
  readonly #key: Uint8Array;
  readonly #names: Uint8Array;
  readonly #nonce = Buffer.alloc(nonceBytes);
  #count: number;

  /** @param secret 32 bytes that every control of the deployment has and nobody else @param count where its own numbers begin */
  constructor(secret: Uint8Array, count = 0) {
    this.#count = count;
    randomBytes(prefixBytes).copy(this.#nonce);
    const derived = (purpose: string) => new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
    this.#key = derived('stoa fleet seal v1');
    this.#names = derived('stoa fleet names v1');
  }

  name(room: RoomHandle): RoomName {
    return createHmac('sha256', this.#names)
      .update(room.reveal())
      .digest()
      .subarray(0, 16)
      .toString('base64url');
  }

  /** AES-256-GCM. It opens only as what it was sealed as: a part of one room is none of another. */
  seal(bytes: Uint8Array, as: string): Uint8Array {
    const nonce = this.#freshNonce();
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(as));
    return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  }

  /** Undefined for anything that was altered, cut, moved or sealed by others. */
  open(sealed: Uint8Array, as: string): Uint8Array<ArrayBuffer> | undefined {
    if (sealed.length < nonceBytes + tagBytes) return undefined;
    const end = sealed.length - tagBytes;
    try {
      const cipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      cipher.setAAD(Buffer.from(as)).setAuthTag(sealed.subarray(end));
      return new Uint8Array(Buffer.concat([cipher.update(sealed.subarray(nonceBytes, end)), cipher.final()]));
    } catch {
      return undefined;
    }
  }

  /**
   * A prefix by chance and a number that rises (NIST SP 800-38D section 8.2.1): all processes share one key for as long as the
   * deployment lives, and nonces by chance alone would be too few for all that they seal. Two of a million prefixes are
   * alike with a chance of less than 2^-25.
   */
  #freshNonce(): Buffer {
    if (this.#count === countOf) {
      randomBytes(prefixBytes).copy(this.#nonce);
      this.#count = 0;
    }
    this.#nonce.writeUInt32BE(this.#count++, prefixBytes);
    return this.#nonce;
  }
}
