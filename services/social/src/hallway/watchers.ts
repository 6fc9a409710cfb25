import { type Found, IdIndex, type IdList, idFromText, wordsPerId } from '@stoa/core/hallway';
import { type AccountId, hallwayLimits, type Taste } from '@stoa/protocol/social';
import type { LivePage } from '../live/live.ts';
import { cardTexts } from '../rooms/cards.ts';
import type { Hall } from '../rooms/hall.ts';
import type { LiveRoom } from '../rooms/live-room.ts';
import type { RoomChange } from '../rooms/live-rooms.ts';
import type { Ties } from '../rooms/queries.ts';
import { viewerOf } from './viewer.ts';

type Watch = {
  readonly number: number;
  readonly page: LivePage;
  taste: Taste;
  /** As the indexes hold them; undefined until they were read. */
  ties: Ties | undefined;
  /** What was last sent: rooms in order, each with what its card was made from. */
  sent: ReadonlyMap<LiveRoom, string>;
  sentAt: number;
  /** Whether the page has had its first frame. */
  told: boolean;
  busy: boolean;
};

/** Milliseconds of work in each gathering: what is left waits for the next one, so that calls are answered meanwhile. */
const workMs = 40;
/** A change that only moves a number may wait so long. */
const laterMs = 1_000;
/** Everything is looked at anew at the latest then: rooms of strangers, youth that is over. */
const refreshMs = 10_000;

/**
 * Pages that watch the hallway. A change wakes the pages it is about, found by whom they follow; what happens to one page
 * within a moment goes in one frame.
 */
export class Watchers {
  readonly #hall: Hall;
  readonly #pages = new Map<LivePage, Watch>();
  readonly #watches: (Watch | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #byFriend = new IdIndex();
  readonly #byClub = new IdIndex();
  readonly #bySelf = new IdIndex();
  readonly #showing = new Map<LiveRoom, Set<Watch>>();
  readonly #soon = new Set<Watch>();
  readonly #later = new Set<Watch>();
  #cancelTick: (() => void) | undefined;
  #cancelRefresh: () => void = () => {};

  constructor(hall: Hall) {
    this.#hall = hall;
    hall.rooms.onChange((change) => this.#changed(change));
    hall.ties.onChange((account) => this.#tiesChanged(account));
    this.#armRefresh();
  }

  get size(): number {
    return this.#pages.size;
  }

  watch(page: LivePage, taste: Taste): void {
    const known = this.#pages.get(page);
    if (known) {
      known.taste = taste;
      this.#wake(known, this.#soon);
      return;
    }
    const number = this.#free.pop() ?? this.#watches.length;
    const watch: Watch = {
      number,
      page,
      taste,
      ties: undefined,
      sent: new Map(),
      sentAt: Number.NEGATIVE_INFINITY,
      told: false,
      busy: false,
    };
    this.#watches[number] = watch;
    this.#pages.set(page, watch);
    this.#bySelf.add(idFromText(page.account.reveal()), 0, number);
    this.#wake(watch, this.#soon);
  }

  leave(page: LivePage): void {
    const watch = this.#pages.get(page);
    if (!watch) return;
    this.#pages.delete(page);
    this.#bySelf.remove(idFromText(page.account.reveal()), 0, watch.number);
    this.#index(watch, undefined);
    this.#show(watch, new Map());
    this.#soon.delete(watch);
    this.#later.delete(watch);
    this.#watches[watch.number] = undefined;
    this.#free.push(watch.number);
  }

  stop(): void {
    this.#cancelTick?.();
    this.#cancelRefresh();
  }

  #changed(change: RoomChange): void {
    const { what, room } = change;
    const showing = this.#showing.get(room);
    if (showing) for (const watch of showing) this.#wake(watch, what === 'size' ? this.#later : this.#soon);
    if (room.slot === undefined) return;
    switch (what) {
      case 'stage':
      case 'audience':
        this.#wakeAll(this.#byFriend, idFromText(change.account.reveal()));
        return;
      case 'invited':
        this.#wakeAll(this.#bySelf, idFromText(change.account.reveal()));
        return;
      case 'reach':
        this.#wakeReached(change.account);
        return;
      case 'listed':
        for (const { account } of room.seats.values()) {
          this.#wakeAll(this.#byFriend, idFromText(account.reveal()));
        }
        if (room.words.club) this.#wakeAll(this.#byClub, idFromText(room.words.club.club.reveal()));
        return;
      case 'opened':
      case 'words':
      case 'size':
      case 'ended':
        return;
    }
  }

  /** A social room opened to the people whom this person follows. */
  #wakeReached(account: AccountId): void {
    void Promise.resolve(this.#hall.ties.of(account)).then(
      ({ follows }) => this.#wakeAll(this.#bySelf, follows),
      () => undefined,
    );
  }

  #wakeAll(index: IdIndex, ids: IdList): void {
    for (let at = 0; at < ids.length; at += wordsPerId) {
      for (let link = index.first(ids, at); link >= 0; link = index.next(link)) {
        const watch = this.#watches[index.value(link)];
        if (watch) this.#wake(watch, this.#soon);
      }
    }
  }

  #tiesChanged(account: AccountId): void {
    const id = idFromText(account.reveal());
    for (let link = this.#bySelf.first(id, 0); link >= 0; link = this.#bySelf.next(link)) {
      const watch = this.#watches[this.#bySelf.value(link)];
      if (!watch) continue;
      this.#index(watch, undefined);
      this.#wake(watch, this.#soon);
    }
  }

  #wake(watch: Watch, into: Set<Watch>): void {
    into.add(watch);
    this.#cancelTick ??= this.#hall.clock.after(hallwayLimits.gatherMs, () => this.#tick());
  }

  #tick(): void {
    const { clock } = this.#hall;
    const now = clock.now();
    this.#cancelTick = undefined;
    for (const waiting of [this.#soon, this.#later]) {
      for (const watch of waiting) {
        if (clock.now() - now > workMs) break;
        if (watch.busy || now - watch.sentAt < (waiting === this.#later ? laterMs : 0)) continue;
        this.#soon.delete(watch);
        this.#later.delete(watch);
        this.#send(watch, now);
      }
    }
    if (this.#soon.size + this.#later.size > 0) {
      this.#cancelTick = clock.after(hallwayLimits.gatherMs, () => this.#tick());
    }
  }

  #send(watch: Watch, now: number): void {
    watch.busy = true;
    // Whoever was looked at last stands last, so that the refresh finds the longest waiting first.
    this.#pages.delete(watch.page);
    this.#pages.set(watch.page, watch);
    watch.sentAt = now;
    this.#frame(watch).then(
      () => {
        watch.busy = false;
      },
      () => {
        // The database could not be asked: once more in a while.
        watch.busy = false;
        if (this.#pages.has(watch.page)) this.#wake(watch, this.#later);
      },
    );
  }

  async #frame(watch: Watch): Promise<void> {
    const hall = this.#hall;
    const { account } = watch.page;
    const ties = watch.ties ?? (await hall.ties.of(account));
    if (!this.#pages.has(watch.page)) return;
    if (!watch.ties) this.#index(watch, ties);
    hall.rooms.hallway.advance(hall.clock.now());
    const viewer = viewerOf(account, ties, watch.taste);
    const seen = hall.rooms.hallway.feed(viewer, hallwayLimits.watched).flatMap((found) => {
      const room = hall.rooms.inSlot(found.slot);
      return room ? [{ room, found }] : [];
    });
    const marks = new Map(seen.map(({ room, found }) => [room, markOf(room, found)]));
    const before = watch.sent;
    const same =
      marks.size === before.size && [...marks.keys()].every((room, i) => [...before.keys()][i] === room);
    const changed = seen.filter(({ room }) => before.get(room) !== marks.get(room));
    this.#show(watch, marks);
    if (watch.told && same && changed.length === 0) return;
    watch.told = true;
    const rooms = await cardTexts(changed, { account, ties }, hall.faces);
    const order = seen.flatMap(({ room }) => (room.state === 'live' ? [room.handle.reveal()] : []));
    watch.page.sendText(`{"t":"hallway","order":${JSON.stringify(order)},"rooms":[${rooms.join()}]}`);
  }

  #index(watch: Watch, ties: Ties | undefined): void {
    for (const [index, before, after] of [
      [this.#byFriend, watch.ties?.follows, ties?.follows],
      [this.#byClub, watch.ties?.clubs, ties?.clubs],
    ] as const) {
      each(before, (ids, at) => index.remove(ids, at, watch.number));
      each(after, (ids, at) => index.add(ids, at, watch.number));
    }
    watch.ties = ties;
  }

  #show(watch: Watch, marks: ReadonlyMap<LiveRoom, string>): void {
    for (const room of watch.sent.keys()) {
      if (marks.has(room)) continue;
      const watches = this.#showing.get(room);
      watches?.delete(watch);
      if (watches?.size === 0) this.#showing.delete(room);
    }
    for (const room of marks.keys()) {
      const watches = this.#showing.get(room);
      if (watches) watches.add(watch);
      else this.#showing.set(room, new Set([watch]));
    }
    watch.sent = marks;
  }

  #armRefresh(): void {
    const { clock } = this.#hall;
    this.#cancelRefresh = clock.after(laterMs, () => {
      for (const watch of this.#pages.values()) {
        if (clock.now() - watch.sentAt < refreshMs) break;
        this.#wake(watch, this.#later);
      }
      this.#armRefresh();
    });
  }
}

/** Equal marks: the same card. */
const markOf = (room: LiveRoom, found: Found): string =>
  [room.version, found.friendsOnStage, found.friendsInAudience, found.ownClub, found.invited].join();

function each(ids: IdList | undefined, visit: (ids: IdList, at: number) => void): void {
  if (ids) for (let at = 0; at < ids.length; at += wordsPerId) visit(ids, at);
}
