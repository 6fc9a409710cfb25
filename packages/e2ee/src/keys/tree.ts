import { hash, mac } from './derive.ts';
import { ascii, type Bytes, u8, u32 } from './layout.ts';

/**
 * The audience tree: complete subtrees (Naor, Naor, Lotspiech 2001) over 2^20 leaves. Stewards know the master and so
 * every node's key; a member knows the 21 keys on the path from its leaf to the root.
 */
export const treeDepth = 20;
export const treeLeaves = 2 ** treeDepth;
export const pathLength = treeDepth + 1;
export const nodeKeyBytes = 16;

/** Every so many epochs all node keys are hashed forward, so that an old recording is not opened by a key stolen later. */
export const epochsPerForward = 16;
export const forwardsAt = (epoch: number): number => Math.floor(epoch / epochsPerForward);

export type TreeNode = { readonly depth: number; readonly index: number };
export type TreeMaster = Bytes;

/** nodeKey(d, i) = HMAC-SHA256(master, d || i)[0..16], hashed forward so many times. */
export function nodeKey(master: TreeMaster, { depth, index }: TreeNode, forwards: number): Bytes {
  return forwarded(mac(master, u8(depth), u32(index)).slice(0, nodeKeyBytes), forwards);
}

const forwardLabel = ascii('stoa node forward v1');
export function forwarded(key: Bytes, times: number): Bytes {
  let out = key;
  for (let i = 0; i < times; i++) out = hash(forwardLabel, out).slice(0, nodeKeyBytes);
  return out;
}

export const onPath = (leaf: number, { depth, index }: TreeNode): boolean =>
  index === Math.floor(leaf / 2 ** (treeDepth - depth));

/** Keys from the root down to the leaf. */
export function pathKeys(master: TreeMaster, leaf: number, forwards: number): Bytes[] {
  return Array.from({ length: pathLength }, (_, depth) =>
    nodeKey(master, { depth, index: Math.floor(leaf / 2 ** (treeDepth - depth)) }, forwards),
  );
}

/**
 * The fewest subtrees that hold every leaf of [0, size) except `removed`, and no other leaf. Leaves from `size` on
 * are nobody's yet, and whoever gets them later must not open this epoch, so they count as removed.
 */
export function cover(size: number, removed: Iterable<number>): TreeNode[] {
  // Nodes that contain a leaf which must not open: depth and index in one number.
  const bad = new Set<number>();
  const name = (depth: number, index: number) => depth * treeLeaves * 2 + index;
  const exclude = (leaf: number) => {
    for (let depth = treeDepth; depth >= 0; depth--) {
      const node = name(depth, Math.floor(leaf / 2 ** (treeDepth - depth)));
      if (bad.has(node)) return;
      bad.add(node);
    }
  };
  for (const leaf of removed) if (leaf < size) exclude(leaf);
  if (size < treeLeaves) exclude(size);
  const out: TreeNode[] = [];
  const visit = (depth: number, index: number) => {
    if (index * 2 ** (treeDepth - depth) >= size) return;
    if (!bad.has(name(depth, index))) {
      out.push({ depth, index });
      return;
    }
    if (depth === treeDepth) return;
    visit(depth + 1, 2 * index);
    visit(depth + 1, 2 * index + 1);
  };
  visit(0, 0);
  return out;
}
