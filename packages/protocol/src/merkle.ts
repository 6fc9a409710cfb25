import { sha256 } from '@noble/hashes/sha2.js';
import { concat } from './bytes.ts';

/**
 * The admission log's Merkle tree (RFC 9162 section 2.1): the signed head carries its root, a page of the roster its
 * inclusion paths. Append-only; one hash level after another is kept, so appending costs amortised O(1) hashes.
 */
export class MerkleLog {
  /** levels[k][i] = hash of the complete subtree over leaves [i * 2^k, (i + 1) * 2^k). */
  readonly #levels: Uint8Array[][] = [[]];

  get size(): number {
    return this.#levels[0]!.length;
  }

  append(entry: Uint8Array): void {
    let hash = leafHash(entry);
    for (let k = 0; ; k++) {
      this.#levels[k] ??= [];
      const level = this.#levels[k]!;
      level.push(hash);
      if (level.length % 2 === 1) return;
      hash = nodeHash(level.at(-2)!, hash);
    }
  }

  /** Root over the first `size` entries. */
  root(size: number = this.size): Uint8Array {
    if (size > this.size) throw new RangeError('the log is shorter than that');
    return size === 0 ? sha256(new Uint8Array()) : this.#hash(0, size);
  }

  /** Inclusion path of entry `index` in the tree over the first `size` entries, hashes concatenated. */
  path(index: number, size: number = this.size): Uint8Array<ArrayBuffer> {
    if (index >= size || size > this.size) throw new RangeError('no such entry');
    const out: Uint8Array[] = [];
    let from = 0;
    let to = size;
    while (to - from > 1) {
      const middle = from + split(to - from);
      if (index < middle) {
        out.push(this.#hash(middle, to));
        to = middle;
      } else {
        out.push(this.#hash(from, middle));
        from = middle;
      }
    }
    return concat(...out.reverse());
  }

  #hash(from: number, to: number): Uint8Array {
    const width = to - from;
    const level = Math.log2(width);
    if (Number.isInteger(level) && from % width === 0) return this.#levels[level]![from / width]!;
    const middle = from + split(width);
    return nodeHash(this.#hash(from, middle), this.#hash(middle, to));
  }
}

/** Does `path` prove that `entry` is entry `index` of the log with this root and size? */
export function provesInclusion(
  entry: Uint8Array,
  index: number,
  size: number,
  path: Uint8Array,
  root: Uint8Array,
): boolean {
  if (index >= size || path.length % 32 !== 0) return false;
  const sides: boolean[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + split(to - from);
    const left = index < middle;
    sides.push(left);
    if (left) to = middle;
    else from = middle;
  }
  if (path.length !== sides.length * 32) return false;
  let hash = leafHash(entry);
  for (const [i, left] of sides.reverse().entries()) {
    const sibling = path.subarray(i * 32, i * 32 + 32);
    hash = left ? nodeHash(hash, sibling) : nodeHash(sibling, hash);
  }
  return hash.every((byte, i) => byte === root[i]);
}

/** Largest power of two below n. */
const split = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1);
const leafHash = (entry: Uint8Array) => sha256(concat(Uint8Array.of(0), entry));
const nodeHash = (left: Uint8Array, right: Uint8Array) => sha256(concat(Uint8Array.of(1), left, right));
