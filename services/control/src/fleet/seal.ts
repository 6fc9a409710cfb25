import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { RoomHandle } from '@stoa/protocol';
import type { RoomName } from './ports.ts';

const nonceBytes = 12;
const tagBytes = 16;

/** What leaves a control for stores and brokers, which can neither read nor change it. */
export class Seal {
  readonly #key: Uint8Array;
  readonly #names: Uint8Array;

  /** 32 bytes that every control of the deployment has and nobody else. */
  constructor(secret: Uint8Array) {
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
    const nonce = randomBytes(nonceBytes);
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
}
