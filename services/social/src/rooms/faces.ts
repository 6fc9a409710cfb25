import { type AccountId, accountId, type PersonCard } from '@stoa/protocol/social';
import type { News } from '../news.ts';
import type { Database } from '../ports.ts';
import { readCards } from './queries.ts';

const most = 100_000;

/** Names and pictures of people who are in rooms. */
export class Faces {
  readonly #db: Database;
  readonly #known = new Map<string, PersonCard>();
  /** Counts changes, so that what was read before one is not kept after it. */
  #changes = 0;

  constructor(db: Database, news: News) {
    this.#db = db;
    news.listen((item) => {
      if (item.kind !== 'profileChanged' && item.kind !== 'accountGone') return;
      this.#changes += 1;
      this.#known.delete(item.account.reveal());
    });
  }

  /** Those that are asked for and exist, from memory or, all missing ones at once, from the database. */
  async of(accounts: Iterable<string>): Promise<ReadonlyMap<string, PersonCard>> {
    const found = new Map<string, PersonCard>();
    const missing: AccountId[] = [];
    for (const key of accounts) {
      const known = this.#known.get(key);
      if (known) found.set(key, known);
      else missing.push(accountId(key));
    }
    if (missing.length === 0) return found;
    const before = this.#changes;
    for (const card of await readCards(this.#db, missing)) {
      const key = card.account.reveal();
      found.set(key, card);
      if (before === this.#changes) this.#keep(key, card);
    }
    return found;
  }

  #keep(key: string, card: PersonCard): void {
    this.#known.set(key, card);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= most) return;
      this.#known.delete(oldest);
    }
  }
}
