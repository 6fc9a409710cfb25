import { createHash } from 'node:crypto';
import { type Leaf, leaf, limits, MerkleLog, type ServerMessageOf, type WireHead } from '@stoa/protocol';

/** Signed admissions in their order. To control they are opaque bytes; their position is the participant's leaf. */
export class AdmissionLog {
  readonly #entries: Uint8Array<ArrayBuffer>[] = [];
  readonly #tree = new MerkleLog();

  /** Position of the next entry. */
  get size(): number {
    return this.#entries.length;
  }

  append(entry: Uint8Array<ArrayBuffer>): void {
    this.#entries.push(entry);
    this.#tree.append(entry);
  }

  /** Does an entry that names this one as the one before it come next? True when it does not say. */
  endsWith(prev: Uint8Array | undefined): boolean {
    const last = this.#entries.at(-1);
    if (!prev || !last) return true;
    return createHash('sha256').update(last).digest().equals(prev);
  }

  entry(of: Leaf): Uint8Array<ArrayBuffer> | undefined {
    return this.#entries[of];
  }

  /** Everything from a position on, in pieces that are small enough to send. */
  *from(position: number): Generator<{ from: number; entries: Uint8Array<ArrayBuffer>[] }> {
    for (let from = position; from < this.size; from += 100) {
      yield { from, entries: this.#entries.slice(from, from + 100) };
    }
  }

  /** A part of what the head covers, each entry with its proof. `isHere` tells who has not gone. */
  page(id: number, from: number, head: WireHead, isHere: (leaf: Leaf) => boolean): ServerMessageOf<'page'> {
    const to = Math.min(from + limits.pageEntries, head.size);
    const entries: Uint8Array<ArrayBuffer>[] = [];
    const paths: Uint8Array<ArrayBuffer>[] = [];
    const gone: Leaf[] = [];
    for (let at = from; at < to; at++) {
      entries.push(this.#entries[at]!);
      paths.push(this.#tree.path(at, head.size));
      if (!isHere(leaf(at))) gone.push(leaf(at));
    }
    return { t: 'page', id, headSeq: head.seq, from, entries, paths, gone };
  }
}
