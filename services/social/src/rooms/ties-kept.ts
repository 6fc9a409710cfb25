import { type AccountId, accountId } from '@stoa/protocol/social';
import type { News } from '../news.ts';
import type { Database } from '../ports.ts';
import { Kept } from './kept.ts';
import { readTies, type Ties } from './queries.ts';

/** Bytes of lists that are kept in memory: four million follows. */
const mostBytes = 64 * 1_048_576;
const bytesAnEntry = 400;

export type TiesKept = {
  of(account: AccountId): Ties | Promise<Ties>;
  /** Somebody's ties changed; they are read anew when asked for. */
  onChange(listener: (account: AccountId) => void): void;
};

/** Ties of people who are about, fresh as soon as a change has been stored. */
export function keepTies(db: Database, news: News): TiesKept {
  const kept = new Kept<Ties>({
    read: (key) => readTies(db, accountId(key)),
    weigh: ({ follows, blocked, clubs }) =>
      bytesAnEntry + follows.byteLength + blocked.byteLength + clubs.byteLength,
    most: mostBytes,
  });
  const listeners: ((account: AccountId) => void)[] = [];
  const changed = (account: AccountId) => {
    kept.forget(account.reveal());
    for (const listener of listeners) listener(account);
  };
  news.listen((item) => {
    switch (item.kind) {
      case 'followed':
      case 'unfollowed':
        changed(item.by);
        return;
      case 'blocked':
      case 'unblocked':
        changed(item.by);
        changed(item.of);
        return;
      case 'clubChanged':
      case 'accountGone':
        changed(item.account);
        return;
    }
  });
  return {
    of: (account) => kept.get(account.reveal()),
    onChange: (listener) => void listeners.push(listener),
  };
}
