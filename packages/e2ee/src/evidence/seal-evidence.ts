import { ascii, type Bytes, concat, own, Reader, u8, u32 } from '../keys/layout.ts';
import { boxOverhead, openBox, openingPair, sealTo } from '../keys/sealing.ts';

/**
 * Evidence on its way to the safety team, through servers that cannot read it:
 *
 *   SealedEvidence = version:u8=1 | HPKE box of ( length:u32 | evidence | zeros )
 *
 * One of four sizes, so that its length says little about how much was said.
 */
export const sealedEvidenceSizes = [16_384, 65_536, 131_072, 262_144] as const;

const version = 1;
const overhead = 1 + boxOverhead;
const info = ascii('stoa evidence v1');
/** The largest evidence that can be sealed. */
export const evidenceMost = sealedEvidenceSizes[3] - overhead - 4;

/** The public half (X25519, 32 B) of a private key, which is 32 random bytes (RFC 9180 section 7.1.3 makes the pair of them). */
export async function safetyPublicKey(privateKey: Uint8Array): Promise<Bytes> {
  if (privateKey.length !== 32) throw new RangeError('a private key of the safety team is 32 bytes');
  return (await openingPair(privateKey)).publicKey;
}

/** Throws a RangeError for evidence that is too long; rejects when the key is no X25519 key. */
export async function sealEvidence(publicKey: Uint8Array, evidence: Uint8Array): Promise<Bytes> {
  const size = sealedEvidenceSizes.find((each) => evidence.length + overhead + 4 <= each);
  if (size === undefined) throw new RangeError(`Evidence has at most ${evidenceMost} bytes.`);
  const inside = new Uint8Array(size - overhead);
  inside.set(concat(u32(evidence.length), evidence));
  return concat(u8(version), await sealTo(publicKey, info, u8(version), inside));
}

/** Undefined when it was not sealed for this key, or was changed. What is in it has to be checked (`checkEvidence`). */
export async function openEvidence(privateKey: Uint8Array, sealed: Uint8Array): Promise<Bytes | undefined> {
  if (privateKey.length !== 32) throw new RangeError('a private key of the safety team is 32 bytes');
  if (sealed[0] !== version || !sealedEvidenceSizes.some((size) => size === sealed.length)) return undefined;
  const inside = await openBox(await openingPair(privateKey), info, u8(version), own(sealed.subarray(1)));
  if (!inside) return undefined;
  const reader = new Reader(inside);
  const length = reader.u32();
  if (length > reader.left()) return undefined;
  const evidence = reader.bytes(length);
  return reader.bytes(reader.left()).every((byte) => byte === 0) ? evidence : undefined;
}
