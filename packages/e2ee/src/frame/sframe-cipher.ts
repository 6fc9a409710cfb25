/**
 * SFrame's key derivation and encryption (RFC 9605 sections 4.4.2 to 4.4.4) for the AES-GCM suites.
 *
 * The suites with AES-CTR and HMAC (1 to 3) are left out: Stoa seals with suite 4 only, and code that nobody runs
 * is only surface.
 */
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { concat } from '@stoa/protocol';
import { encodeSframeHeader, parseSframeHeader } from './sframe-header.ts';

/** RFC 9605 section 8.1: 4 = AES_128_GCM_SHA256_128, 5 = AES_256_GCM_SHA512_128. */
export type SframeSuite = 4 | 5;

export interface SframeKeySalt {
  /** AES key, 16 bytes in suite 4, 32 in suite 5. */
  readonly key: Uint8Array<ArrayBuffer>;
  /** 12 bytes, XORed with the CTR to make the nonce. */
  readonly salt: Uint8Array<ArrayBuffer>;
}

export const TAG_BYTES = 16;
export const NONCE_BYTES = 12;

const SUITES = {
  4: { hash: sha256, keyBytes: 16 },
  5: { hash: sha512, keyBytes: 32 },
} as const;

/** `sframe_secret` of section 4.4.2; exported because the RFC's vectors name it. */
export function sframeSecret(suite: SframeSuite, baseKey: Uint8Array): Uint8Array {
  return extract(SUITES[suite].hash, baseKey, new Uint8Array(0));
}

/** Key and salt that `kid` names (section 4.4.2). `baseKey` must be secret, uniform and used for this KID only. */
export function deriveSframeKeySalt(suite: SframeSuite, baseKey: Uint8Array, kid: bigint): SframeKeySalt {
  const { hash, keyBytes } = SUITES[suite];
  const secret = sframeSecret(suite, baseKey);
  const key = new Uint8Array(expand(hash, secret, label('SFrame 1.0 Secret key ', kid, suite), keyBytes));
  const salt = new Uint8Array(
    expand(hash, secret, label('SFrame 1.0 Secret salt ', kid, suite), NONCE_BYTES),
  );
  return { key, salt };
}

/** label || KID:u64 || suite:u16 */
function label(text: string, kid: bigint, suite: SframeSuite): Uint8Array {
  const out = new Uint8Array(text.length + 10);
  out.set(new TextEncoder().encode(text));
  const view = new DataView(out.buffer);
  view.setBigUint64(text.length, kid);
  view.setUint16(text.length + 8, suite);
  return out;
}

/** salt XOR CTR, the CTR being right-aligned in 12 bytes (section 4.4.3). */
export function sframeNonce(salt: Uint8Array, ctr: bigint): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(salt);
  let rest = ctr;
  for (let i = NONCE_BYTES - 1; rest > 0n; i--) {
    nonce[i] = nonce[i]! ^ Number(rest & 0xffn);
    rest >>= 8n;
  }
  return nonce;
}

/** One SFrame ciphertext: header || encrypted text || tag (section 4.4.3). `key` is an AES-GCM key that may encrypt. */
export async function sframeEncrypt(
  subtle: SubtleCrypto,
  key: CryptoKey,
  salt: Uint8Array,
  message: { kid: bigint; ctr: bigint; metadata: Uint8Array; plaintext: Uint8Array },
): Promise<Uint8Array<ArrayBuffer>> {
  const header = encodeSframeHeader(message.kid, message.ctr);
  const sealed = await subtle.encrypt(
    gcm(sframeNonce(salt, message.ctr), header, message.metadata),
    key,
    new Uint8Array(message.plaintext),
  );
  return concat(header, new Uint8Array(sealed));
}

/** The plaintext, or undefined when the header is cut off or the tag does not check (section 4.4.4). */
export async function sframeDecrypt(
  subtle: SubtleCrypto,
  key: CryptoKey,
  salt: Uint8Array,
  metadata: Uint8Array,
  ciphertext: Uint8Array,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const header = parseSframeHeader(ciphertext);
  if (header === undefined || ciphertext.length < header.length + TAG_BYTES) return undefined;
  const params = gcm(sframeNonce(salt, header.ctr), ciphertext.subarray(0, header.length), metadata);
  try {
    return new Uint8Array(
      await subtle.decrypt(params, key, new Uint8Array(ciphertext.subarray(header.length))),
    );
  } catch {
    return undefined;
  }
}

function gcm(iv: Uint8Array<ArrayBuffer>, header: Uint8Array, metadata: Uint8Array): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: concat(header, metadata), tagLength: TAG_BYTES * 8 };
}
