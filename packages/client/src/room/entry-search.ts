import type { KeyMessage, Roster } from '@stoa/e2ee';
import type { Leaf } from '@stoa/protocol';
import { AudiencePages, type PageRequest } from './audience-pages.ts';
import { people } from './view.ts';
import type { ViewStore } from './view-store.ts';

/** False when there is no socket to send it on. */
type Send = (request: PageRequest) => boolean;

/** Asks for entries of the admission log that this device has not seen: whom the person wants to look at, no more. */
export class EntrySearch {
  readonly #store: ViewStore;
  readonly #send: Send;
  readonly #pages = new AudiencePages();

  constructor(store: ViewStore, send: Send) {
    this.#store = store;
    this.#send = send;
  }

  /** Pages until somebody new is seen or the log ends: a page may hold only people who have left. */
  async showMoreAudience(): Promise<void> {
    const before = this.#store.view.audience.people.length;
    for (let more = true; more && this.#store.view.audience.people.length === before; ) {
      const { request, arrived } = this.#pages.next();
      if (!this.#send(request)) return;
      more = await arrived;
    }
  }

  /**
   * Moderators see who raises hands; a hand whose entry has not been seen yet is looked up once. `roster`: what the present
   * keys have seen.
   */
  lookUpHands(roster: Roster | undefined): void {
    const { view, facts } = this.#store;
    if (view.me?.role !== 'moderator') return;
    const known = people(roster);
    const unknown = facts.control?.queue.filter((leaf: Leaf) => !known.get(leaf)?.name) ?? [];
    const request = unknown.length > 0 ? this.#pages.lookUp(unknown) : undefined;
    if (request) this.#send(request);
  }

  /** The keys have read what it says. */
  digested(message: KeyMessage): void {
    if (message.t === 'page') this.#pages.arrived(message);
  }

  /** The socket is gone: what was asked for does not come any more. */
  lost(): void {
    this.#pages.lost();
  }
}
