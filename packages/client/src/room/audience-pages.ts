import { type Leaf, leaf, limits, type ServerMessageOf } from '@stoa/protocol';

export type PageRequest = { readonly t: 'page'; readonly id: number; readonly from: number };

/**
 * Which pages of the admission log were asked for. Page ids of a room count from 2^20, so that they are never those
 * that the keys ask for on their own.
 */
export class AudiencePages {
  #nextId = 1 << 20;
  #nextFrom = 0;
  readonly #lookedUp = new Set<number>();
  readonly #waiting = new Map<number, (full: boolean) => void>();

  /** The next page in order. `arrived`: may there be more behind it? */
  next(): { readonly request: PageRequest; readonly arrived: Promise<boolean> } {
    const from = this.#nextFrom;
    this.#nextFrom += limits.pageEntries;
    const request = this.#request(from);
    return { request, arrived: new Promise((resolve) => this.#waiting.set(request.id, resolve)) };
  }

  /** The page that says who these are; each is looked up once. */
  lookUp(leaves: readonly Leaf[]): PageRequest | undefined {
    const unknown = leaves.find((one) => !this.#lookedUp.has(one));
    if (unknown === undefined) return undefined;
    // One page answers for all of them that lie in it.
    for (let i = 0; i < limits.pageEntries; i++) this.#lookedUp.add(leaf(unknown + i));
    return this.#request(unknown);
  }

  arrived(page: ServerMessageOf<'page'>): void {
    const resolve = this.#waiting.get(page.id);
    if (!resolve) return;
    this.#waiting.delete(page.id);
    const full = page.entries.length === limits.pageEntries;
    if (!full) {
      // The log grows: asked again later, this page may hold more.
      this.#nextFrom = Math.min(this.#nextFrom, page.from);
    }
    resolve(full);
  }

  /** Whoever waits will not get its page any more. */
  lost(): void {
    for (const resolve of this.#waiting.values()) resolve(false);
    this.#waiting.clear();
  }

  #request(from: number): PageRequest {
    return { t: 'page', id: this.#nextId++, from };
  }
}
