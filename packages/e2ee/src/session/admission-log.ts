import { MerkleLog } from '@stoa/protocol';
import type { SignedEntry } from '../admission/entry.ts';
import { type Head, removedHash } from '../admission/head.ts';
import { type Bytes, hex, same } from '../keys/layout.ts';

/** A steward's copy of the admission log: what control committed, checked against the heads. */
export class AdmissionLog {
  readonly entries: SignedEntry[] = [];
  readonly removed = new Set<number>();
  readonly #leafOf = new Map<string, number>();
  #merkle = new MerkleLog();

  get size(): number {
    return this.entries.length;
  }

  /** False when the entry does not follow the one before it. */
  append(entry: SignedEntry, start: Bytes): boolean {
    const before = this.entries.at(-1)?.hash ?? start;
    if (entry.leaf !== this.size || !same(entry.prevHash, before)) return false;
    this.entries.push(entry);
    this.#leafOf.set(hex(entry.key), entry.leaf);
    this.#merkle.append(entry.bytes);
    return true;
  }

  /** Takes back everything from a position on. */
  cut(size: number): void {
    if (size >= this.size) return;
    for (const entry of this.entries.splice(size)) this.#leafOf.delete(hex(entry.key));
    this.#merkle = new MerkleLog();
    for (const entry of this.entries) this.#merkle.append(entry.bytes);
  }

  root(size: number = this.size): Bytes {
    return new Uint8Array(this.#merkle.root(size));
  }

  has(key: Bytes): boolean {
    return this.#leafOf.has(hex(key));
  }

  /** 'short': entries that the head covers are missing here; 'differs': another history. */
  agrees(head: Head): 'yes' | 'short' | 'differs' {
    if (this.size < head.size) return 'short';
    return same(this.root(head.size), head.rosterRoot) ? 'yes' : 'differs';
  }

  knowsRemoved(head: Head): boolean {
    return (
      head.size - head.present === this.removed.size && same(removedHash(this.removed), head.removedHash)
    );
  }
}
