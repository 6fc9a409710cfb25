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

/** What people were told of live rooms: in memory only, gone with the room. */
export class RoomNotices {
  readonly #random: Random;
  readonly #byAccount = new Map<string, HeldNotice[]>();
  /** Whom a room was told to. */
  readonly #byRoom = new Map<string, Set<string>>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** False when that person was told the same of the same room before. */
  add(account: AccountId, notice: RoomNotice, unix: number): boolean {
    const key = account.reveal();
    const mine = this.#byAccount.get(key) ?? [];
    if (mine.some((held) => isSame(held.notice, notice))) return false;
    mine.unshift({ id: newId('notification', this.#random), at: unix, notice, read: false });
    if (mine.length > notificationLimits.roomNotices) mine.pop();
    this.#byAccount.set(key, mine);
    const room = notice.room.reveal();
    const told = this.#byRoom.get(room) ?? new Set();
    this.#byRoom.set(room, told.add(key));
    return true;
  }

  /** Newest first. */
  of(account: AccountId): readonly HeldNotice[] {
    return this.#byAccount.get(account.reveal()) ?? [];
  }

  markRead(account: AccountId): void {
    for (const held of this.of(account)) held.read = true;
  }

  remove(account: AccountId, id: NotificationId): boolean {
    return this.#keep(account.reveal(), (held) => !held.id.equals(id));
  }

  /** Whose lists became shorter. */
  roomEnded(room: RoomHandle): readonly AccountId[] {
    const told = [...(this.#byRoom.get(room.reveal()) ?? [])];
    this.#byRoom.delete(room.reveal());
    return told.filter((key) => this.#keep(key, ({ notice }) => !notice.room.equals(room))).map(accountId);
  }

  /** A block between two people: neither is told of the other any more. */
  part(one: AccountId, other: AccountId): void {
    for (const [of, from] of [
      [one, other],
      [other, one],
    ] as const) {
      this.#keep(of.reveal(), ({ notice }) => !('from' in notice && notice.from.equals(from)));
    }
  }

  forget(account: AccountId): void {
    this.#byAccount.delete(account.reveal());
    for (const key of this.#byAccount.keys()) {
      this.#keep(key, ({ notice }) => !('from' in notice && notice.from.equals(account)));
    }
  }

  #keep(key: string, keeps: (held: HeldNotice) => boolean): boolean {
    const mine = this.#byAccount.get(key);
    if (!mine) return false;
    const left = mine.filter(keeps);
    if (left.length === 0) this.#byAccount.delete(key);
    else this.#byAccount.set(key, left);
    return left.length < mine.length;
  }
}

function isSame(one: RoomNotice, other: RoomNotice): boolean {
  if (one.kind !== other.kind || !one.room.equals(other.room)) return false;
  return !('from' in one && 'from' in other) || one.from.equals(other.from);
}
