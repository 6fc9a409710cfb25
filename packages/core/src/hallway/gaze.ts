import { Best } from './best.ts';
import type { IdIndex } from './id-index.ts';
import { type IdList, wordsPerId } from './id-list.ts';
import { audiencePoints, points, stagePoints } from './points.ts';
import { type RoomTable, wordsPerTaste } from './room-table.ts';
import { type Found, lowestOf, numbersOf, type RoomKind, type Slot, type Viewer } from './words.ts';

/** What a look reads. */
export type Rooms = {
  readonly table: RoomTable;
  readonly stage: IdIndex;
  readonly audience: IdIndex;
  readonly invited: IdIndex;
  readonly shutOut: IdIndex;
  readonly ofClub: IdIndex;
  readonly reached: IdIndex;
  readonly kindOf: (slot: Slot) => RoomKind;
};

const hidden = 1;
/** This person may find the room though others may not. */
const granted = 2;
const isInvited = 4;
const isOwnClub = 8;
const isFriend = 16;
const friendsNamed = 3;
const always = () => true;
const none = -1;
/** What `open` must be for a room to be found without a right of one's own. */
const enoughFor = (viewer: Viewer): number => (viewer.id.length === 0 ? 3 : 2);
const sharedTopic = (low: number, high: number): number => ((low | high) === 0 ? none : lowestOf(low, high));

/** One person's look at all rooms: first what this person has to do with any of them, then every room's points. */
export class Gaze {
  #marks = new Uint8Array(0);
  #stageFriends = new Uint16Array(0);
  #audienceFriends = new Uint16Array(0);
  #stagePlaces = new Int32Array(0);
  #audiencePlaces = new Int32Array(0);
  /** Slots to be wiped after the look. */
  #touched = new Int32Array(0);
  #touches = 0;

  look(rooms: Rooms, viewer: Viewer, limit: number, skip: number, among?: ReadonlySet<Slot>): Found[] {
    this.#fit(rooms.table.end);
    this.#markAll(rooms.stage, viewer.blocked, hidden);
    this.#markAll(rooms.shutOut, viewer.id, hidden);
    this.#markAll(rooms.stage, viewer.id, granted);
    this.#markAll(rooms.audience, viewer.id, granted);
    this.#markAll(rooms.invited, viewer.id, granted | isInvited);
    this.#markAll(rooms.reached, viewer.id, granted, (slot) => rooms.kindOf(slot) === 'social');
    this.#markAll(rooms.ofClub, viewer.clubs, isOwnClub);
    this.#markAll(rooms.ofClub, viewer.clubs, granted, (slot) => rooms.kindOf(slot) === 'club');
    this.#count(rooms.stage, viewer.follows, this.#stageFriends, this.#stagePlaces);
    this.#count(rooms.audience, viewer.follows, this.#audienceFriends, this.#audiencePlaces);
    const best = new Best(limit + skip);
    this.#walk(rooms.table, viewer, best, among);
    const found = best
      .sorted()
      .slice(skip)
      .map(({ slot, score }) => this.#describe(slot, score));
    this.#wipe();
    return found;
  }

  #walk(table: RoomTable, viewer: Viewer, best: Best, among: ReadonlySet<Slot> | undefined): void {
    const enough = enoughFor(viewer);
    if (among) {
      for (const slot of among) this.#offer(table, slot, viewer, enough, best);
      return;
    }
    // First what this person has to do with, for that is what may stand high without being large or new.
    for (let i = 0; i < this.#touches; i += 1) this.#offer(table, this.#touched[i]!, viewer, enough, best);
    const { topics, languages } = viewer;
    const topicless = tastePoints(languages.low | languages.high, 0, 0);
    const mostTaste = tastePoints(languages.low | languages.high, topics.low, topics.high);
    const ofTopics = numbersOf(topics).map((topic) => ({ topic, ranks: table.ofTopic[topic]! }));
    for (let base = table.ranks.end - 1; base >= 0; base -= 1) {
      // Nothing below can stand among the best any more, however much it is to this person's taste.
      if (base + mostTaste < best.bar) return;
      for (const { topic, ranks } of ofTopics) this.#rank(table, ranks.at(base), base, viewer, best, topic);
      // Far more rooms are of other topics, and those are out of reach far sooner.
      if (base + topicless >= best.bar) this.#rank(table, table.ranks.at(base), base, viewer, best, none);
    }
  }

  /** @param topic the lowest that the rooms to be offered share with the viewer: each room is offered once */
  #rank(
    table: RoomTable,
    rank: readonly Slot[],
    base: number,
    viewer: Viewer,
    best: Best,
    topic: number,
  ): void {
    const { open, born, tastes } = table;
    const { topics } = viewer;
    const enough = enoughFor(viewer);
    const marks = this.#marks;
    let bar = best.bar;
    for (let i = 0; i < rank.length; i += 1) {
      const slot = rank[i]!;
      if (marks[slot] !== 0 || open[slot]! < enough) continue;
      const at = slot * wordsPerTaste;
      if (sharedTopic(tastes[at + 2]! & topics.low, tastes[at + 3]! & topics.high) !== topic) continue;
      const score = base + taste(tastes, slot, viewer);
      if (score < bar) continue;
      best.offer(slot, score, born[slot]!);
      bar = best.bar;
    }
  }

  #offer(table: RoomTable, slot: Slot, viewer: Viewer, enough: number, best: Best): void {
    const mark = this.#marks[slot]!;
    const open = table.open[slot]!;
    if (open === 0 || mark & hidden || (open < enough && !(mark & granted))) return;
    let score = table.base[slot]! + taste(table.tastes, slot, viewer);
    if (mark) {
      if (mark & isInvited) score += points.invited;
      if (mark & isOwnClub) score += points.ownClub;
      score += stagePoints(this.#stageFriends[slot]!) + audiencePoints(this.#audienceFriends[slot]!);
    }
    if (score >= best.bar) best.offer(slot, score, table.born[slot]!);
  }

  #describe(slot: Slot, score: number): Found {
    const mark = this.#marks[slot]!;
    const onStage = this.#stageFriends[slot]!;
    const inAudience = this.#audienceFriends[slot]!;
    const from = slot * friendsNamed;
    const friends = [
      ...this.#stagePlaces.subarray(from, from + Math.min(onStage, friendsNamed)),
      ...this.#audiencePlaces.subarray(from, from + Math.min(inAudience, friendsNamed)),
    ].slice(0, friendsNamed);
    return {
      slot,
      score,
      friendsOnStage: onStage,
      friendsInAudience: inAudience,
      friends,
      ownClub: (mark & isOwnClub) !== 0,
      invited: (mark & isInvited) !== 0,
    };
  }

  #markAll(index: IdIndex, ids: IdList, mark: number, counts: (slot: Slot) => boolean = always): void {
    for (let at = 0; at < ids.length; at += wordsPerId) {
      for (let link = index.first(ids, at); link >= 0; link = index.next(link)) {
        const slot = index.value(link);
        if (counts(slot)) this.#touch(slot, mark);
      }
    }
  }

  /** The walk over the follows: nearly every look finds nothing, so that is what is quick. */
  #count(index: IdIndex, follows: IdList, counts: Uint16Array, places: Int32Array): void {
    for (let at = 0; at < follows.length; at += wordsPerId) {
      for (let link = index.first(follows, at); link >= 0; link = index.next(link)) {
        const slot = index.value(link);
        const count = counts[slot]!;
        if (count < friendsNamed) places[slot * friendsNamed + count] = at / wordsPerId;
        counts[slot] = count + 1;
        this.#touch(slot, isFriend);
      }
    }
  }

  #touch(slot: Slot, mark: number): void {
    if (this.#marks[slot] === 0) {
      this.#touched[this.#touches] = slot;
      this.#touches += 1;
    }
    this.#marks[slot]! |= mark;
  }

  #wipe(): void {
    for (let i = 0; i < this.#touches; i += 1) {
      const slot = this.#touched[i]!;
      this.#marks[slot] = 0;
      this.#stageFriends[slot] = 0;
      this.#audienceFriends[slot] = 0;
    }
    this.#touches = 0;
  }

  #fit(slots: number): void {
    if (slots <= this.#marks.length) return;
    const length = slots * 2;
    this.#marks = new Uint8Array(length);
    this.#stageFriends = new Uint16Array(length);
    this.#audienceFriends = new Uint16Array(length);
    this.#stagePlaces = new Int32Array(length * friendsNamed);
    this.#audiencePlaces = new Int32Array(length * friendsNamed);
    this.#touched = new Int32Array(length);
  }
}

/** @param languages not 0: one in common */
const tastePoints = (languages: number, topicsLow: number, topicsHigh: number): number =>
  (languages === 0 ? 0 : points.language) +
  points.topic * Math.min(bits(topicsLow) + bits(topicsHigh), points.topicsCounted);

const taste = (tastes: Int32Array, slot: Slot, { topics, languages }: Viewer): number => {
  const at = slot * wordsPerTaste;
  return tastePoints(
    (tastes[at]! & languages.low) | (tastes[at + 1]! & languages.high),
    tastes[at + 2]! & topics.low,
    tastes[at + 3]! & topics.high,
  );
};

function bits(word: number): number {
  let left = word - ((word >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
