import { limits } from '@stoa/protocol';
import { hash } from '../keys/derive.ts';
import { type Bytes, concat, hex, Reader, u8, u16, u32, u64 } from '../keys/layout.ts';
import { type SigningKey, signedBytes } from '../keys/signature.ts';
import { maxSteps, stepMs } from '../keys/step-chain.ts';
import { type Chain, encodeChain, readChain } from './certificate.ts';

/**
 * The one signed word about a room: who is in it, who may speak, which keys hold. Each names the one before it.
 *
 *   version:u8=1 | flags:u8 | generation:u16 | epoch:u32 | seq:u64 | time:u64 | epochTime:u64 | epochSalt(16) |
 *   epochRoot(32) | size:u32 | present:u32 | removedHash(32) | rosterRoot(32) | lastSender:u8 |
 *   seats:u8 | Seat[seats] | removedNow:u8 | leaf:u32[removedNow] | prevHash(32) | stewardLeaf:u32 | Chain | Ed25519(64)
 *
 *   Seat  = sender:u8 | leaf:u32 | key(32) | flags:u8 (1 moderator, 2 muted)                     38 B
 *   flags = 1 stage frozen
 *
 * One person on stage: 397 B; fifty: 2,259 B. The signature covers the room's hash as well.
 */
export type Seat = {
  /** Stage index as in the KID of this person's frames. */
  readonly sender: number;
  readonly leaf: number;
  readonly key: Bytes;
  readonly role: 'moderator' | 'speaker';
  readonly muted: boolean;
};
export type HeadFields = {
  readonly generation: number;
  readonly epoch: number;
  readonly seq: number;
  /** Room time, ms. */
  readonly time: number;
  /** Of the head that began the epoch: its time, the salt of its wraps, its roster root. */
  readonly epochTime: number;
  readonly epochSalt: Bytes;
  readonly epochRoot: Bytes;
  /** Admission entries it covers. */
  readonly size: number;
  /** Those of them who were neither removed nor left. */
  readonly present: number;
  readonly removedHash: Bytes;
  readonly rosterRoot: Bytes;
  readonly frozen: boolean;
  /** The sender index given last: the next newcomer on stage gets a later one. */
  readonly lastSender: number;
  readonly stage: readonly Seat[];
  /** Put out by a moderator in this very head. */
  readonly removedNow: readonly number[];
  readonly prevHash: Bytes;
  readonly stewardLeaf: number;
  /** From the room key to the steward that signs. */
  readonly chain: Chain;
};
export type Head = HeadFields & {
  readonly bytes: Bytes;
  readonly hash: Bytes;
  readonly signed: Bytes;
  readonly signature: Bytes;
};

const version = 1;

/** No epoch lasts so long, and nobody follows from so far behind: a time further ahead is a false one. */
export const maxAheadMs = maxSteps * stepMs;

export async function signHead(fields: HeadFields, room: Bytes, signer: SigningKey): Promise<Head> {
  const body = concat(
    u8(version),
    u8(fields.frozen ? 1 : 0),
    u16(fields.generation),
    u32(fields.epoch),
    u64(fields.seq),
    u64(fields.time),
    u64(fields.epochTime),
    fields.epochSalt,
    fields.epochRoot,
    u32(fields.size),
    u32(fields.present),
    fields.removedHash,
    fields.rosterRoot,
    u8(fields.lastSender),
    u8(fields.stage.length),
    ...fields.stage.flatMap(({ sender, leaf, key, role, muted }) => [
      u8(sender),
      u32(leaf),
      key,
      u8((role === 'moderator' ? 1 : 0) | (muted ? 2 : 0)),
    ]),
    u8(fields.removedNow.length),
    ...fields.removedNow.map(u32),
    fields.prevHash,
    u32(fields.stewardLeaf),
    encodeChain(fields.chain),
  );
  const signed = signedBytes('head', room, body);
  const signature = await signer.sign(signed);
  const bytes = concat(body, signature);
  return { ...fields, bytes, hash: hash(bytes), signed, signature };
}

/** The signature is not checked here; what a head may not say by itself is. */
export function readHead(bytes: Uint8Array, room: Bytes): Head | undefined {
  const reader = new Reader(bytes);
  const readVersion = reader.u8();
  const flags = reader.u8();
  const start = {
    generation: reader.u16(),
    epoch: reader.u32(),
    seq: reader.u64(),
    time: reader.u64(),
    epochTime: reader.u64(),
    epochSalt: reader.bytes(16),
    epochRoot: reader.bytes(32),
    size: reader.u32(),
    present: reader.u32(),
    removedHash: reader.bytes(32),
    rosterRoot: reader.bytes(32),
    frozen: flags === 1,
    lastSender: reader.u8(),
  };
  const stage = readStage(reader);
  const removedNow = Array.from({ length: reader.u8() }, () => reader.u32());
  const prevHash = reader.bytes(32);
  const stewardLeaf = reader.u32();
  const chain = readChain(reader);
  const signed = signedBytes('head', room, reader.before());
  const signature = reader.bytes(64);
  if (readVersion !== version || flags > 1 || !stage || !chain || !reader.complete()) return undefined;
  if (start.present > start.size || start.size === 0 || start.epochTime > start.time) return undefined;
  if (start.time - start.epochTime > maxAheadMs) return undefined;
  const fields = { ...start, stage, removedNow, prevHash, stewardLeaf, chain };
  return isSound(fields)
    ? { ...fields, bytes: reader.before(), hash: hash(bytes), signed, signature }
    : undefined;
}

function readStage(reader: Reader): Seat[] | undefined {
  const count = reader.u8();
  if (count > limits.onStage) return undefined;
  const stage: Seat[] = [];
  for (let i = 0; i < count; i++) {
    const sender = reader.u8();
    const leaf = reader.u32();
    const key = reader.bytes(32);
    const flags = reader.u8();
    if (flags > 3) return undefined;
    stage.push({ sender, leaf, key, role: flags & 1 ? 'moderator' : 'speaker', muted: (flags & 2) !== 0 });
  }
  return stage;
}

/** One seat a leaf, one leaf a seat, one key a leaf; whoever signs is a moderator on stage. */
function isSound({ stage, stewardLeaf, size, removedNow }: HeadFields): boolean {
  const senders = new Set(stage.map(({ sender }) => sender));
  const leaves = new Set(stage.map(({ leaf }) => leaf));
  const keys = new Set(stage.map(({ key }) => hex(key)));
  if (senders.size !== stage.length || leaves.size !== stage.length || keys.size !== stage.length)
    return false;
  if (senders.has(0) || stage.some(({ leaf }) => leaf >= size)) return false;
  if (removedNow.some((leaf) => leaves.has(leaf) || leaf >= size)) return false;
  return moderator(stage, stewardLeaf) !== undefined;
}

export const seatOf = (stage: readonly Seat[], leaf: number): Seat | undefined =>
  stage.find((seat) => seat.leaf === leaf);

export function moderator(stage: readonly Seat[], leaf: number): Seat | undefined {
  const seat = seatOf(stage, leaf);
  return seat?.role === 'moderator' ? seat : undefined;
}

/** Hash of the set of leaves that left or were removed. */
export function removedHash(removed: Iterable<number>): Bytes {
  const sorted = Uint32Array.from(removed).sort();
  const out = new Uint8Array(sorted.length * 4);
  const view = new DataView(out.buffer);
  for (const [i, leaf] of sorted.entries()) view.setUint32(i * 4, leaf);
  return hash(out);
}
