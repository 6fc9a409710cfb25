import { fromBase64Url } from '@stoa/protocol';
import { ascii, type Bytes, concat, hex, own } from './layout.ts';

/** Ed25519 (RFC 8032) by WebCrypto. What is signed always starts with what it is and which room it is for. */
export type SigningKey = {
  readonly publicKey: Bytes;
  sign(bytes: Bytes): Promise<Bytes>;
};

export type SignedThing =
  | 'steward certificate'
  | 'card'
  | 'request'
  | 'admission'
  | 'member keys'
  | 'head'
  | 'order'
  | 'handover'
  | 'frames'
  | 'message'
  | 'account binding';

/** PKCS #8 wrapping of a 32-byte Ed25519 seed (RFC 8410 section 7). */
const pkcs8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);

export async function signingKey(subtle: SubtleCrypto, seed: Uint8Array): Promise<SigningKey> {
  const encoded = concat(pkcs8, seed);
  const readable = await subtle.importKey('pkcs8', encoded, 'Ed25519', true, ['sign']);
  const { x } = await subtle.exportKey('jwk', readable);
  const publicKey = fromBase64Url(x ?? '');
  if (publicKey?.length !== 32) throw new Error('WebCrypto gave no Ed25519 public key');
  const key = await subtle.importKey('pkcs8', encoded, 'Ed25519', false, ['sign']);
  encoded.fill(0);
  return { publicKey, sign: async (bytes) => new Uint8Array(await subtle.sign('Ed25519', key, bytes)) };
}

/** `room` is the hash of the room's handle. */
export const signedBytes = (thing: SignedThing, room: Uint8Array, ...parts: readonly Uint8Array[]): Bytes =>
  concat(ascii(`stoa ${thing} v1`), room, ...parts);

/** Checks signatures; keeps the keys it has imported, at most so many. */
export class Verifier {
  readonly #subtle: SubtleCrypto;
  readonly #keys = new Map<string, Promise<CryptoKey | undefined>>();
  static readonly #kept = 256;

  constructor(subtle: SubtleCrypto) {
    this.#subtle = subtle;
  }

  async verify(publicKey: Uint8Array, signature: Uint8Array, bytes: Bytes): Promise<boolean> {
    const key = await this.#key(publicKey);
    if (!key || signature.length !== 64) return false;
    return this.#subtle.verify('Ed25519', key, own(signature), bytes);
  }

  #key(publicKey: Uint8Array): Promise<CryptoKey | undefined> {
    const name = hex(publicKey);
    let key = this.#keys.get(name);
    if (!key) {
      // Bytes that are no point of the curve are a key that never verifies.
      key = this.#subtle
        .importKey('raw', own(publicKey), 'Ed25519', false, ['verify'])
        .catch(() => undefined);
      this.#keys.set(name, key);
      const [oldest] = this.#keys.keys();
      if (this.#keys.size > Verifier.#kept && oldest) this.#keys.delete(oldest);
    }
    return key;
  }
}
