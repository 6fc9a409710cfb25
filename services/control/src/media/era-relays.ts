import { together } from '@stoa/core/fleet';
import type { LinkId, LinkPlace } from '@stoa/protocol';
import { writeFence } from '@stoa/protocol/fleet';
import type { RelayHandle } from '../ports.ts';
import type { MediaOfEra } from './media-of-era.ts';

/** Which relays carry one era. Whenever that changes, each of them is told of the others. */
export class EraRelays {
  readonly #media: MediaOfEra;
  readonly #transports = new Map<RelayHandle, number>();
  /** Says a word that is answered when all words before it were heard, and returns its number. */
  readonly #ask: (relay: RelayHandle) => number;
  readonly #unanswered = new Map<number, RelayHandle>();
  #waiting: (() => void)[] = [];
  #size = 0;

  constructor(media: MediaOfEra, ask: (relay: RelayHandle) => number) {
    this.#media = media;
    this.#ask = ask;
  }

  get term(): number | undefined {
    return this.#media.term;
  }

  get isEmpty(): boolean {
    return this.#transports.size === 0;
  }

  /** Transports, spares not counted. */
  get size(): number {
    return this.#size;
  }

  has(relay: RelayHandle): boolean {
    return this.#transports.has(relay);
  }

  relays(): readonly RelayHandle[] {
    return [...this.#transports.keys()];
  }

  /** One transport more. */
  add(relay: RelayHandle): void {
    this.#size++;
    const count = this.#transports.get(relay) ?? 0;
    this.#transports.set(relay, count + 1);
    if (count === 0 && this.#transports.size > 1) this.tell();
  }

  /** One that was there before. Its relay hears of the others when all are known: until then it goes by what it knows. */
  adopt(relay: RelayHandle): void {
    this.#size++;
    this.#transports.set(relay, (this.#transports.get(relay) ?? 0) + 1);
  }

  /** One transport less. */
  remove(relay: RelayHandle): void {
    const count = this.#transports.get(relay) ?? 0;
    if (count > 0) this.#size--;
    if (count > 1) {
      this.#transports.set(relay, count - 1);
      return;
    }
    if (!this.#transports.delete(relay)) return;
    for (const [n, asked] of this.#unanswered) if (asked === relay) this.#unanswered.delete(n);
    this.tell();
    this.#look();
  }

  /** Runs it when every relay of the era knows its links; at once if they do. */
  whenTold(run: () => void): void {
    if (this.#unanswered.size === 0) run();
    else this.#waiting.push(run);
  }

  awaits(n: number): boolean {
    return this.#unanswered.has(n);
  }

  answered(n: number): void {
    this.#unanswered.delete(n);
    this.#look();
  }

  #look(): void {
    if (this.#unanswered.size > 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const run of waiting) run();
  }

  /** Says it to all of them, also when nothing changed: whoever takes an era over speaks with a new term. */
  tell(): void {
    const { era, term, fences } = this.#media;
    const fence = fences.length > 0 ? writeFence(together(fences)) : undefined;
    for (const relay of this.relays()) {
      const links: LinkId[] = [];
      const places: (LinkPlace | null)[] = [];
      for (const { link, place } of this.relays()) {
        if (link === undefined || link === relay.link) continue;
        links.push(link);
        places.push(place ? { jurisdiction: place.jurisdiction, operator: place.operator } : null);
      }
      const told = places.some((place) => place !== null);
      relay.send({ type: 'links', era, links, ...(told && { places }), ...(fence && { fence }) }, term);
      if (links.length > 0) this.#unanswered.set(this.#ask(relay), relay);
    }
  }
}
