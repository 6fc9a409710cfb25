import type { AccountBinding } from '../admission/binding.ts';
import {
  AAD_BYTES,
  CIPHERTEXT_AT,
  FRAME_SIGNATURE_AT,
  fillAad,
  fillNonce,
  GCM_TAG_BITS,
  opusLength,
  readLevel,
  SIGNATURE_BYTES,
  shapeOf,
} from '../frame/frame-format.ts';
import { BLOCK_FRAMES } from '../frame/index.ts';
import { FrameHasher, firstCtrOf, HASH_BYTES, SIGNATURE_AT, sameBytes } from '../frame/proof-block.ts';
import { type Bytes, same } from '../keys/layout.ts';
import {
  type BlockFrame,
  blockBytes,
  type EvidenceBlock,
  type EvidenceMessage,
  encodeEvidence,
  headBytes,
  messageBytes,
  messagesMost,
  type SignedFrame,
  type Sound,
  signedFrameBytes,
  stepKeyBytes,
  stepSaltBytes,
  stepsMost,
  ticksMost,
} from './evidence-format.ts';
import { evidenceMost } from './seal-evidence.ts';
import type { Kept, KeptStep } from './voice-recorder.ts';

/** What a room knows of the person that evidence is about. */
export type About = {
  readonly room: Bytes;
  readonly key: Bytes;
  readonly leaf: number;
  readonly binding: AccountBinding | undefined;
  /** Signed ones of theirs, oldest first. */
  readonly messages: readonly EvidenceMessage[];
};

/** Messages leave room for at least 28 s of sound. */
const messagesRoom = 24_576;

/**
 * What can be proven of what was kept, newest first as far as it fits. Undefined when that is nothing. `wallTime` turns a time
 * of the recorder into ms since 1970.
 */
export async function makeEvidence(
  about: About,
  kept: Kept,
  wallTime: (at: number) => number,
  subtle: SubtleCrypto,
): Promise<Bytes | undefined> {
  const messages = lastMessages(about.messages);
  const room =
    evidenceMost - headBytes - messages.reduce((sum, { body }) => sum + messageBytes(body.length), 0);
  const strict = kept.frames.at(-1)?.step.strict ?? false;
  const shown = mostHeard(kept);
  const sound = strict ? await signedFrames(shown, room, subtle) : provenBlocks(shown, room);
  const parts = sound.kind === 'strict' ? sound.frames : sound.blocks;
  if (parts.length === 0 && messages.length === 0) return undefined;
  const heardAt = Math.max(0, Math.floor(wallTime(lastHeardAt(kept, sound))));
  const { key, leaf, binding } = about;
  return encodeEvidence({ room: about.room, key, leaf, binding, heardAt, sound, messages });
}

/**
 * Evidence reaches over 40 s of the speaker's count at most, and the speaker may make it jump ahead: then not what came last is
 * shown, but where most was heard.
 */
function mostHeard({ frames, proofs }: Kept): Kept {
  const ctrs = [...new Set(frames.map(({ ctr }) => ctr))].sort((a, b) => a - b);
  let [most, end, from] = [0, Number.POSITIVE_INFINITY, 0];
  for (const [at, ctr] of ctrs.entries()) {
    while (ctrs[from]! <= ctr - ticksMost) from++;
    const heard = at + 1 - from;
    if (heard >= most) [most, end] = [heard, ctr];
  }
  return {
    frames: frames.filter(({ ctr }) => ctr <= end),
    proofs: proofs.filter(({ block }) => firstCtrOf(block) <= end),
  };
}

function lastMessages(all: readonly EvidenceMessage[]): readonly EvidenceMessage[] {
  let room = messagesRoom;
  const last = all.slice(-messagesMost);
  const first = last.findLastIndex(({ body }) => {
    room -= messageBytes(body.length);
    return room < 0;
  });
  return last.slice(first + 1);
}

/** When the newest frame that is shown was heard, and the end of its 20 ms. */
function lastHeardAt({ frames }: Kept, sound: Sound): number {
  const end =
    sound.kind === 'strict' ? sound.frames.at(-1)?.ctr : (sound.blocks.at(-1)?.first ?? 0) + BLOCK_FRAMES - 1;
  const newest = frames.reduce<Kept['frames'][number] | undefined>(
    (best, frame) => (frame.ctr <= (end ?? 0) && (!best || frame.ctr > best.ctr) ? frame : best),
    undefined,
  );
  return (newest?.at ?? 0) + 20 * ((end ?? 0) - (newest?.ctr ?? end ?? 0) + 1);
}

/** Steps that are shown, by their number in the evidence. A KID that means two keys by now shows the newer one only. */
class Steps {
  readonly shown: KeptStep[] = [];

  /** Index of a step that stands, or would stand, here; undefined when it cannot. */
  of(step: KeptStep, fresh: readonly KeptStep[]): number | undefined {
    const all = [...this.shown, ...fresh];
    const at = all.findIndex(({ kid }) => kid === step.kid);
    if (at < 0) return all.length < stepsMost ? all.length : undefined;
    const known = all[at]!;
    return same(known.salt, step.salt) && same(known.context, step.context) ? at : undefined;
  }
}

function provenBlocks({ frames, proofs }: Kept, room: number): Sound {
  const byCtr = new Map(frames.map((frame) => [frame.ctr, frame]));
  const steps = new Steps();
  const blocks: EvidenceBlock[] = [];
  let left = room;
  const newestFirst = new Map(proofs.map((proof) => [proof.block, proof]));
  const hasher = new FrameHasher();
  const hash = new Uint8Array(HASH_BYTES);
  for (const { sender, block, context, proof } of [...newestFirst.values()].sort(
    (a, b) => b.block - a.block,
  )) {
    const first = firstCtrOf(block);
    if ((blocks.at(-1)?.first ?? first) + BLOCK_FRAMES - first > ticksMost) break;
    const fresh: KeptStep[] = [];
    const shown = Array.from({ length: BLOCK_FRAMES }, (_, i): BlockFrame | undefined => {
      const missing = { hash: proof.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES) };
      const frame = byCtr.get(first + i);
      if (!frame || frame.step.kid >> 8 !== sender || !same(frame.step.context, context)) return missing;
      hasher.hashInto(frame.payload, hash, 0);
      if (!sameBytes(hash, 0, proof, i * HASH_BYTES, HASH_BYTES)) return missing;
      const step = steps.of(frame.step, fresh);
      if (step === undefined) return undefined;
      if (step === steps.shown.length + fresh.length) fresh.push(frame.step);
      return { step, level: readLevel(frame.payload), sealed: frame.payload.slice(CIPHERTEXT_AT) };
    });
    const whole = shown.filter((frame) => frame !== undefined);
    if (whole.length < BLOCK_FRAMES) break;
    const present = whole.filter((frame) => !('hash' in frame)).length;
    if (present === 0) continue;
    left -= blockBytes(present) + fresh.length * stepKeyBytes;
    if (left < 0) break;
    steps.shown.push(...fresh);
    const signature = proof.slice(SIGNATURE_AT, SIGNATURE_AT + SIGNATURE_BYTES);
    blocks.unshift({ first, signature, frames: whole });
  }
  const order = inOrder(blocks.flatMap((block) => block.frames));
  const keys = order
    .map((step) => steps.shown[step]!)
    .map(({ kid, context, base }) => ({ kid, context, base }));
  const renumbered = blocks.map((block) => ({
    ...block,
    frames: block.frames.map((frame) =>
      'hash' in frame ? frame : { ...frame, step: order.indexOf(frame.step) },
    ),
  }));
  return { kind: 'ordinary', keys, blocks: renumbered };
}

async function signedFrames({ frames }: Kept, room: number, subtle: SubtleCrypto): Promise<Sound> {
  const steps = new Steps();
  const shown: SignedFrame[] = [];
  let left = room;
  const newestFirst = new Map(frames.map((frame) => [frame.ctr, frame]));
  for (const frame of [...newestFirst.values()].sort((a, b) => b.ctr - a.ctr)) {
    if ((shown[0]?.ctr ?? frame.ctr) + 1 - frame.ctr > ticksMost) break;
    const opened = await openStrict(frame, subtle);
    if (!opened) continue;
    const step = steps.of(frame.step, []);
    if (step === undefined) break;
    const isFresh = step === steps.shown.length;
    left -= signedFrameBytes(opened.opus.length) + (isFresh ? stepSaltBytes : 0);
    if (left < 0) break;
    if (isFresh) steps.shown.push(frame.step);
    shown.push({ step, level: readLevel(frame.payload), ctr: frame.ctr, ...opened });
  }
  const oldestFirst = shown.reverse();
  const order = inOrder(oldestFirst);
  const salts = order
    .map((step) => steps.shown[step]!)
    .map(({ kid, context, salt }) => ({ kid, context, salt }));
  const renumbered = oldestFirst.map((frame) => ({ ...frame, step: order.indexOf(frame.step) }));
  return { kind: 'strict', salts, frames: renumbered };
}

/** Steps in the order in which frames need them. */
const inOrder = (frames: readonly (BlockFrame | SignedFrame)[]): number[] => [
  ...new Set(frames.flatMap((frame) => ('step' in frame ? [frame.step] : []))),
];

async function openStrict(
  { ctr, step, payload }: Kept['frames'][number],
  subtle: SubtleCrypto,
): Promise<{ readonly opus: Bytes; readonly signature: Bytes } | undefined> {
  const shape = shapeOf(true);
  const aad = new Uint8Array(AAD_BYTES);
  const iv = new Uint8Array(12);
  fillAad(aad, payload, step.context);
  fillNonce(iv, step.salt, ctr);
  const params = { name: 'AES-GCM', iv, additionalData: aad, tagLength: GCM_TAG_BITS };
  const opened = await subtle
    .decrypt(params, step.key, payload.subarray(CIPHERTEXT_AT))
    .catch(() => undefined);
  const pt = new Uint8Array(opened ?? []);
  const length = opusLength(pt, shape);
  if (length === undefined) return undefined;
  return {
    opus: pt.slice(shape.opusAt, shape.opusAt + length),
    signature: pt.slice(FRAME_SIGNATURE_AT, FRAME_SIGNATURE_AT + SIGNATURE_BYTES),
  };
}
