import {
  type Candidate,
  furtherShare,
  isFull,
  permits,
  place,
  placementRules,
  transportShare,
} from '@stoa/core/fleet';
import type { Wish } from '@stoa/protocol/fleet';
import type { RelayHandle, RelayPool } from '../ports.ts';
import type { MediaOfEra } from './media-of-era.ts';

/** Why there is no relay for somebody: none is up, all that may be used are full, or none stands where it may. */
export type Unplaced = 'down' | 'full' | 'outsideFence';

type Books = { placed: number; joining: number };

/** Where transports go. Keeps account of what each relay was given, beside what it says of itself. */
export class RelayChoice {
  readonly #pool: RelayPool;
  readonly #further: number;
  readonly #budget: number;
  readonly #books = new Map<RelayHandle, Books>();

  constructor(pool: RelayPool, spreadAfter?: number, packetBudget: number = placementRules.packetBudget) {
    this.#pool = pool;
    this.#further = furtherShare(spreadAfter);
    this.#budget = packetBudget;
  }

  /** What one more transport of this era takes of a relay. */
  share(media: Pick<MediaOfEra, 'publishers'> | undefined): number {
    return transportShare(media?.publishers ?? 1, this.#budget);
  }

  /** Two things change while a transport lives: that it is there, and that it has come up. */
  count(relay: RelayHandle, change: Partial<Books>): void {
    const books = this.#books.get(relay) ?? { placed: 0, joining: 0 };
    // Sums of fractions that come and go: what is left of nobody is nothing.
    books.placed = Math.max(0, books.placed + (change.placed ?? 0));
    books.joining = Math.max(0, books.joining + (change.joining ?? 0));
    this.#books.set(relay, books);
  }

  /** @param carries whether a relay carries the era already */
  choose(
    media: MediaOfEra | undefined,
    carries: (relay: RelayHandle) => boolean,
    wish?: Wish,
    not?: RelayHandle,
  ): RelayHandle | Unplaced {
    const up = this.#pool.relays.filter((relay) => relay.isUp && !relay.draining && relay !== not);
    if (up.length === 0) return 'down';
    const fences = media?.limits(wish) ?? [];
    const allowed = up.filter((relay) => permits(fences, relay.place ?? unknown));
    if (allowed.length === 0) return 'outsideFence';
    const near = new Map(wish?.near?.map(({ host, ms }) => [host, ms]));
    const chosen = place(
      allowed.map((relay) => this.#candidate(relay, carries(relay), near)),
      this.#further,
    );
    return allowed[chosen] ?? 'full';
  }

  /** Every relay that is up is full: nobody can come in, wherever. */
  get allFull(): boolean {
    const up = this.#pool.relays.filter((relay) => relay.isUp && !relay.draining);
    return up.length > 0 && up.every((relay) => isFull(this.#candidate(relay, false, new Map())));
  }

  /** How many could take somebody. */
  get usable(): number {
    return this.#pool.relays.filter((relay) => relay.isUp && !relay.draining).length;
  }

  #candidate(relay: RelayHandle, carriesEra: boolean, near: ReadonlyMap<string, number>): Candidate {
    const { placed, joining } = this.#books.get(relay) ?? { placed: 0, joining: 0 };
    const roundTripMs = relay.place && near.get(relay.place.host);
    return { load: relay.pressure, placed, joining, carriesEra, roundTripMs };
  }
}

const unknown = { jurisdiction: '', operator: '' };
