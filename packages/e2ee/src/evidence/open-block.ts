import {
  AAD_BYTES,
  CIPHERTEXT_AT,
  fillAad,
  fillNonce,
  GCM_TAG_BITS,
  opusLength,
  PAYLOAD_BYTES,
  shapeOf,
  writeHeader,
} from '../frame/frame-format.ts';
import { BLOCK_FRAMES, deriveSframeKeySalt, type Level } from '../frame/index.ts';
import {
  blockOf,
  FrameHasher,
  HASH_BYTES,
  HASHES_BYTES,
  signedBytes as signedBlock,
} from '../frame/proof-block.ts';
import { type Bytes, same } from '../keys/layout.ts';
import { signedBytes, type Verifier } from '../keys/signature.ts';
import type { EvidenceBlock, StepKey } from './evidence-format.ts';

export type By = { readonly room: Bytes; readonly author: Bytes; readonly verifier: Verifier };
const shape = shapeOf(false);

/** The Opus frames of one block, undefined where one is not there; or what is wrong with it. */
export async function openBlock(
  block: EvidenceBlock,
  keys: readonly Opening[],
  { room, author, verifier, subtle }: By & { readonly subtle: SubtleCrypto },
): Promise<readonly (Bytes | undefined)[] | 'forgedSound' | 'wrongKey'> {
  const payloads = payloadsOf(block, keys);
  const [one] = payloads.filter((each) => each !== undefined);
  if (!one) return 'forgedSound';
  const { kid, context } = one.key;
  const alike = payloads.every(
    (each) => !each || (each.key.kid >> 8 === kid >> 8 && same(each.key.context, context)),
  );
  const statement = signedBlock(context, kid >> 8, blockOf(block.first), hashesOf(block, payloads));
  const signed = signedBytes('frames', room, statement);
  if (!alike || !(await verifier.verify(author, block.signature, signed))) return 'forgedSound';
  const frames: (Bytes | undefined)[] = [];
  for (const each of payloads) {
    const opus = each && (await openPayload(each, subtle));
    if (each && !opus) return 'wrongKey';
    frames.push(opus);
  }
  return frames;
}

type Payload = { readonly bytes: Bytes; readonly ctr: number; readonly key: Opening };

/** What went over the wire, level and header included. */
function payloadsOf(
  { first, frames }: EvidenceBlock,
  keys: readonly Opening[],
): readonly (Payload | undefined)[] {
  return frames.map((frame, i) => {
    const key = 'hash' in frame ? undefined : keys[frame.step];
    if ('hash' in frame || !key) return undefined;
    const bytes = new Uint8Array(PAYLOAD_BYTES);
    writeHeader(bytes, frame.level as Level, key.kid, first + i);
    bytes.set(frame.sealed, CIPHERTEXT_AT);
    return { bytes, ctr: first + i, key };
  });
}

function hashesOf({ frames }: EvidenceBlock, payloads: readonly (Payload | undefined)[]): Bytes {
  const hasher = new FrameHasher();
  const hashes = new Uint8Array(HASHES_BYTES);
  for (let i = 0; i < BLOCK_FRAMES; i++) {
    const frame = frames[i];
    const payload = payloads[i];
    if (payload) hasher.hashInto(payload.bytes, hashes, i * HASH_BYTES);
    else if (frame && 'hash' in frame) hashes.set(frame.hash, i * HASH_BYTES);
  }
  return hashes;
}

async function openPayload({ bytes, ctr, key }: Payload, subtle: SubtleCrypto): Promise<Bytes | undefined> {
  const aad = new Uint8Array(AAD_BYTES);
  const iv = new Uint8Array(12);
  fillAad(aad, bytes, key.context);
  fillNonce(iv, key.salt, ctr);
  const params = { name: 'AES-GCM', iv, additionalData: aad, tagLength: GCM_TAG_BITS };
  const opened = await subtle.decrypt(params, key.aes, bytes.subarray(CIPHERTEXT_AT)).catch(() => undefined);
  if (!opened) return undefined;
  const pt = new Uint8Array(opened);
  const length = opusLength(pt, shape);
  return length === undefined ? undefined : pt.slice(shape.opusAt, shape.opusAt + length);
}

export type Opening = StepKey & { readonly aes: CryptoKey; readonly salt: Bytes };

/** Key and salt follow from the base and the KID: neither can be chosen to fit a ciphertext. */
export async function openingOf(step: StepKey, subtle: SubtleCrypto): Promise<Opening> {
  const { key, salt } = deriveSframeKeySalt(4, step.base, BigInt(step.kid));
  return { ...step, salt, aes: await subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']) };
}
