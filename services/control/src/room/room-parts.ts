import { type RoomState, remember } from '@stoa/core/room';
import type { Leaf, RoomHandle } from '@stoa/protocol';
import {
  corePartSchema,
  deskPartSchema,
  endedPartSchema,
  epochsPartSchema,
  headPartSchema,
  mailPartSchema,
  peoplePartSchema,
  rewrapsPartSchema,
  roomPartSchema,
  turnsPartSchema,
  wrapsPartSchema,
  writeFence,
  writePart,
} from '@stoa/protocol/fleet';
import { type ChangedParts, wholePart } from '../fleet/room-keeper.ts';
import type { EraMedia } from '../media/era-media.ts';
import type { Clock } from '../ports.ts';
import type { AdmissionLog } from './admission-log.ts';
import type { Door } from './door.ts';
import type { EndedSeats } from './ended-seats.ts';
import type { EventLog } from './event-log.ts';
import type { HeadStore } from './head-store.ts';
import type { Introductions } from './introductions.ts';
import type { Members } from './members.ts';
import type { Member } from './people.ts';
import type { Room } from './room.ts';
import type { StewardDesk } from './steward-desk.ts';

/** What is written down of a room. */
export type KeptRoom = {
  readonly handle: RoomHandle;
  readonly policy: Room['policy'];
  readonly media: EraMedia;
  readonly clock: Clock;
  readonly state: RoomState;
  readonly members: Pick<Members, 'get' | 'values'>;
  readonly log: AdmissionLog;
  readonly heads: HeadStore;
  readonly desk: StewardDesk;
  readonly door: Door;
  readonly events: EventLog;
  readonly introductions: Introductions;
  readonly endedSeats: EndedSeats;
  /** Rises with each step of its decisions. */
  readonly steps: number;
};

type Part = readonly [part: string, bytes: Uint8Array];

/** Leaves of one part. */
const pageSize = 16;
const rewrapsPerPage = 256;
/** More than a broker takes in one piece: such mail is as good as too much of it. */
const largestMail = 600_000;

/**
 * A room in parts, each of them written when it has changed. Their order is such that whoever finds only the first ones of
 * a turn, since its writer died, can mend the rest: what was signed first, what the room decided last.
 */
export class RoomParts implements ChangedParts {
  readonly #room: KeptRoom;
  #begun = false;
  #logged = 0;
  #heads = -1;
  #desk = -1;
  #core = '';
  #coreOf = '';
  readonly #pages = new Set<number>();
  readonly #mail = new Set<Leaf>();

  constructor(room: KeptRoom) {
    this.#room = room;
  }

  /** Somebody came, went, or is reached otherwise. */
  person(leaf: Leaf): void {
    this.#pages.add(Math.floor(leaf / pageSize));
  }

  mail(leaf: Leaf): void {
    this.#mail.add(leaf);
  }

  get signed(): number {
    return this.#room.log.size + this.#room.heads.version;
  }

  forget(): void {
    this.#begun = false;
    this.#logged = 0;
    this.#heads = -1;
    this.#desk = -1;
    this.#core = '';
    this.#coreOf = '';
    for (let leaf = 0; leaf < this.#room.log.size; leaf += pageSize) this.#pages.add(leaf / pageSize);
    for (const { leaf, mail } of this.#room.members.values()) if (mail.part.last > 0) this.#mail.add(leaf);
  }

  changed(): readonly Part[] {
    const parts = [...this.#parts()].map(
      ([name, part]): Part => [name, typeof part === 'string' ? Buffer.from(part) : part],
    );
    if (this.#begun || parts.length === 0) return parts;
    this.#begun = true;
    return [...parts, [wholePart, Buffer.from('1')]];
  }

  *#parts(): Generator<readonly [string, string | Uint8Array]> {
    const { log, heads, desk, members } = this.#room;
    if (!this.#begun) yield ['room', this.#roomPart()];
    for (; this.#logged < log.size; this.#logged++) {
      const leaf = this.#logged as Leaf;
      yield [`log.${leaf}`, log.entry(leaf)!];
    }
    if (this.#heads !== heads.version) yield* this.#headParts();
    if (this.#desk !== desk.version) {
      this.#desk = desk.version;
      yield ['desk', this.#deskPart()];
    }
    for (const leaf of this.#mail) {
      const mail = members.get(leaf)?.mail.part;
      if (mail) yield [`mail.${leaf}`, this.#mailPart(mail)];
    }
    this.#mail.clear();
    for (const page of this.#pages) yield* this.#page(page);
    this.#pages.clear();
    const { steps, events, door, introductions } = this.#room;
    const of = [steps, events.last, door.lastRequest, log.size, introductions.headAt].join();
    if (of === this.#coreOf) return;
    this.#coreOf = of;
    const core = this.#corePart();
    // When it was written says nothing by itself.
    const { at: _, ...said } = core;
    const text = JSON.stringify(said);
    if (text === this.#core) return;
    this.#core = text;
    yield ['core', writePart(corePartSchema, core)];
  }

  #unix = (time: number): number => time + this.#room.clock.unix() - this.#room.clock.now();

  #roomPart(): string {
    const { handle: room, policy, media } = this.#room;
    const { era, strict, fences } = media;
    return writePart(roomPartSchema, { v: 1, room, policy, strict, era, fences: fences.map(writeFence) });
  }

  *#headParts(): Generator<readonly [string, string]> {
    const { heads } = this.#room;
    const { head, by, card, sizes, removed, wraps, turns, epochs, rewraps } = heads.kept;
    this.#heads = heads.version;
    yield [
      'epochs',
      writePart(
        epochsPartSchema,
        epochs.map(({ head, wraps }) => ({ head, wraps: [...wraps] })),
      ),
    ];
    yield ['turns', writePart(turnsPartSchema, [...turns])];
    yield ['wraps', writePart(wrapsPartSchema, [...wraps])];
    const all = [...rewraps].map(([leaf, bytes]) => ({ leaf, bytes }));
    for (let page = 0; page === 0 || page * rewrapsPerPage < all.length; page++) {
      const some = all.slice(page * rewrapsPerPage, (page + 1) * rewrapsPerPage);
      yield [`rewraps.${page}`, writePart(rewrapsPartSchema, some)];
    }
    yield [
      'head',
      writePart(headPartSchema, {
        head,
        by,
        card,
        sizes: [...sizes].map(([seq, size]): [number, number] => [seq, size]),
        removed: [...removed],
      }),
    ];
  }

  #deskPart(): string {
    const { last, signed, news } = this.#room.desk.kept;
    return writePart(deskPartSchema, {
      last,
      signed,
      news: news.map(({ n, at, message }) => ({ n, at: this.#unix(at), message })),
    });
  }

  #mailPart({ last, known, open }: Member['mail']['part']): string {
    const text = writePart(mailPartSchema, { last, known, ...(open && { open }) });
    return text.length <= largestMail ? text : writePart(mailPartSchema, { last, known });
  }

  *#page(page: number): Generator<readonly [string, string]> {
    const { members, state, endedSeats } = this.#room;
    const people = [];
    const ended = [];
    for (let at = page * pageSize; at < (page + 1) * pageSize; at++) {
      const leaf = at as Leaf;
      const seat = endedSeats.get(leaf);
      if (seat) ended.push(seat);
      const member = members.get(leaf);
      const subject = state.people.get(leaf)?.subject;
      if (!member || !subject) continue;
      const line = member.line.memory;
      const { key, stewardSince } = member;
      people.push({
        leaf,
        key,
        subject,
        ...(stewardSince !== undefined && { stewardSince }),
        ...(line && { line }),
      });
    }
    yield [`people.${page}`, writePart(peoplePartSchema, people)];
    if (ended.length > 0) yield [`ended.${page}`, writePart(endedPartSchema, ended)];
  }

  #corePart() {
    const { state, clock, log, events, door, introductions } = this.#room;
    const came = [...state.stage.keys()].flatMap((leaf) => {
      const at = introductions.cameAt(leaf);
      return at === undefined ? [] : [{ leaf, at: this.#unix(at) }];
    });
    return {
      ...remember(state, this.#unix),
      at: clock.unix(),
      came,
      size: log.size,
      events: events.last,
      requests: door.lastRequest,
      headAt: this.#unix(introductions.headAt),
    };
  }
}
