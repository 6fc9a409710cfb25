import { type BellFacts, notice as decide, levelFor } from '@stoa/core/bells';
import type { RoomHandle } from '@stoa/protocol';
import type { AccountId } from '@stoa/protocol/social';
import type { House } from '../feature.ts';
import { idOf, uuidOf } from '../store/ids.ts';
import { rowOf } from './kept.ts';
import { isRoomNotice, type Notice } from './notice.ts';
import * as queries from './queries.ts';
import type { RoomNotices } from './room-notices.ts';

const chunk = 1_000;
/** Bells ring for so many of somebody's followers, the newest: beyond that it is no circle of friends. */
const followersAtMost = 20_000;
const hourMs = 3_600_000;
/** Long enough for "once a day" in any zone. */
const rememberMs = 48 * hourMs;
const ttlSeconds = 12 * 3_600;
const deliveriesAtOnce = 8;
/** All that goes over the wire. */
export const pushPayload = '{"t":"new"}';

/**
 * Tells people things: decides for each by its settings, keeps what is kept, rings devices. When somebody was last told
 * of whom is in memory only.
 */
export class Bellman {
  readonly #house: House;
  readonly #rooms: RoomNotices;
  readonly #changed: (accounts: readonly AccountId[]) => Promise<void>;
  readonly #rang = new Map<string, number>();
  readonly #told = new Map<string, Map<string, number>>();

  /** `changed` is given those whose lists have something new. */
  constructor(house: House, rooms: RoomNotices, changed: (accounts: readonly AccountId[]) => Promise<void>) {
    this.#house = house;
    this.#rooms = rooms;
    this.#changed = changed;
  }

  async tell(to: readonly AccountId[], notice: Notice): Promise<void> {
    const { db, clock } = this.#house;
    const actor = 'from' in notice ? uuidOf(notice.from) : null;
    const occasion = { type: notice.kind === 'eventReminder' ? 'reminder' : 'personal' } as const;
    const all = [...new Set(to.map(uuidOf))].filter((account) => account !== actor);
    for (let i = 0; i < all.length; i += chunk) {
      const unix = clock.unix();
      const listed: { account: string; rings: boolean }[] = [];
      for (const { account, settings, shut } of await queries.recipients(
        db,
        all.slice(i, i + chunk),
        actor,
      )) {
        const verdict = this.#decide(account, { settings, occasion, shut, unix });
        if (verdict.listed) listed.push({ account, rings: verdict.rings });
      }
      const accounts = listed.map(({ account }) => account);
      const news = new Set(
        isRoomNotice(notice)
          ? accounts.filter((account) => this.#rooms.add(idOf('account', account), notice, unix))
          : await queries.keep(db, accounts, rowOf(notice), new Date(unix - (unix % hourMs))),
      );
      await this.#announce(listed.filter(({ account }) => news.has(account)));
    }
  }

  /** Rings, as for any notice, without one. */
  async ring(to: AccountId, from: AccountId): Promise<void> {
    const { db, clock } = this.#house;
    const unix = clock.unix();
    const occasion = { type: 'personal' } as const;
    for (const { account, settings, shut } of await queries.recipients(db, [uuidOf(to)], uuidOf(from))) {
      if (this.#decide(account, { settings, occasion, shut, unix }).rings) await this.#push([account]);
    }
  }

  /** Bells of those who follow somebody that came on stage. */
  async onStage(who: AccountId, room: RoomHandle, mayKnow: (follower: AccountId) => boolean): Promise<void> {
    const { db, clock } = this.#house;
    const actor = uuidOf(who);
    let before: number | undefined;
    for (let seen = 0; seen < followersAtMost; seen += chunk) {
      const followers = await queries.followersToTell(db, actor, before, chunk);
      before = followers.at(-1)?.n;
      const unix = clock.unix();
      const listed: { account: string; rings: boolean }[] = [];
      for (const { account, settings, shut, level } of followers) {
        const follower = idOf('account', account);
        const told = this.#told.get(account);
        const occasion = {
          type: 'onStage',
          level: levelFor(level, true),
          lastTold: told?.get(actor),
        } as const;
        const verdict = this.#decide(account, { settings, occasion, shut, unix });
        if (!verdict.listed || !mayKnow(follower)) continue;
        if (!this.#rooms.add(follower, { kind: 'onStage', from: who, room }, unix)) continue;
        this.#told.set(account, (told ?? new Map()).set(actor, unix));
        listed.push({ account, rings: verdict.rings });
      }
      await this.#announce(listed);
      if (followers.length < chunk) return;
    }
  }

  /** Drops what changes no decision any more. */
  sweep(): void {
    const unix = this.#house.clock.unix();
    for (const [account, at] of this.#rang) if (unix - at > hourMs) this.#rang.delete(account);
    for (const [account, told] of this.#told) {
      for (const [who, at] of told) if (unix - at > rememberMs) told.delete(who);
      if (told.size === 0) this.#told.delete(account);
    }
  }

  #decide(account: string, facts: Omit<BellFacts, 'lastRing'>) {
    return decide({ ...facts, lastRing: this.#rang.get(account) });
  }

  async #announce(listed: readonly { readonly account: string; readonly rings: boolean }[]): Promise<void> {
    if (listed.length === 0) return;
    const ringing = listed.filter(({ rings }) => rings).map(({ account }) => account);
    await this.#changed(listed.map(({ account }) => idOf('account', account)));
    await this.#push(ringing);
  }

  async #push(accounts: readonly string[]): Promise<void> {
    const unix = this.#house.clock.unix();
    const devices = await queries.subscriptionsOf(this.#house.db, accounts);
    for (const { account } of devices) this.#rang.set(account, unix);
    const waiting = [...devices];
    const deliver = async (): Promise<void> => {
      for (let device = waiting.pop(); device; device = waiting.pop()) {
        const { endpoint, p256dh, auth } = device;
        const outcome = await this.#house.push({ endpoint, p256dh, auth, payload: pushPayload, ttlSeconds });
        if (outcome === 'gone') await queries.dropEndpoint(this.#house.db, endpoint);
        if (outcome === 'failed') this.#house.log({ event: 'pushFailed' });
      }
    };
    await Promise.all(Array.from({ length: deliveriesAtOnce }, deliver));
  }
}
