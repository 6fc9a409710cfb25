import { type AccountId, accountId, type PersonCard, personCardSchema } from '@stoa/protocol/social';
import type { News } from '../news.ts';
import type { Database } from '../ports.ts';
import { readCards } from './queries.ts';

const most = 100_000;

type Face = { readonly card: PersonCard; readonly text: string };

/** Names and pictures of people who are in rooms, as far as somebody was shown them. */
export class Faces {
  readonly #db: Database;
  readonly #known = new Map<string, Face>();
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

  /** Reads those that are not in memory, all at once. Undefined: all of them are. */
  load(accounts: Iterable<string>): Promise<void> | undefined {
    const missing: AccountId[] = [];
    for (const key of accounts) if (!this.#known.has(key)) missing.push(accountId(key));
    return missing.length === 0 ? undefined : this.#read(missing);
  }

  /** Of a person that was loaded; undefined for accounts that are not there. */
  card(account: string): PersonCard | undefined {
    return this.#known.get(account)?.card;
  }

  /** The card as JSON text, without its closing brace. */
  text(account: string): string | undefined {
    return this.#known.get(account)?.text;
  }

  async #read(missing: readonly AccountId[]): Promise<void> {
    for (;;) {
      const before = this.#changes;
      const cards = await readCards(this.#db, missing);
      // Somebody changed a profile meanwhile: what was read may be the old one.
      if (before !== this.#changes) continue;
      for (const card of cards) this.#keep(card);
      return;
    }
  }

  #keep(card: PersonCard): void {
    const text = JSON.stringify(personCardSchema.encode(card)).slice(0, -1);
    this.#known.set(card.account.reveal(), { card, text });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= most) return;
      this.#known.delete(oldest);
    }
  }
}
