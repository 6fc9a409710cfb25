import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { gcm } from '@noble/ciphers/aes.js';
import { type Bytes, concat, own } from './layout.ts';

/** HPKE (RFC 9180) base mode: X25519, HKDF-SHA256, AES-128-GCM. A box is `enc(32) || ciphertext || tag(16)`. */
const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes128Gcm(),
});
const encBytes = 32;
/** What a box is longer than what is inside. */
export const boxOverhead = encBytes + 16;

export type OpeningPair = { readonly publicKey: Bytes; readonly pair: CryptoKeyPair };

export async function openingPair(seed: Uint8Array): Promise<OpeningPair> {
  const pair = await suite.kem.deriveKeyPair(own(seed));
  return { publicKey: new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey)), pair };
}

/** Throws when `publicKey` is not a usable X25519 key: callers check what they take from others with `usableKey`. */
export async function sealTo(publicKey: Uint8Array, info: Bytes, aad: Bytes, plain: Bytes): Promise<Bytes> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(own(publicKey));
  const { enc, ct } = await suite.seal({ recipientPublicKey, info }, plain, aad);
  return concat(new Uint8Array(enc), new Uint8Array(ct));
}

/** Undefined when it was not sealed to this pair for this purpose. */
export async function openBox(
  { pair }: OpeningPair,
  info: Bytes,
  aad: Bytes,
  box: Uint8Array,
): Promise<Bytes | undefined> {
  if (box.length < boxOverhead) return undefined;
  const all = own(box);
  try {
    const opened = await suite.open(
      { recipientKey: pair, enc: all.slice(0, encBytes), info },
      all.slice(encBytes),
      aad,
    );
    return new Uint8Array(opened);
  } catch {
    return undefined;
  }
}

const zeroNonce = new Uint8Array(12);

/** AES-128-GCM under a key that is used for one box only, so the nonce can be zero. */
export const sealOnce = (key: Uint8Array, aad: Uint8Array, plain: Uint8Array): Bytes =>
  own(gcm(key, zeroNonce, aad).encrypt(plain));

export function openOnce(key: Uint8Array, aad: Uint8Array, box: Uint8Array): Bytes | undefined {
  try {
    return own(gcm(key, zeroNonce, aad).decrypt(box));
  } catch {
    return undefined;
  }
}
