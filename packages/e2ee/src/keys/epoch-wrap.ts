import type { WireEpochWrap } from '@stoa/protocol';
import { derive } from './derive.ts';
import { type Bytes, concat, u8, u16, u32 } from './layout.ts';
import { openOnce, sealOnce } from './sealing.ts';
import { cover, forwardsAt, nodeKey, onPath, type TreeMaster, type TreeNode } from './tree.ts';

/**
 * An epoch's secret for everybody who stays:
 *
 *   depth:u8 | index:u32 | AES-128-GCM(wrapKey, S_epoch)(48)           53 B each
 *   wrapKey = HKDF(nodeKey, "stoa epoch wrap v1" || salt(16) || generation:u16 || epoch:u32 || depth:u8 || index:u32)
 *
 * The salt is drawn with the secret and stands in the head. Two stewards that begin the same epoch at once, or one that
 * tries again, must never use a key and nonce twice: the XOR of two boxes would hand one secret to whoever holds the other.
 */
export type EpochName = { readonly generation: number; readonly epoch: number; readonly salt: Bytes };

export const secretBytes = 32;

const wrapKey = (key: Uint8Array, at: EpochName, node: TreeNode): Bytes =>
  derive(
    key,
    'epoch wrap',
    concat(at.salt, u16(at.generation), u32(at.epoch), u8(node.depth), u32(node.index)),
    16,
  );

const nothing = new Uint8Array();

/** One box per node of the cover of [0, size) without `removed`, the biggest subtrees first. */
export function wrapEpoch(
  master: TreeMaster,
  at: EpochName,
  secret: Bytes,
  size: number,
  removed: Iterable<number>,
): WireEpochWrap[] {
  const forwards = forwardsAt(at.epoch);
  const nodes = cover(size, removed).sort((a, b) => a.depth - b.depth);
  return nodes.map((node) => ({
    ...node,
    box: sealOnce(wrapKey(nodeKey(master, node, forwards), at, node), nothing, secret),
  }));
}

export type Unwrapped =
  | { readonly is: 'open'; readonly secret: Bytes }
  | { readonly is: 'left out' | 'forged' };

/** `keyAt` gives the member's path key at a depth, hashed forward to this epoch. */
export function unwrapEpoch(
  leaf: number,
  keyAt: (depth: number) => Bytes | undefined,
  at: EpochName,
  wraps: readonly WireEpochWrap[],
): Unwrapped {
  const mine = wraps.find((wrap) => onPath(leaf, wrap));
  const key = mine && keyAt(mine.depth);
  if (!mine || !key) return { is: 'left out' };
  const secret = openOnce(wrapKey(key, at, mine), nothing, mine.box);
  return secret?.length === secretBytes ? { is: 'open', secret } : { is: 'forged' };
}
