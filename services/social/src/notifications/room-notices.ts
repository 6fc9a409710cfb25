import type { RoomHandle } from '@stoa/protocol';
import { type AccountId, accountId, type NotificationId, notificationLimits } from '@stoa/protocol/social';
import type { Random } from '../ports.ts';
import { newId } from '../store/ids.ts';
import type { RoomNotice } from './notice.ts';

export type HeldNotice = {
  readonly id: NotificationId;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly notice: RoomNotice;
  read: boolean;
};

/** Told to thousands at once, and kept once. */
type Telling = Pick<HeldNotice, 'id' | 'at' | 'notice'>;
type Told = {
  readonly account: string;
  /** Newest first. */
  tellings: Telling[];
  /** So many of the newest are. */
  unread: number;
};
type About = { readonly told: Set<Told>; readonly tellings: Telling[] };

/** What people were told of live rooms: in memory only, gone with the room. */
export class RoomNotices {
  readonly #random: Random;
  readonly #byAccount = new Map<string, Told>();
  readonly #byRoom = new Map<string, About>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** False when that person was told the same of the same room before. */
  add(account: AccountId, notice: RoomNotice, unix: number): boolean {
    const key = account.reveal();
    const mine = this.#byAccount.get(key) ?? { account: key, tellings: [], unread: 0 };
    if (mine.tellings.some((held) => isSame(held.notice, notice))) return false;
    const about = this.#about(notice.room);
    mine.tellings.unshift(this.#telling(about, notice, unix));
    if (mine.tellings.length > notificationLimits.roomNotices) mine.tellings.pop();
    mine.unread = Math.min(mine.unread + 1, mine.tellings.length);
    this.#byAccount.set(key, mine);
    about.told.add(mine);
    return true;
  }

  /** Newest first. */
  of(account: AccountId): readonly HeldNotice[] {
    const mine = this.#byAccount.get(account.reveal());
    return mine?.tellings.map((telling, i) => ({ ...telling, read: i >= mine.unread })) ?? [];
  }

  markRead(account: AccountId): void {
    const mine = this.#byAccount.get(account.reveal());
    if (mine) mine.unread = 0;
  }

  remove(account: AccountId, id: NotificationId): boolean {
    return this.#keep(this.#byAccount.get(account.reveal()), (held) => !held.id.equals(id));
  }

  /** Whose lists became shorter. */
  roomEnded(room: RoomHandle): readonly AccountId[] {
    const told = [...(this.#byRoom.get(room.reveal())?.told ?? [])];
    this.#byRoom.delete(room.reveal());
    const shorter = told.filter((mine) => this.#keep(mine, ({ notice }) => !notice.room.equals(room)));
    return shorter.map(({ account }) => accountId(account));
  }

  /** A block between two people: neither is told of the other any more. */
  part(one: AccountId, other: AccountId): void {
    for (const [of, from] of [
      [one, other],
      [other, one],
    ] as const) {
      const mine = this.#byAccount.get(of.reveal());
      this.#keep(mine, ({ notice }) => !('from' in notice && notice.from.equals(from)));
    }
  }

  forget(account: AccountId): void {
    this.#byAccount.delete(account.reveal());
    for (const mine of this.#byAccount.values()) {
      this.#keep(mine, ({ notice }) => !('from' in notice && notice.from.equals(account)));
    }
  }

  #about(room: RoomHandle): About {
    const about = this.#byRoom.get(room.reveal()) ?? { told: new Set(), tellings: [] };
    this.#byRoom.set(room.reveal(), about);
    return about;
  }

  #telling({ tellings }: About, notice: RoomNotice, unix: number): Telling {
    // The newest are looked at first: they are what is being told just now.
    const known = tellings.findLast(({ at, notice: told }) => at === unix && isSame(told, notice));
    if (known) return known;
    const telling = { id: newId('notification', this.#random), at: unix, notice };
    tellings.push(telling);
    return telling;
  }

  #keep(mine: Told | undefined, keeps: (held: Telling) => boolean): boolean {
    // A list that was given up may still be known to a room.
    if (!mine || this.#byAccount.get(mine.account) !== mine) return false;
    const before = mine.tellings.length;
    mine.unread = mine.tellings.slice(0, mine.unread).filter(keeps).length;
    mine.tellings = mine.tellings.filter(keeps);
    if (mine.tellings.length === 0) this.#byAccount.delete(mine.account);
    return mine.tellings.length < before;
  }
}

function isSame(one: RoomNotice, other: RoomNotice): boolean {
  if (one.kind !== other.kind || !one.room.equals(other.room)) return false;
  return !('from' in one && 'from' in other) || one.from.equals(other.from);
}
