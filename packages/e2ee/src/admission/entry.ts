import { hash } from '../keys/derive.ts';
import { ascii, type Bytes, concat, Reader, u8, u16, u32 } from '../keys/layout.ts';
import { type SigningKey, signedBytes } from '../keys/signature.ts';
import { sealedProfileBytes } from './profile.ts';

/**
 * One admission. The log of them is the roster; an entry's position is the member's leaf.
 *
 *   version:u8=1 | generation:u16 | leaf:u32 | ed25519(32) | x25519(32) | role:u8 | sealedProfile(386) |
 *   prevHash(32) | stewardLeaf:u32 | Ed25519(64)                                                       558 B
 */
export type Entry = {
  readonly generation: number;
  readonly leaf: number;
  readonly key: Bytes;
  readonly sealKey: Bytes;
  readonly role: 'moderator' | 'listener';
  readonly sealedProfile: Bytes;
  readonly prevHash: Bytes;
  readonly stewardLeaf: number;
};
export type SignedEntry = Entry & {
  readonly bytes: Bytes;
  readonly hash: Bytes;
  /** What the signature covers, and the signature. */
  readonly signed: Bytes;
  readonly signature: Bytes;
};

const version = 1;
const roles = ['listener', 'moderator'] as const;

/** What stands before the first entry of a room. */
export const logStart = (room: Bytes, roomKey: Bytes): Bytes =>
  hash(ascii('stoa admission log v1'), room, roomKey);

export async function signEntry(entry: Entry, room: Bytes, signer: SigningKey): Promise<SignedEntry> {
  const body = concat(
    u8(version),
    u16(entry.generation),
    u32(entry.leaf),
    entry.key,
    entry.sealKey,
    u8(roles.indexOf(entry.role)),
    entry.sealedProfile,
    entry.prevHash,
    u32(entry.stewardLeaf),
  );
  const signed = signedBytes('admission', room, body);
  const signature = await signer.sign(signed);
  const bytes = concat(body, signature);
  return { ...entry, bytes, hash: hash(bytes), signed, signature };
}

/** The signature is not checked here: who was a steward then is the caller's knowledge. */
export function readEntry(bytes: Uint8Array, room: Bytes): SignedEntry | undefined {
  const reader = new Reader(bytes);
  const readVersion = reader.u8();
  const generation = reader.u16();
  const leaf = reader.u32();
  const key = reader.bytes(32);
  const sealKey = reader.bytes(32);
  const role = roles[reader.u8()];
  const sealedProfile = reader.bytes(sealedProfileBytes);
  const prevHash = reader.bytes(32);
  const stewardLeaf = reader.u32();
  const signed = signedBytes('admission', room, reader.before());
  const signature = reader.bytes(64);
  if (readVersion !== version || !role || !reader.complete()) return undefined;
  return {
    ...{ generation, leaf, key, sealKey, role, sealedProfile, prevHash, stewardLeaf },
    bytes: reader.before(),
    hash: hash(bytes),
    signed,
    signature,
  };
}
