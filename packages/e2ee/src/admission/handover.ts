import type { WireEpochWrap } from '@stoa/protocol';
import { type Bytes, concat, Reader, u8, u16, u32 } from '../keys/layout.ts';
import { type OpeningPair, openBox, sealTo } from '../keys/sealing.ts';
import { type SigningKey, signedBytes, type Verifier } from '../keys/signature.ts';
import { treeDepth } from '../keys/tree.ts';
import { type Chain, encodeChain, readChain } from './certificate.ts';
import type { Member } from './member-keys.ts';

/**
 * What stewards send to one leaf, told apart by the first byte:
 *
 *   1 Handover  generation:u16 | stewardLeaf:u32 | HPKE box | Ed25519(64)       a new moderator becomes a steward
 *     box = treeMaster(32) | Chain | knowers:u8 | leaf:u32[] | invites:u16 | order(101)[]
 *   2 Heir      Chain                                                           a speaker may have to start anew
 *   3 Rewrap    MemberKeys (see member-keys.ts)                                 a new generation's keys
 *   4 Wrap      depth:u8 | index:u32 | box(48)                                  an epoch wrap that the head had no room for
 */
export const letterKinds = { handover: 1, heir: 2, rewrap: 3, wrap: 4 } as const;

export const encodeWrap = ({ depth, index, box }: WireEpochWrap): Bytes =>
  concat(u8(letterKinds.wrap), u8(depth), u32(index), box);

export function readWrap(bytes: Uint8Array): WireEpochWrap | undefined {
  const reader = new Reader(bytes);
  const kind = reader.u8();
  const wrap = { depth: reader.u8(), index: reader.u32(), box: reader.bytes(48) };
  return kind === letterKinds.wrap && wrap.depth <= treeDepth && reader.complete() ? wrap : undefined;
}

export type Handover = {
  readonly master: Bytes;
  /** From the room key to the receiver. */
  readonly chain: Chain;
  /** Leaves that were ever given this generation's master. */
  readonly knowers: readonly number[];
  /** Signed invitations not taken up yet. */
  readonly invites: readonly Bytes[];
};
export type SealedHandover = {
  readonly generation: number;
  readonly stewardLeaf: number;
  readonly header: Bytes;
  readonly box: Bytes;
  readonly signature: Bytes;
};

const orderBytes = 101;
const maxInvites = 16;
/** What fits into one letter beside the longest chain. */
export const maxKnowers = 128;

const info = (room: Bytes): Bytes => signedBytes('handover', room);

export async function sealHandover(
  handover: Handover,
  at: { readonly generation: number; readonly stewardLeaf: number },
  room: Bytes,
  member: Member,
  signer: SigningKey,
): Promise<Bytes> {
  const header = concat(u8(letterKinds.handover), u16(at.generation), u32(at.stewardLeaf));
  const invites = handover.invites.slice(-maxInvites);
  const plain = concat(
    handover.master,
    encodeChain(handover.chain),
    u8(handover.knowers.length),
    ...handover.knowers.map(u32),
    u16(invites.length),
    ...invites,
  );
  const box = await sealTo(member.sealKey, info(room), header, plain);
  plain.fill(0);
  const signature = await signer.sign(signedBytes('handover', room, header, member.key, box));
  return concat(header, box, signature);
}

export function readSealedHandover(bytes: Uint8Array): SealedHandover | undefined {
  const reader = new Reader(bytes);
  const kind = reader.u8();
  const generation = reader.u16();
  const stewardLeaf = reader.u32();
  const header = reader.before();
  const length = reader.left() - 64;
  if (kind !== letterKinds.handover || length < 0) return undefined;
  const sealed = { generation, stewardLeaf, header, box: reader.bytes(length), signature: reader.bytes(64) };
  return reader.complete() ? sealed : undefined;
}

export async function openHandover(
  sealed: SealedHandover,
  room: Bytes,
  participantKey: Bytes,
  pair: OpeningPair,
  stewardKey: Bytes,
  verifier: Verifier,
): Promise<Handover | undefined> {
  const { header, box, signature } = sealed;
  const signed = signedBytes('handover', room, header, participantKey, box);
  if (!(await verifier.verify(stewardKey, signature, signed))) return undefined;
  const plain = await openBox(pair, info(room), header, box);
  if (!plain) return undefined;
  const reader = new Reader(plain);
  const master = reader.bytes(32);
  const chain = readChain(reader);
  const knowers = Array.from({ length: reader.u8() }, () => reader.u32());
  const count = reader.u16();
  if (!chain || count > maxInvites) return undefined;
  const invites = Array.from({ length: count }, () => reader.bytes(orderBytes));
  return reader.complete() ? { master, chain, knowers, invites } : undefined;
}
