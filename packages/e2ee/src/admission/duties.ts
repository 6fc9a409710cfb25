import { limits } from '@stoa/protocol';
import { type Bytes, hex } from '../keys/layout.ts';
import { type Head, moderator, type Seat, seatOf } from './head.ts';
import type { SignedOrder } from './order.ts';

/**
 * What a steward still has to bring into a head, from moderators' orders and from what control alone knows. Every
 * steward keeps it, acting or not, so any of them can go on where another stopped. State in, state out.
 */
export type Duties = {
  /** Wanted and not yet in a head; a later wish about the same thing replaces the earlier one. */
  readonly changes: ReadonlyMap<string, Change>;
  /** Signed invitations by leaf, until a head shows their guests on stage: without one nobody is put there. */
  readonly invites: ReadonlyMap<number, Invitation>;
  /** Who is on stage, says control, and was invited by nobody as far as is known here; with the room time of the news. */
  readonly uninvited: ReadonlyMap<number, number>;
  /** Nonces of orders seen, with their times. */
  readonly nonces: ReadonlyMap<string, number>;
};

/** The signed order and its room time in ms. */
export type Invitation = Pick<SignedOrder, 'bytes' | 'time'>;

export type Change =
  | {
      readonly about: 'seat';
      readonly leaf: number;
      readonly to: 'stage' | 'audience' | 'demoted' | 'gone' | 'removed';
    }
  | { readonly about: 'mute'; readonly leaf: number; readonly muted: boolean }
  | { readonly about: 'role'; readonly leaf: number }
  | { readonly about: 'freeze'; readonly frozen: boolean };

export type Fact = {
  readonly kind: 'left' | 'onStage' | 'offStage' | 'selfMuted' | 'selfUnmuted';
  readonly leaf: number;
};

export const noDuties: Duties = {
  changes: new Map(),
  invites: new Map(),
  uninvited: new Map(),
  nonces: new Map(),
};

/** Control can invent no more of them. */
const uninvitedMost = 2 * limits.onStage;

/** How far an order's time may be from room time. */
export const orderSkewMs = 60_000;
/** So long after it was signed an invitation can be taken up: nobody knows what control would do with an old one. */
export const invitationMs = 600_000;

/** The seat whose key must have signed it; undefined when it may not be obeyed, whoever signed. */
export function obeyable(duties: Duties, order: SignedOrder, head: Head, roomTime: number): Seat | undefined {
  if (Math.abs(order.time - roomTime) > orderSkewMs) return undefined;
  if (duties.nonces.has(hex(order.nonce))) return undefined;
  // Signed in the moment before a new generation began, it is still good.
  if (order.generation !== head.generation && order.generation + 1 !== head.generation) return undefined;
  return moderator(head.stage, order.by);
}

/** The signature was checked. */
export function obey(duties: Duties, order: SignedOrder, roomTime: number): Duties {
  const nonces = new Map(
    [...duties.nonces].filter(([, time]) => Math.abs(time - roomTime) <= 2 * orderSkewMs),
  );
  nonces.set(hex(order.nonce), order.time);
  const invites = new Map(duties.invites);
  const next: Duties = { ...duties, invites, nonces };
  const leaf = order.target;
  switch (order.command) {
    case 'dismissHand':
    case 'endRoom':
      return next;
    case 'freezeStage':
      if (order.frozen) invites.clear();
      return wish(next, { about: 'freeze', frozen: order.frozen });
  }
  if (leaf === undefined) return next;
  switch (order.command) {
    case 'invite':
      invites.set(leaf, { bytes: order.bytes, time: order.time });
      return expected(next, leaf);
    case 'moveToAudience':
      invites.delete(leaf);
      return wish(without(next, leaf), { about: 'seat', leaf, to: 'demoted' });
    case 'mute':
      return wish(next, { about: 'mute', leaf, muted: true });
    case 'makeModerator':
      return wish(next, { about: 'role', leaf });
    case 'remove':
      invites.delete(leaf);
      return wish(without(next, leaf), { about: 'seat', leaf, to: 'removed' });
  }
}

/** An invitation that the steward before had checked and not seen taken up. */
export function inherit(duties: Duties, order: SignedOrder): Duties {
  const { command, target, bytes, time } = order;
  if (command !== 'invite' || target === undefined || duties.invites.has(target)) return duties;
  return expected({ ...duties, invites: new Map(duties.invites).set(target, { bytes, time }) }, target);
}

/** The invitation of somebody who is on stage already, says control. */
function expected(duties: Duties, leaf: number): Duties {
  if (!duties.uninvited.has(leaf)) return duties;
  return wish(without(duties, leaf), { about: 'seat', leaf, to: 'stage' });
}

function without(duties: Duties, leaf: number): Duties {
  if (!duties.uninvited.has(leaf)) return duties;
  const uninvited = new Map(duties.uninvited);
  uninvited.delete(leaf);
  return { ...duties, uninvited };
}

/** Of somebody on stage whom no moderator invited, or too long ago, no more than that is remembered. */
export function learn(duties: Duties, { kind, leaf }: Fact, roomTime: number): Duties {
  const invites = new Map(duties.invites);
  const next: Duties = { ...without(duties, leaf), invites };
  switch (kind) {
    case 'onStage': {
      const invitation = invites.get(leaf);
      if (!invitation || roomTime - invitation.time > invitationMs) return toldOf(duties, leaf, roomTime);
      return wish(next, { about: 'seat', leaf, to: 'stage' });
    }
    case 'left':
      invites.delete(leaf);
      return wish(next, { about: 'seat', leaf, to: 'gone' });
    case 'offStage':
      invites.delete(leaf);
      return wish(next, { about: 'seat', leaf, to: 'audience' });
    case 'selfMuted':
      return wish(duties, { about: 'mute', leaf, muted: true });
    case 'selfUnmuted':
      return wish(duties, { about: 'mute', leaf, muted: false });
  }
}

function toldOf(duties: Duties, leaf: number, roomTime: number): Duties {
  if (duties.uninvited.has(leaf) || duties.uninvited.size >= uninvitedMost) return duties;
  return { ...duties, uninvited: new Map(duties.uninvited).set(leaf, roomTime) };
}

function wish(duties: Duties, change: Change): Duties {
  const name = change.about === 'freeze' ? 'freeze' : `${change.about} ${change.leaf}`;
  const changes = new Map(duties.changes);
  const before = changes.get(name);
  // Nobody comes back from those two.
  if (before?.about === 'seat' && (before.to === 'removed' || (before.to === 'gone' && isReturn(change)))) {
    return duties;
  }
  // Control's word for what a moderator ordered says less than the order.
  if (before?.about === 'seat' && before.to === 'demoted' && isStep(change)) return duties;
  changes.delete(name);
  changes.set(name, change);
  return { ...duties, changes };
}

const isStep = (change: Change): boolean => change.about === 'seat' && change.to === 'audience';
const isReturn = (change: Change): boolean => change.about === 'seat' && change.to !== 'removed';

/** Without what this head has done. */
export function settled(duties: Duties, head: Head, removed: ReadonlySet<number>): Duties {
  const changes = new Map(duties.changes);
  for (const [name, change] of changes) {
    if (isDone(change, head, removed, changes)) changes.delete(name);
  }
  const comesDown = (leaf: number) => changes.has(`seat ${leaf}`);
  const isOpen = ([leaf]: [number, unknown]) =>
    !removed.has(leaf) && (!seatOf(head.stage, leaf) || comesDown(leaf));
  const invites = new Map([...duties.invites].filter(isOpen));
  const uninvited = new Map([...duties.uninvited].filter(isOpen));
  return { ...duties, changes, invites, uninvited };
}

function isDone(
  change: Change,
  head: Head,
  removed: ReadonlySet<number>,
  all: ReadonlyMap<string, Change>,
): boolean {
  if (change.about === 'freeze') return head.frozen === change.frozen;
  const seat = seatOf(head.stage, change.leaf);
  if (change.about === 'seat') {
    if (change.to === 'audience' || change.to === 'demoted') return seat === undefined;
    if (change.to === 'stage') return seat !== undefined || removed.has(change.leaf);
    return removed.has(change.leaf);
  }
  if (!seat) {
    const coming = all.get(`seat ${change.leaf}`);
    return !(coming?.about === 'seat' && coming.to === 'stage');
  }
  return change.about === 'role' ? seat.role === 'moderator' : seat.muted === change.muted;
}

export type Draft = {
  readonly stage: readonly Seat[];
  readonly frozen: boolean;
  readonly lastSender: number;
  /** Leaves that are in no head as gone yet: `removedNow` of them by order, the others by themselves. */
  readonly gone: readonly number[];
  readonly removedNow: readonly number[];
  /** Moderators whom another one sent to the audience. */
  readonly demoted: readonly number[];
};

/**
 * The stage as it should be. `me` signs and so cannot take itself off the stage: another steward does that.
 * `keyOf` gives the participant key of a committed leaf.
 */
export function drafted(
  duties: Duties,
  head: Head,
  removed: ReadonlySet<number>,
  me: number,
  keyOf: (leaf: number) => Bytes | undefined,
): Draft {
  let stage = [...head.stage];
  let { frozen, lastSender } = head;
  const gone: number[] = [];
  const removedNow: number[] = [];
  const demoted: number[] = [];
  const change = (leaf: number, to: Partial<Seat>) => {
    stage = stage.map((seat) => (seat.leaf === leaf ? { ...seat, ...to } : seat));
  };
  for (const wanted of duties.changes.values()) {
    if (wanted.about === 'freeze') {
      frozen = wanted.frozen;
      continue;
    }
    const { leaf } = wanted;
    const key = keyOf(leaf);
    if (!key) continue;
    if (wanted.about === 'mute') change(leaf, { muted: wanted.muted });
    else if (wanted.about === 'role') change(leaf, { role: 'moderator' });
    else if (wanted.to === 'stage') {
      if (removed.has(leaf) || seatOf(stage, leaf) || stage.length >= limits.onStage) continue;
      lastSender = nextSender(stage, lastSender);
      stage.push({ sender: lastSender, leaf, key, role: 'speaker', muted: false });
    } else if (leaf !== me) {
      if (wanted.to === 'demoted' && moderator(stage, leaf)) demoted.push(leaf);
      stage = stage.filter((seat) => seat.leaf !== leaf);
      if (wanted.to === 'audience' || wanted.to === 'demoted' || removed.has(leaf)) continue;
      gone.push(leaf);
      // A head has room for 255 of them; more than that at once wait for the next.
      if (wanted.to === 'removed' && removedNow.length < 255) removedNow.push(leaf);
    }
  }
  return { stage, frozen, lastSender, gone, removedNow, demoted };
}

/** Upwards and around, so that an index rests as long as possible before somebody else gets it. */
function nextSender(stage: readonly Seat[], last: number): number {
  for (let i = 1; i <= 255; i++) {
    const sender = ((last - 1 + i) % 255) + 1;
    if (!stage.some((seat) => seat.sender === sender)) return sender;
  }
  throw new RangeError('more seats than sender numbers');
}

export const stageChanged = (head: Head, draft: Draft): boolean =>
  draft.frozen !== head.frozen ||
  draft.stage.length !== head.stage.length ||
  draft.stage.some((seat, i) => {
    const before = head.stage[i];
    return before?.leaf !== seat.leaf || before.role !== seat.role || before.muted !== seat.muted;
  });
