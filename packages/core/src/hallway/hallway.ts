import { Ageing } from './ageing.ts';
import { Gaze } from './gaze.ts';
import { IdIndex } from './id-index.ts';
import { type IdList, idFromText, wordsPerId } from './id-list.ts';
import { freshness, sizePoints } from './points.ts';
import { RoomTable } from './room-table.ts';
import type { Found, RoomFacts, Slot, Viewer } from './words.ts';

type Room = {
  facts: RoomFacts;
  readonly born: number;
  /** By id: whether on stage. */
  readonly people: Map<string, boolean>;
  readonly invited: Set<string>;
  readonly shutOut: Set<string>;
  /** By the id of a person on stage: whom that person follows. */
  readonly reach: Map<string, IdList>;
  onStage: number;
  size: number;
  youth: number;
  reported: boolean;
};

/**
 * The live rooms of a deployment, kept so that one person's hallway is quick to read: who follows whom stays outside,
 * and what is here is only who is in a room now. SPEC.md has the rules. Mutable, without IO, clock or chance.
 *
 * A feed costs one table look for each person the viewer follows, and one short step for each live room that might be
 * among the best by its size and youth: of the viewer's topics many, of others few.
 */
export class Hallway {
  readonly #rooms: (Room | undefined)[] = [];
  readonly #table = new RoomTable();
  readonly #ageing = new Ageing();
  readonly #stage = new IdIndex();
  readonly #audience = new IdIndex();
  readonly #invited = new IdIndex();
  readonly #shutOut = new IdIndex();
  readonly #ofClub = new IdIndex();
  /** Whom people on stage of social rooms follow. */
  readonly #reached = new IdIndex();
  readonly #gaze = new Gaze();
  #openings = 0;

  /** @param now never less than in an earlier call of `open` or `advance` */
  open(facts: RoomFacts, now: number): Slot {
    this.advance(now);
    const slot = this.#table.take();
    const born = this.#openings;
    this.#openings += 1;
    this.#rooms[slot] = {
      facts,
      born,
      people: new Map(),
      invited: new Set(),
      shutOut: new Set(),
      reach: new Map(),
      onStage: 0,
      size: 0,
      youth: freshness[0]!.points,
      reported: false,
    };
    this.#table.born[slot] = born;
    this.#ageing.add({ slot, born, at: now });
    this.#describe(slot, facts);
    return slot;
  }

  /** Other topics, languages, club or kind. */
  change(slot: Slot, facts: RoomFacts): void {
    const room = this.#room(slot);
    this.#eachReach(room, (list, at) => this.#reached.remove(list, at, slot));
    if (room.facts.club) this.#ofClub.remove(room.facts.club, 0, slot);
    room.facts = facts;
    this.#eachReach(room, (list, at) => this.#reached.add(list, at, slot));
    this.#describe(slot, facts);
  }

  close(slot: Slot): void {
    const room = this.#room(slot);
    for (const who of [...room.people.keys()]) this.seat(slot, who, 'gone');
    for (const who of [...room.invited]) this.invite(slot, who, false);
    for (const who of room.shutOut) this.#shutOut.remove(idFromText(who), 0, slot);
    for (const who of [...room.reach.keys()]) this.reaches(slot, who, undefined);
    if (room.facts.club) this.#ofClub.remove(room.facts.club, 0, slot);
    this.#rooms[slot] = undefined;
    this.#table.give(slot);
  }

  /** Where a person with an account is in the room now. */
  seat(slot: Slot, who: string, where: 'stage' | 'audience' | 'gone'): void {
    const room = this.#room(slot);
    const id = idFromText(who);
    const before = room.people.get(who);
    if (before && where !== 'stage') this.reaches(slot, who, undefined);
    if (before !== undefined) {
      (before ? this.#stage : this.#audience).remove(id, 0, slot);
      if (before) room.onStage -= 1;
      room.people.delete(who);
    }
    if (where !== 'gone') {
      const onStage = where === 'stage';
      (onStage ? this.#stage : this.#audience).add(id, 0, slot);
      if (onStage) room.onStage += 1;
      room.people.set(who, onStage);
    }
    this.#judge(slot, room);
  }

  /** Everybody in the room, guests too. */
  resize(slot: Slot, people: number): void {
    const room = this.#room(slot);
    room.size = people;
    this.#judge(slot, room);
  }

  invite(slot: Slot, who: string, invited = true): void {
    const room = this.#room(slot);
    if (room.invited.has(who) === invited) return;
    if (invited) {
      room.invited.add(who);
      this.#invited.add(idFromText(who), 0, slot);
    } else {
      room.invited.delete(who);
      this.#invited.remove(idFromText(who), 0, slot);
    }
  }

  /** For as long as the room lives. */
  shutOut(slot: Slot, who: string): void {
    const room = this.#room(slot);
    if (room.shutOut.has(who)) return;
    room.shutOut.add(who);
    this.#shutOut.add(idFromText(who), 0, slot);
  }

  /**
   * Whom a person on stage follows, which decides about social rooms; forgotten once the person is off stage. To be
   * given again when the person follows somebody else. The list is kept and must not be changed.
   */
  reaches(slot: Slot, who: string, follows: IdList | undefined): void {
    const room = this.#room(slot);
    const counts = room.facts.kind === 'social';
    if (follows && !room.people.get(who)) return;
    const before = room.reach.get(who);
    if (counts && before) this.#each(before, (at) => this.#reached.remove(before, at, slot));
    if (counts && follows) this.#each(follows, (at) => this.#reached.add(follows, at, slot));
    if (follows) room.reach.set(who, follows);
    else room.reach.delete(who);
  }

  report(slot: Slot, reported: boolean): void {
    const room = this.#room(slot);
    room.reported = reported;
    this.#judge(slot, room);
  }

  /** Takes back the points of youth that are over. */
  advance(now: number): void {
    this.#ageing.pass(now, (slot, born, points) => {
      const room = this.#rooms[slot];
      if (room?.born !== born) return;
      room.youth = points;
      this.#judge(slot, room);
    });
  }

  /** The rooms that a person finds, best first; with `among` only those of its slots. */
  feed(viewer: Viewer, limit: number, skip = 0, among?: ReadonlySet<Slot>): Found[] {
    return this.#gaze.look(
      {
        table: this.#table,
        stage: this.#stage,
        audience: this.#audience,
        invited: this.#invited,
        shutOut: this.#shutOut,
        ofClub: this.#ofClub,
        reached: this.#reached,
        kindOf: (slot) => this.#rooms[slot]?.facts.kind ?? 'closed',
      },
      viewer,
      limit,
      skip,
      among,
    );
  }

  #room(slot: Slot): Room {
    const room = this.#rooms[slot];
    if (!room) throw new RangeError('there is no room in that slot');
    return room;
  }

  #describe(slot: Slot, facts: RoomFacts): void {
    if (facts.club) this.#ofClub.add(facts.club, 0, slot);
    this.#table.describe(slot, facts);
    this.#judge(slot, this.#room(slot));
  }

  #judge(slot: Slot, room: Room): void {
    const { kind, guests } = room.facts;
    const open = kind !== 'open' ? 1 : guests ? 3 : 2;
    const found = !room.reported && room.onStage > 0;
    this.#table.rank(slot, sizePoints(room.size) + room.youth, found ? open : 0);
  }

  #eachReach(room: Room, visit: (list: IdList, at: number) => void): void {
    if (room.facts.kind !== 'social') return;
    for (const list of room.reach.values()) this.#each(list, (at) => visit(list, at));
  }

  #each(list: IdList, visit: (at: number) => void): void {
    for (let at = 0; at < list.length; at += wordsPerId) visit(at);
  }
}
