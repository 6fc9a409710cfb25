import { type Bytes, concat, Reader, u8, u16, u32, u64 } from '../keys/layout.ts';
import { type OpeningPair, openBox, sealTo } from '../keys/sealing.ts';
import { type SigningKey, signedBytes, type Verifier } from '../keys/signature.ts';
import { nodeKeyBytes, pathLength } from '../keys/tree.ts';
import { rosterKeyBytes } from './profile.ts';

/**
 * The keys of one member, sealed to its X25519 key by a steward: for a newcomer (JoinWrap) and, at step 0, for everybody
 * when a new generation begins (rewrap).
 *
 *   version:u8=1 | leaf:u32 | generation:u16 | epoch:u32 | step:u32 | time:u64 | stewardLeaf:u32 | HPKE box | Ed25519(64)
 *   box = S_step(32) | nodeKey(16)[21] root first | count:u8 | rosterKey(16)[count] newest first
 *
 * 524 B with one roster key. The signature covers the member's participant key as well.
 */
export type MemberKeys = {
  readonly leaf: number;
  readonly generation: number;
  readonly epoch: number;
  readonly step: number;
  /** Room time of sealing, ms. */
  readonly time: number;
  readonly stewardLeaf: number;
  readonly secret: Bytes;
  readonly path: readonly Bytes[];
  /** Of this generation and the ones before it, so that names sealed earlier can be read. */
  readonly rosterKeys: readonly Bytes[];
};
export type SealedKeys = Omit<MemberKeys, 'secret' | 'path' | 'rosterKeys'> & {
  readonly header: Bytes;
  readonly box: Bytes;
  readonly signature: Bytes;
};
/** Whose keys they are. */
export type Member = { readonly key: Bytes; readonly sealKey: Bytes };

const version = 1;
const headerBytes = 1 + 4 + 2 + 4 + 4 + 8 + 4;
export const maxRosterKeys = 16;

const info = (room: Bytes): Bytes => signedBytes('member keys', room);

export async function sealMemberKeys(
  keys: MemberKeys,
  room: Bytes,
  member: Member,
  signer: SigningKey,
): Promise<Bytes> {
  const { leaf, generation, epoch, step, time, stewardLeaf } = keys;
  const header = concat(
    u8(version),
    u32(leaf),
    u16(generation),
    u32(epoch),
    u32(step),
    u64(time),
    u32(stewardLeaf),
  );
  const rosterKeys = keys.rosterKeys.slice(0, maxRosterKeys);
  const plain = concat(keys.secret, ...keys.path, u8(rosterKeys.length), ...rosterKeys);
  const box = await sealTo(member.sealKey, info(room), header, plain);
  plain.fill(0);
  const signature = await signer.sign(signedBytes('member keys', room, header, member.key, box));
  return concat(header, box, signature);
}

export function readSealedKeys(bytes: Uint8Array): SealedKeys | undefined {
  const reader = new Reader(bytes);
  const readVersion = reader.u8();
  const names = {
    leaf: reader.u32(),
    generation: reader.u16(),
    epoch: reader.u32(),
    step: reader.u32(),
    time: reader.u64(),
    stewardLeaf: reader.u32(),
  };
  const length = bytes.length - headerBytes - 64;
  if (readVersion !== version || length < 0) return undefined;
  const header = reader.before();
  const sealed = { ...names, header, box: reader.bytes(length), signature: reader.bytes(64) };
  return reader.complete() ? sealed : undefined;
}

/** Undefined unless this steward sealed them to this member. */
export async function openMemberKeys(
  sealed: SealedKeys,
  room: Bytes,
  participantKey: Bytes,
  pair: OpeningPair,
  stewardKey: Bytes,
  verifier: Verifier,
): Promise<MemberKeys | undefined> {
  const { header, box, signature, ...names } = sealed;
  const signed = signedBytes('member keys', room, header, participantKey, box);
  if (!(await verifier.verify(stewardKey, signature, signed))) return undefined;
  const plain = await openBox(pair, info(room), header, box);
  if (!plain) return undefined;
  const reader = new Reader(plain);
  const secret = reader.bytes(32);
  const path = Array.from({ length: pathLength }, () => reader.bytes(nodeKeyBytes));
  const count = reader.u8();
  const rosterKeys = Array.from({ length: Math.min(count, maxRosterKeys) }, () =>
    reader.bytes(rosterKeyBytes),
  );
  if (count === 0 || !reader.complete()) return undefined;
  return {
    leaf: names.leaf,
    generation: names.generation,
    epoch: names.epoch,
    step: names.step,
    time: names.time,
    stewardLeaf: names.stewardLeaf,
    ...{ secret, path, rosterKeys },
  };
}
