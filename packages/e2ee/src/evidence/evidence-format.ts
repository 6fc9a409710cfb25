import { type AccountBinding, bindingBytes, encodeBinding, readBinding } from '../admission/binding.ts';
import { BLOCK_FRAMES, CTR_LIMIT, FIRST_CTR } from '../frame/index.ts';
import { type Bytes, concat, Reader, u8, u16, u32, u64 } from '../keys/layout.ts';
import { longestBody } from '../messages/index.ts';
import { evidenceMost } from './seal-evidence.ts';

/** The picture of the bytes is in SPEC.md. */
export type Evidence = {
  /** SHA-256 over the room's handle, as signatures name rooms. */
  readonly room: Bytes;
  /** Participant key (Ed25519) of the person it is about, and that person's leaf. */
  readonly key: Bytes;
  readonly leaf: number;
  readonly binding: AccountBinding | undefined;
  /** When the newest sound in it was heard, ms since 1970: the word of whoever made this, signed by nobody. */
  readonly heardAt: number;
  readonly sound: Sound;
  /** Oldest first. */
  readonly messages: readonly EvidenceMessage[];
};
export type Sound =
  | {
      readonly kind: 'ordinary';
      readonly keys: readonly StepKey[];
      readonly blocks: readonly EvidenceBlock[];
    }
  | { readonly kind: 'strict'; readonly salts: readonly StepSalt[]; readonly frames: readonly SignedFrame[] };

type Step = { readonly kid: number; readonly context: Bytes };
/** What opens one speaker's frames of one step: the base of RFC 9605 section 4.4.2, from which key and salt follow. */
export type StepKey = Step & { readonly base: Bytes };
export type StepSalt = Step & { readonly salt: Bytes };

/** One signed block. Frames that are not there stand by their hashes. */
export type EvidenceBlock = {
  /** CTR of its first frame. */
  readonly first: number;
  readonly signature: Bytes;
  /** 25 of them. */
  readonly frames: readonly BlockFrame[];
};
export type BlockFrame =
  /** Encrypted text and tag, 160 B; `step` is an index into the keys. */
  { readonly step: number; readonly level: number; readonly sealed: Bytes } | { readonly hash: Bytes };
export type SignedFrame = {
  readonly step: number;
  readonly level: number;
  readonly ctr: number;
  readonly opus: Bytes;
  readonly signature: Bytes;
};
/** Of the person that the evidence is about. */
export type EvidenceMessage = {
  readonly counter: number;
  /** Room time at the author's. */
  readonly time: number;
  readonly signature: Bytes;
  readonly body: Bytes;
};

const version = 1;
const kinds = { ordinary: 1, strict: 2 } as const;
export const sealedFrameBytes = 160;
export const stepsMost = 64;
export const messagesMost = 50;
/** From the first frame to the last: 40 s, for half a minute by clocks that are not quite alike. */
export const ticksMost = 2_000;
const allFrames = 2 ** BLOCK_FRAMES - 1;

const u24 = (n: number): Bytes => Uint8Array.of(n >>> 16, n >>> 8, n);
const place = (step: number, level: number): Bytes => u8((step << 2) | level);

export const headBytes = 1 + 1 + 32 + 32 + 4 + bindingBytes + 8 + 1 + 2 + 1;
export const stepKeyBytes = 42;
export const stepSaltBytes = 22;
export const messageBytes = (body: number): number => 4 + 8 + 64 + 2 + body;
export const blockBytes = (present: number): number =>
  3 + 4 + 64 + present * (1 + sealedFrameBytes) + (BLOCK_FRAMES - present) * 8;
export const signedFrameBytes = (opus: number): number => 1 + 3 + 1 + opus + 64;

/** Throws a RangeError for what `decodeEvidence` would not read back. */
export function encodeEvidence(evidence: Evidence): Bytes {
  const { room, key, leaf, binding, heardAt, sound, messages } = evidence;
  const bytes = concat(
    u8(version),
    u8(kinds[sound.kind]),
    ...[room, key, u32(leaf), encodeBinding(binding), u64(heardAt)],
    ...(sound.kind === 'ordinary' ? encodeBlocks(sound) : encodeFrames(sound)),
    u8(messages.length),
    ...messages.flatMap(({ counter, time, signature, body }) => [
      ...[u32(counter), u64(time), signature, u16(body.length), body],
    ]),
  );
  if (!decodeEvidence(bytes)) throw new RangeError('that is no evidence');
  return bytes;
}

const encodeBlocks = ({ keys, blocks }: Extract<Sound, { kind: 'ordinary' }>): Bytes[] => [
  u8(keys.length),
  ...keys.flatMap(({ kid, context, base }) => [u16(kid), context, base]),
  u16(blocks.length),
  ...blocks.flatMap(({ first, signature, frames }) => [
    ...[u24(first), u32(presentBits(frames)), signature],
    ...frames.flatMap((frame) =>
      'hash' in frame ? [frame.hash] : [place(frame.step, frame.level), frame.sealed],
    ),
  ]),
];

const presentBits = (frames: readonly BlockFrame[]): number =>
  frames.reduce((bits, frame, i) => ('hash' in frame ? bits : bits | (1 << i)), 0);

const encodeFrames = ({ salts, frames }: Extract<Sound, { kind: 'strict' }>): Bytes[] => [
  u8(salts.length),
  ...salts.flatMap(({ kid, context, salt }) => [u16(kid), context, salt]),
  u16(frames.length),
  ...frames.flatMap(({ step, level, ctr, opus, signature }) => [
    ...[place(step, level), u24(ctr), u8(opus.length), opus, signature],
  ]),
];

/** Undefined for what is no evidence. Nothing of what it claims is checked here. */
export function decodeEvidence(bytes: Uint8Array): Evidence | undefined {
  if (bytes.length > evidenceMost) return undefined;
  const reader = new Reader(bytes);
  const readVersion = reader.u8();
  const kindByte = reader.u8();
  const start = { room: reader.bytes(32), key: reader.bytes(32), leaf: reader.u32() };
  const bindingField = reader.bytes(bindingBytes);
  const binding = readBinding(bindingField);
  const heardAt = reader.u64();
  if (readVersion !== version || (!binding && bindingField.some((byte) => byte !== 0))) return undefined;
  const sound =
    kindByte === kinds.ordinary
      ? readBlocks(reader)
      : kindByte === kinds.strict
        ? readFrames(reader)
        : undefined;
  const messages = sound && readMessages(reader);
  if (!sound || !messages || !reader.complete()) return undefined;
  return { ...start, binding, heardAt, sound, messages };
}

function readBlocks(reader: Reader): Sound | undefined {
  const keys = readSteps(reader, () => ({
    ...{ kid: reader.u16(), context: reader.bytes(8), base: reader.bytes(32) },
  }));
  const count = reader.u16();
  const blocks: EvidenceBlock[] = [];
  const used = new InOrder();
  let next = FIRST_CTR;
  for (let i = 0; i < count; i++) {
    if (reader.left() < blockBytes(0)) return undefined;
    const first = readCtr(reader);
    const present = reader.u32();
    const signature = reader.bytes(64);
    if (first < next || (first - FIRST_CTR) % BLOCK_FRAMES !== 0 || first > CTR_LIMIT - BLOCK_FRAMES)
      return undefined;
    if (present === 0 || present > allFrames) return undefined;
    const frames = Array.from({ length: BLOCK_FRAMES }, (_, at): BlockFrame => {
      if ((present & (1 << at)) === 0) return { hash: reader.bytes(8) };
      const where = reader.u8();
      used.add(where >> 2);
      return { step: where >> 2, level: where & 3, sealed: reader.bytes(sealedFrameBytes) };
    });
    blocks.push({ first, signature, frames });
    next = first + BLOCK_FRAMES;
  }
  return keys && used.are(keys) && isShort(blocks[0]?.first, next)
    ? { kind: 'ordinary', keys, blocks }
    : undefined;
}

function readFrames(reader: Reader): Sound | undefined {
  const salts = readSteps(reader, () => ({
    ...{ kid: reader.u16(), context: reader.bytes(8), salt: reader.bytes(12) },
  }));
  const count = reader.u16();
  const frames: SignedFrame[] = [];
  const used = new InOrder();
  let next = FIRST_CTR;
  for (let i = 0; i < count; i++) {
    if (reader.left() < signedFrameBytes(0)) return undefined;
    const where = reader.u8();
    const ctr = readCtr(reader);
    const length = reader.u8();
    if (ctr < next || ctr >= CTR_LIMIT || length > 127) return undefined;
    const opus = reader.bytes(length);
    frames.push({ step: where >> 2, level: where & 3, ctr, opus, signature: reader.bytes(64) });
    used.add(where >> 2);
    next = ctr + 1;
  }
  return salts && used.are(salts) && isShort(frames[0]?.ctr, next)
    ? { kind: 'strict', salts, frames }
    : undefined;
}

/** A clip that says to last for days would take the memory of whoever wants to play it. */
const isShort = (first: number | undefined, end: number): boolean =>
  first === undefined || end - first <= ticksMost;

/** Steps are different ones, numbered as frames need them; one that no frame needs would open more than is shown. */
class InOrder {
  #count = 0;
  #good = true;

  add(step: number): void {
    if (step > this.#count) this.#good = false;
    if (step === this.#count) this.#count++;
  }

  are(steps: readonly Step[]): boolean {
    const kids = new Set(steps.map(({ kid }) => kid));
    return this.#good && this.#count === steps.length && kids.size === steps.length;
  }
}

function readSteps<T extends Step>(reader: Reader, one: () => T): readonly T[] | undefined {
  const count = reader.u8();
  if (count > stepsMost) return undefined;
  const steps = Array.from({ length: count }, one);
  return steps.every(({ kid }) => kid >> 8 !== 0) ? steps : undefined;
}

const readCtr = (reader: Reader): number => (reader.u8() << 16) | reader.u16();

function readMessages(reader: Reader): readonly EvidenceMessage[] | undefined {
  const count = reader.u8();
  if (count > messagesMost) return undefined;
  const messages: EvidenceMessage[] = [];
  for (let i = 0; i < count; i++) {
    const start = { counter: reader.u32(), time: reader.u64(), signature: reader.bytes(64) };
    const length = reader.u16();
    const before = messages.at(-1);
    if (length > longestBody || (before && before.counter >= start.counter)) return undefined;
    messages.push({ ...start, body: reader.bytes(length) });
  }
  return messages;
}
