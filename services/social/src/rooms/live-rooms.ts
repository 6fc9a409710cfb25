import { roomCaps, seatToEnd } from '@stoa/core/entry';
import { choice, Hallway, idFromText, type RoomFacts } from '@stoa/core/hallway';
import type { LinkFragment, RoomHandle, Subject } from '@stoa/protocol';
import { type AccountId, languages, topics } from '@stoa/protocol/social';
import type { News } from '../news.ts';
import type { Clock, VoiceNews, VoicePlane } from '../ports.ts';
import {
  type LiveRoom,
  onStage,
  peopleIn,
  type RoomWords,
  type SealedLink,
  type Seat,
  stageOf,
} from './live-room.ts';
import type { TiesKept } from './ties-kept.ts';

/** What has changed, for those who show rooms. */
export type RoomChange =
  | { readonly what: 'opened' | 'listed' | 'words' | 'size' | 'ended'; readonly room: LiveRoom }
  | {
      readonly what: 'stage' | 'audience' | 'invited' | 'reach';
      readonly room: LiveRoom;
      readonly account: AccountId;
    };

export type LiveRoomsPorts = {
  readonly voice: VoicePlane;
  readonly clock: Clock;
  readonly news: News;
  readonly ties: TiesKept;
  pseudonym(account: AccountId, room: RoomHandle): Subject;
  /** Who may know of the room, as things are now. */
  mayKnow(room: LiveRoom): Promise<(account: AccountId) => boolean>;
};

/** A handle that nobody opened by then is given up. */
const waitingMs = 120_000;
const minuteMs = 60_000;

/** All rooms of the app that live now, and who is in them: in memory only, gone with the room. */
export class LiveRooms {
  readonly hallway = new Hallway();
  readonly #ports: LiveRoomsPorts;
  readonly #rooms = new Map<string, LiveRoom>();
  readonly #inSlot: (LiveRoom | undefined)[] = [];
  /** By account: the rooms for which it was given a token, and those that it opened. */
  readonly #roomsOf: RoomsOf = new Map();
  readonly #invitations: RoomsOf = new Map();
  readonly #openings = new Map<string, number[]>();
  readonly #banned = new Set<string>();
  readonly #listeners: ((change: RoomChange) => void)[] = [];

  constructor(ports: LiveRoomsPorts) {
    this.#ports = ports;
    ports.voice.watch((news) => this.#heard(news));
    ports.ties.onChange((account) => this.#tiesChanged(account));
    ports.news.listen((item) => {
      if (item.kind === 'blocked') this.#blocked(item.by, item.of);
      if (item.kind === 'banned' || item.kind === 'accountGone') this.#banish(item.account);
      if (item.kind === 'profileChanged') this.#renamed(item.account);
      if (item.kind === 'unbanned') this.#banned.delete(item.account.reveal());
      if (item.kind === 'roomReported' || item.kind === 'roomReviewed') {
        this.#report(item.room, item.kind === 'roomReported');
      }
    });
  }

  onChange(listener: (change: RoomChange) => void): void {
    this.#listeners.push(listener);
  }

  /** A room that has not ended. */
  find(handle: RoomHandle): LiveRoom | undefined {
    return this.#rooms.get(handle.reveal());
  }

  inSlot(slot: number): LiveRoom | undefined {
    return this.#inSlot[slot];
  }

  all(): Iterable<LiveRoom> {
    return this.#rooms.values();
  }

  /** Rooms in which the account has a seat. */
  seatsOf(account: AccountId): { readonly room: LiveRoom; readonly seat: Seat }[] {
    return roomsIn(this.#roomsOf, account).flatMap((room) => {
      const seat = room.seats.get(account.reveal());
      return seat ? [{ room, seat }] : [];
    });
  }

  /** Rooms to which somebody asked the account. */
  invitationsOf(account: AccountId): Iterable<LiveRoom> {
    return roomsIn(this.#invitations, account);
  }

  isBanned(account: AccountId): boolean {
    return this.#banned.has(account.reveal());
  }

  /** When the account opened rooms, on the clock that goes forward. */
  openingsOf(account: AccountId): readonly number[] {
    return this.#openings.get(account.reveal()) ?? [];
  }

  create(handle: RoomHandle, opener: AccountId, words: RoomWords): LiveRoom {
    const room: LiveRoom = {
      handle,
      opener,
      words,
      state: 'waiting',
      keyHash: undefined,
      openedAt: 0,
      slot: undefined,
      seats: new Map(),
      stage: new Map(),
      guests: new Set(),
      people: new Map(),
      invited: new Map(),
      barred: new Set(),
      reported: false,
      version: 0,
      written: undefined,
    };
    this.#rooms.set(handle.reveal(), room);
    this.admit(room, opener);
    this.#noteOpening(opener);
    this.#ports.clock.after(waitingMs, () => {
      if (room.state === 'waiting') this.#end(room);
    });
    return room;
  }

  /** The pseudonym under which the voice plane will know this person; from now on seats of it are this person's. */
  admit(room: LiveRoom, account: AccountId): Subject {
    const subject = this.#ports.pseudonym(account, room.handle);
    room.people.set(subject.reveal(), account);
    addTo(this.#roomsOf, account.reveal(), room);
    return subject;
  }

  announce(room: LiveRoom, keyHash: LinkFragment): void {
    room.keyHash = keyHash;
    this.#list(room);
  }

  edit(room: LiveRoom, words: RoomWords): void {
    room.words = words;
    if (room.slot !== undefined) {
      this.hallway.change(room.slot, factsOf(room));
      for (const { account } of stageOf(room)) this.#reach(room, account);
    }
    this.#tell(room, { what: 'words', room });
  }

  invite(room: LiveRoom, account: AccountId, links: readonly SealedLink[]): void {
    room.invited.set(account.reveal(), links);
    addTo(this.#invitations, account.reveal(), room);
    if (room.slot !== undefined) this.hallway.invite(room.slot, account.reveal());
    this.#tell(room, { what: 'invited', room, account });
  }

  end(room: LiveRoom): void {
    this.#ports.voice.end(room.handle);
    this.#end(room);
  }

  #heard(news: VoiceNews): void {
    const room = this.find(news.room);
    if (!room) return;
    if (news.kind === 'act') return;
    if (news.kind === 'ended') this.#end(room);
    else if (news.kind === 'opened') {
      room.state = 'live';
      room.openedAt = Math.floor(this.#ports.clock.unix() / minuteMs) * minuteMs;
      this.#tell(room, { what: 'opened', room });
      this.#list(room);
    } else {
      const account = room.people.get(news.subject.reveal());
      if (account) this.#seat(room, account, news.subject, news.role);
      else this.#guest(room, news.subject, news.role !== 'gone');
    }
  }

  #guest(room: LiveRoom, subject: Subject, here: boolean): void {
    if (here) room.guests.add(subject.reveal());
    else room.guests.delete(subject.reveal());
    this.#resize(room);
  }

  #seat(room: LiveRoom, account: AccountId, subject: Subject, role: Seat['role'] | 'gone'): void {
    const key = account.reveal();
    const before = room.seats.get(key);
    if (role !== 'gone' && (room.barred.has(key) || this.#banned.has(key))) {
      this.#ports.voice.expel(room.handle, subject);
      return;
    }
    const wasOnStage = before !== undefined && onStage(before);
    const isOnStage = role !== 'gone' && role !== 'listener';
    // Another place in the order for another part of the room; a speaker who becomes a moderator keeps its own.
    if (before && (role === 'gone' || wasOnStage !== isOnStage)) room.seats.delete(key);
    const seat = role === 'gone' ? undefined : { account, role };
    if (seat) room.seats.set(key, seat);
    if (seat && isOnStage) room.stage.set(key, seat);
    else room.stage.delete(key);
    if (room.slot !== undefined) this.hallway.seat(room.slot, key, placeOf(role));
    if (isOnStage && !wasOnStage) this.#cameOnStage(room, account);
    if (role === 'listener' && !before) this.#keepToCap(room, account, subject);
    this.#resize(room);
    const what = wasOnStage || isOnStage ? 'stage' : 'audience';
    this.#tell(room, { what, room, account });
  }

  #cameOnStage(room: LiveRoom, account: AccountId): void {
    this.#reach(room, account);
    const stages = this.seatsOf(account).flatMap(({ room, seat }) => (onStage(seat) ? [room] : []));
    const left = seatToEnd(stages, room);
    if (left) this.#ports.voice.dismiss(left.handle, this.#ports.pseudonym(account, left.handle));
    this.#ring(room, account);
  }

  /** Tokens for many rooms may be out at once; seats may not. */
  #keepToCap(room: LiveRoom, account: AccountId, subject: Subject): void {
    const listening = this.seatsOf(account).filter(({ seat }) => seat.role === 'listener');
    if (listening.length > roomCaps.listening) this.#ports.voice.dismiss(room.handle, subject);
  }

  /** From now on it may be found, with everybody who is there already. */
  #list(room: LiveRoom): void {
    if (room.slot !== undefined || room.state !== 'live') return;
    if (room.words.kind !== 'closed' && !room.keyHash) return;
    const slot = this.hallway.open(factsOf(room), this.#ports.clock.now());
    room.slot = slot;
    this.#inSlot[slot] = room;
    this.hallway.report(slot, room.reported);
    for (const who of room.invited.keys()) this.hallway.invite(slot, who);
    for (const who of room.barred) this.hallway.shutOut(slot, who);
    for (const [key, { account, role }] of room.seats) {
      this.hallway.seat(slot, key, placeOf(role));
      if (role === 'listener') continue;
      this.#reach(room, account);
      this.#ring(room, account);
    }
    this.hallway.resize(slot, peopleIn(room));
    this.#tell(room, { what: 'listed', room });
  }

  #resize(room: LiveRoom): void {
    if (room.slot !== undefined) this.hallway.resize(room.slot, peopleIn(room));
    this.#tell(room, { what: 'size', room });
  }

  /** Bells of those who follow the person, and may know of the room, may ring. */
  #ring(room: LiveRoom, account: AccountId): void {
    if (room.slot === undefined) return;
    void this.#ports.mayKnow(room).then(
      (mayKnow) => {
        const seat = room.seats.get(account.reveal());
        if (room.slot === undefined || room.reported || !seat || !onStage(seat)) return;
        this.#ports.news.tell({ kind: 'onStage', who: account, room: room.handle, mayKnow });
      },
      // No bell rings when the database cannot be asked; the hallway shows the room all the same.
      () => undefined,
    );
  }

  /** Social rooms are found by people whom somebody on stage follows. */
  #reach(room: LiveRoom, account: AccountId): void {
    if (room.words.kind !== 'social') return;
    void Promise.resolve(this.#ports.ties.of(account)).then(
      ({ follows }) => {
        if (room.slot !== undefined) this.hallway.reaches(room.slot, account.reveal(), follows);
        this.#tell(room, { what: 'reach', room, account });
      },
      // Nobody more finds the room then; the next change of the stage asks again.
      () => undefined,
    );
  }

  #renamed(account: AccountId): void {
    for (const { room } of this.seatsOf(account)) this.#tell(room, { what: 'words', room });
  }

  #tiesChanged(account: AccountId): void {
    for (const { room, seat } of this.seatsOf(account)) if (onStage(seat)) this.#reach(room, account);
  }

  /** Who is blocked by somebody on stage leaves the audience; a place on stage is the moderators' to take away. */
  #blocked(by: AccountId, of: AccountId): void {
    for (const { room, seat } of this.seatsOf(of)) {
      const blocker = room.seats.get(by.reveal());
      if (seat.role === 'listener' && blocker && onStage(blocker)) this.#putOut(room, of);
    }
  }

  #banish(account: AccountId): void {
    this.#banned.add(account.reveal());
    for (const room of roomsIn(this.#roomsOf, account)) this.#putOut(room, account);
  }

  #putOut(room: LiveRoom, account: AccountId): void {
    room.barred.add(account.reveal());
    if (room.slot !== undefined) this.hallway.shutOut(room.slot, account.reveal());
    this.#expel(room, account);
  }

  #expel(room: LiveRoom, account: AccountId): void {
    this.#ports.voice.expel(room.handle, this.#ports.pseudonym(account, room.handle));
  }

  #report(handle: RoomHandle, reported: boolean): void {
    const room = this.find(handle);
    if (!room) return;
    room.reported = reported;
    if (room.slot !== undefined) this.hallway.report(room.slot, reported);
    this.#tell(room, { what: 'listed', room });
  }

  #noteOpening(opener: AccountId): void {
    const now = this.#ports.clock.now();
    const recent = this.openingsOf(opener).filter((at) => now - at < roomCaps.creationWindowMs);
    this.#openings.set(opener.reveal(), [...recent, now]);
    // Whoever opens a room sweeps what is over for everybody: the map stays as small as a day's openings.
    if (this.#openings.size % 256 !== 0) return;
    for (const [key, times] of this.#openings) {
      if (now - (times.at(-1) ?? 0) >= roomCaps.creationWindowMs) this.#openings.delete(key);
    }
  }

  #end(room: LiveRoom): void {
    if (room.state === 'ended') return;
    room.state = 'ended';
    this.#rooms.delete(room.handle.reveal());
    if (room.slot !== undefined) {
      this.hallway.close(room.slot);
      this.#inSlot[room.slot] = undefined;
    }
    for (const account of room.people.values()) takeFrom(this.#roomsOf, account.reveal(), room);
    for (const key of room.invited.keys()) takeFrom(this.#invitations, key, room);
    this.#tell(room, { what: 'ended', room });
    this.#ports.news.tell({ kind: 'roomEnded', room: room.handle });
    room.slot = undefined;
    room.written = undefined;
    for (const held of [room.seats, room.stage, room.guests, room.people, room.invited, room.barred])
      held.clear();
  }

  #tell(room: LiveRoom, change: RoomChange): void {
    room.version += 1;
    for (const listener of this.#listeners) listener(change);
  }
}

const placeOf = (role: Seat['role'] | 'gone') =>
  role === 'gone' ? 'gone' : role === 'listener' ? 'audience' : 'stage';

/** Nearly everybody is in one room: a set for each person would be most of what there is to remember of people. */
type RoomsOf = Map<string, LiveRoom | Set<LiveRoom>>;

function roomsIn(map: RoomsOf, account: AccountId): LiveRoom[] {
  const held = map.get(account.reveal());
  if (!held) return [];
  return held instanceof Set ? [...held] : [held];
}

function addTo(map: RoomsOf, key: string, room: LiveRoom): void {
  const held = map.get(key);
  if (held instanceof Set) held.add(room);
  else if (!held) map.set(key, room);
  else if (held !== room) map.set(key, new Set([held, room]));
}

function takeFrom(map: RoomsOf, key: string, room: LiveRoom): void {
  const held = map.get(key);
  if (held === room) map.delete(key);
  if (!(held instanceof Set)) return;
  held.delete(room);
  if (held.size === 0) map.delete(key);
}

function factsOf({ words }: LiveRoom): RoomFacts {
  return {
    kind: words.kind,
    guests: words.guests,
    club: words.club ? idFromText(words.club.club.reveal()) : undefined,
    topics: choice(words.topics.map((topic) => topics.indexOf(topic))),
    languages: choice(words.languages.map((language) => languages.indexOf(language))),
  };
}
