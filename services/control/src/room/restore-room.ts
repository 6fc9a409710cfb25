import { type RoomState, takeOver } from '@stoa/core/room';
import { headSeats, type Leaf, leaf } from '@stoa/protocol';
import {
  corePartSchema,
  type DeskPart,
  deskPartSchema,
  endedPartSchema,
  epochsPartSchema,
  headPartSchema,
  type MailPart,
  mailPartSchema,
  type PeoplePart,
  peoplePartSchema,
  type RoomPart,
  readFence,
  readPart,
  rewrapsPartSchema,
  roomPartSchema,
  turnsPartSchema,
  wrapsPartSchema,
} from '@stoa/protocol/fleet';
import type { RoomParts as StoredParts } from '../fleet/ports.ts';
import { wholePart } from '../fleet/room-keeper.ts';
import type { Clock } from '../ports.ts';
import { AdmissionLog } from './admission-log.ts';
import { Door } from './door.ts';
import { EndedSeats } from './ended-seats.ts';
import { EventLog } from './event-log.ts';
import { HeadStore } from './head-store.ts';
import { Introductions } from './introductions.ts';

/** A room as it was found. */
export type FoundRoom = {
  readonly about: RoomPart;
  readonly fences: readonly NonNullable<ReturnType<typeof readFence>>[];
  readonly log: AdmissionLog;
  readonly heads: HeadStore;
  readonly events: EventLog;
  readonly door: Door;
  readonly endedSeats: EndedSeats;
  readonly introductions: Introductions;
  readonly state: RoomState;
  readonly people: readonly PeoplePart[number][];
  readonly desk: DeskPart;
  readonly mail: ReadonlyMap<Leaf, MailPart>;
};

/** Numbers of requests that may have been given out and not written down. */
const requestsLeft = 4_096;

/** The newest term that was written to its end. Undefined: nothing is known of the room any more. */
export function newestWhole(terms: ReadonlyMap<number, StoredParts>): StoredParts | undefined {
  const whole = [...terms].filter(([, parts]) => parts.has(wholePart)).sort(([a], [b]) => b - a);
  return whole[0]?.[1];
}

/** Was it written by a version that says of itself that this one cannot go on with its rooms? */
export function isOfNewerVersion(parts: StoredParts): boolean {
  try {
    const { v } = JSON.parse(Buffer.from(parts.get('room') ?? []).toString());
    return Number.isSafeInteger(v) && v > 1;
  } catch {
    return false;
  }
}

/** Undefined when anything is missing or is not what it should be: a room is never half there. */
export function findRoom(parts: StoredParts, clock: Clock): FoundRoom | undefined {
  const now = clock.now();
  const text = (part: string) => {
    const bytes = parts.get(part);
    return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
  };
  const read = <S extends Parameters<typeof readPart>[0]>(schema: S, part: string) =>
    readPart(schema, text(part) ?? '');
  const about = read(roomPartSchema, 'room');
  const core = read(corePartSchema, 'core');
  const head = read(headPartSchema, 'head');
  const wraps = read(wrapsPartSchema, 'wraps');
  const turns = read(turnsPartSchema, 'turns');
  const epochs = read(epochsPartSchema, 'epochs');
  const desk = read(deskPartSchema, 'desk');
  if (!about || !core || !head || !wraps || !turns || !epochs || !desk) return undefined;
  const fences = about.fences.map(readFence);

  const log = new AdmissionLog();
  for (let entry = parts.get('log.0'); entry; entry = parts.get(`log.${log.size}`)) log.append(entry);
  if (log.size < Math.max(core.size, head.head.size) || log.size < 1) return undefined;

  const rewraps = pages(parts, 'rewraps', (part) => read(rewrapsPartSchema, part));
  const people = pages(parts, 'people', (part) => read(peoplePartSchema, part));
  const ended = pages(parts, 'ended', (part) => read(endedPartSchema, part));
  if (!rewraps || !people || !ended || fences.includes(undefined)) return undefined;
  const mail = new Map<Leaf, MailPart>();
  for (const part of parts.keys()) {
    if (!part.startsWith('mail.')) continue;
    const box = read(mailPartSchema, part);
    if (!box) return undefined;
    mail.set(leaf(Number(part.slice(5))), box);
  }

  // Another machine's clock may be ahead of this one, or was set: nothing was written down in the future.
  const offset = clock.unix() - now;
  const ahead = Math.max(0, core.at - offset - now);
  const local = (time: number) => time - offset - ahead;
  return {
    about,
    fences: fences.filter((fence) => fence !== undefined),
    log,
    heads: new HeadStore({
      ...head,
      wraps,
      turns,
      epochs,
      rewraps: rewraps.map(({ leaf, bytes }) => [leaf, bytes] as const),
    }),
    // Nobody's last number is the room's: everybody gets all of it anew.
    events: new EventLog(core.events + 1),
    door: new Door(core.requests + requestsLeft),
    endedSeats: new EndedSeats(ended),
    introductions: new Introductions(
      log,
      local(core.headAt),
      core.came.map(({ leaf, at }) => [leaf, local(at)] as const),
    ),
    state: takeOver(core, people, local, now),
    people,
    desk: { ...desk, news: desk.news.map((news) => ({ ...news, at: local(news.at) })) },
    mail,
  };
}

function pages<T>(
  parts: StoredParts,
  name: string,
  read: (part: string) => readonly T[] | undefined,
): readonly T[] | undefined {
  const out: T[] = [];
  for (const part of parts.keys()) {
    if (!part.startsWith(`${name}.`)) continue;
    const page = read(part);
    if (!page) return undefined;
    out.push(...page);
  }
  return out;
}

/** What the stewards have to hear once more, or at last, since the last turn may not have been written down to its end. */
export function factsToRepeat({ log, heads, state, people, desk }: FoundRoom) {
  const facts: { readonly kind: 'left' | 'onStage' | 'offStage'; readonly leaf: Leaf }[] = [];
  const here = new Set(people.map(({ leaf }) => leaf));
  const removed = new Set(heads.removed);
  for (let at = 0; at < log.size; at++) {
    const gone = leaf(at);
    if (!here.has(gone) && !removed.has(gone)) facts.push({ kind: 'left', leaf: gone });
  }
  const signed = new Set(headSeats(heads.head.bytes)?.map(({ leaf }) => leaf));
  const told = new Set(
    desk.news.flatMap(({ message }) =>
      message.t === 'fact' && message.kind === 'onStage' ? [message.leaf] : [],
    ),
  );
  for (const leaf of state.stage.keys()) if (!signed.has(leaf)) facts.push({ kind: 'onStage', leaf });
  for (const leaf of new Set([...signed, ...told]))
    if (here.has(leaf) && !state.stage.has(leaf)) facts.push({ kind: 'offStage', leaf });
  return facts;
}

/** Stewards may have been told that these left, and take their keys: they come in anew. */
export const saidToHaveLeft = ({ desk, people }: FoundRoom): readonly Leaf[] => {
  const here = new Set(people.map(({ leaf }) => leaf));
  const left = desk.news.flatMap(({ message }) =>
    message.t === 'fact' && message.kind === 'left' && here.has(message.leaf) ? [message.leaf] : [],
  );
  return [...new Set(left)];
};
