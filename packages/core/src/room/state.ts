import type { ChatWho, Leaf, RelaySeat, Role, RoomSnapshot, StageMember, Subject } from '@stoa/protocol';
import { limits } from '@stoa/protocol';
import type { HandsRule, RoomEffect } from './words.ts';

export type Person = {
  readonly leaf: Leaf;
  readonly subject: Subject;
  role: Role;
  muted: boolean;
  /** Muted by a moderator and not unmuted by itself since: the relay forwards nothing. */
  heldMute: boolean;
  away: boolean;
  invited: boolean;
  /** When a moderator last invited it. */
  invitedAt: number;
  consuming: boolean;
  /** When it came on stage. */
  stagedAt: number;
  /** When it became moderator. */
  promotedAt: number;
};

/**
 * One live run of a room. `step` takes it over and changes it in place: a room of thousands is not copied for each
 * joiner. Nobody else writes to it, and nobody keeps an old one.
 */
export type RoomState = {
  readonly people: Map<Leaf, Person>;
  /** Keyed by the revealed subject. */
  readonly leafOf: Map<string, Leaf>;
  readonly barred: Set<string>;
  /** Moderators and speakers, longest-standing first. */
  readonly stage: Map<Leaf, Person>;
  /** Raised hands, first come first. */
  readonly hands: Set<Leaf>;
  handsRule: HandsRule;
  /** Revealed subjects that may raise a hand where some may; they need not be here yet. */
  readonly mayRaise: Set<string>;
  /** When a person's socket was lost; the earliest first. */
  readonly awaySince: Map<Leaf, number>;
  consumers: number;
  frozen: boolean;
  chatWho: ChatWho;
  /** Revealed subjects that may neither write nor react. */
  readonly silenced: Set<string>;
  /** How long a raised hand gives the stage for, ms; 0: without end. */
  probationMs: number;
  /** When the time of somebody on stage is over. */
  readonly probations: Map<Leaf, number>;

  acting: Leaf | undefined;
  /** Stewards that left something unanswered, until they speak or come back. */
  readonly passedOver: Set<Leaf>;
  requestSince: number | undefined;
  headWantedSince: number | undefined;
  lastHeadAt: number;
  /** Whoever came on stage until then is on the newest signed one, as far as control can tell. */
  signedUntil: number;
  /** The named moderator whose new generation of keys has not come yet. */
  starting: Leaf | undefined;
  /** When it was named, or came back since. */
  startingSince: number;

  handsDueAt: number | undefined;
  handsToldAt: number;
  countsDueAt: number | undefined;
  countsToldAt: number;
  endsAt: number | undefined;
  ended: boolean;
};

/** One run of `step`: the state it changes and what it leaves to do. */
export type Turn = { readonly state: RoomState; readonly now: number; readonly effects: RoomEffect[] };

export const onStage = (person: Person): boolean => person.role !== 'listener';

/** A moderator who can sign, as far as control can tell: a head showed it as one, or it was named and may still. */
export const isSteward = (state: RoomState, { role, promotedAt, leaf }: Person): boolean =>
  role === 'moderator' && (promotedAt <= state.signedUntil || state.starting === leaf);

/** Default deny: only somebody on stage whom no moderator muted is forwarded (R30). */
export const seatFor = (person: Person): RelaySeat => ({
  publish: onStage(person) && !person.heldMute,
  subscribe: true,
  onStage: onStage(person),
});

export const stageMember = (person: Person): StageMember => ({
  leaf: person.leaf,
  role: person.role === 'moderator' ? 'moderator' : 'speaker',
  muted: person.muted,
  away: person.away,
});

export const isBarred = (state: RoomState, who: Subject): boolean => state.barred.has(who.reveal());

export const isFull = (state: RoomState): boolean => state.people.size >= limits.participants;

/** Everything that the numbered events add up to. */
export const snapshot = (state: RoomState, now: number): RoomSnapshot => ({
  stage: [...state.stage.values()].map(stageMember),
  queue: firstHands(state),
  hands: state.hands.size,
  participants: state.people.size,
  consumers: state.consumers,
  frozen: state.frozen,
  chat: state.chatWho,
  probation: state.probationMs / 1_000,
  ...(state.endsAt === undefined ? {} : { endsInMs: Math.max(0, Math.ceil(state.endsAt - now)) }),
});

export function firstHands(state: RoomState): Leaf[] {
  const out: Leaf[] = [];
  for (const leaf of state.hands) {
    if (out.length === limits.handsShown) break;
    out.push(leaf);
  }
  return out;
}

export function addPerson(state: RoomState, leaf: Leaf, who: Subject, role: Role): Person {
  const person: Person = {
    leaf,
    subject: who,
    role,
    muted: false,
    heldMute: false,
    away: false,
    invited: false,
    invitedAt: Number.NEGATIVE_INFINITY,
    consuming: false,
    stagedAt: Number.NEGATIVE_INFINITY,
    promotedAt: Number.NEGATIVE_INFINITY,
  };
  state.people.set(leaf, person);
  state.leafOf.set(who.reveal(), leaf);
  if (role !== 'listener') state.stage.set(leaf, person);
  return person;
}

export function emptyRoom(now: number): RoomState {
  return {
    people: new Map(),
    leafOf: new Map(),
    barred: new Set(),
    stage: new Map(),
    hands: new Set(),
    handsRule: 'all',
    mayRaise: new Set(),
    awaySince: new Map(),
    consumers: 0,
    frozen: false,
    chatWho: 'everybody',
    silenced: new Set(),
    probationMs: 0,
    probations: new Map(),
    acting: undefined,
    passedOver: new Set(),
    requestSince: undefined,
    headWantedSince: undefined,
    lastHeadAt: now,
    signedUntil: Number.NEGATIVE_INFINITY,
    starting: undefined,
    startingSince: 0,
    handsDueAt: undefined,
    handsToldAt: Number.NEGATIVE_INFINITY,
    countsDueAt: undefined,
    countsToldAt: Number.NEGATIVE_INFINITY,
    endsAt: undefined,
    ended: false,
  };
}
