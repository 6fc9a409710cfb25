import type { KeyAlarm, Roster, RosterMember } from '@stoa/e2ee';
import { type Leaf, Opaque, type Policy, type RoomSnapshot, toBase64Url } from '@stoa/protocol';
import { noFence } from '@stoa/protocol/fleet';
import { type ChatFacts, chatView, noChat } from '../chat/chat-view.ts';
import type { FenceFacts } from '../fence/guard.ts';
import type { Me, Mismatch, Person, Phase, RoomView, StagePerson } from '../room-view.ts';
import type { Entry } from './ticket.ts';
import type { Voice } from './voices.ts';

/** All that a view is made of; owned by the room, replaced field by field. */
export type RoomFacts = {
  readonly phase: Phase;
  /** What the card or the app said before the roster was seen. */
  readonly title: string;
  readonly policy: Policy;
  readonly strict: boolean;
  readonly fence: FenceFacts;
  /** The name this device gave itself. */
  readonly name: string;
  readonly roster: Roster | undefined;
  readonly control: RoomSnapshot | undefined;
  readonly muted: boolean;
  readonly invited: boolean;
  readonly knocks: readonly { readonly request: number; readonly name: string }[];
  readonly voices: ReadonlyMap<Leaf, Voice>;
  readonly mismatch: Mismatch | undefined;
  readonly alarms: readonly KeyAlarm[];
  readonly sound: RoomView['sound'];
  readonly microphone: RoomView['microphone'];
  readonly endsAt: number | undefined;
  readonly chat: ChatFacts;
  /** When the time of people on probation is over, ms since 1970. */
  readonly probationEnds: ReadonlyMap<Leaf, number>;
};

/** Before anything is known but what the person asked for. */
export const firstFacts = (entry: Entry, sound: RoomView['sound']): RoomFacts => ({
  phase: { is: 'connecting' },
  title: entry.how === 'open' ? entry.title : '',
  policy: entry.how === 'open' ? entry.policy : 'open',
  strict: entry.how === 'open' && entry.strict === true,
  fence: {
    room: (entry.how === 'open' && entry.fence) || noFence,
    own: entry.ownFence ?? noFence,
    directory: 'unknown',
  },
  name: entry.name,
  roster: undefined,
  control: undefined,
  muted: false,
  invited: false,
  knocks: [],
  voices: new Map(),
  mismatch: undefined,
  alarms: [],
  sound,
  microphone: 'off',
  endsAt: undefined,
  chat: noChat,
  probationEnds: new Map(),
});

/**
 * The stage is the signed one: control may say who is away or muted, never who is there. Somebody whom only control
 * names is not shown (mismatch.ts raises it).
 */
export function deriveView(facts: RoomFacts): RoomView {
  const { roster, control } = facts;
  const seen = seenOf(roster);
  const stage = roster ? stageOf(roster, facts) : [];
  const me = roster ? meOf(roster, facts) : undefined;
  return {
    phase: facts.phase,
    title: roster?.title || facts.title,
    policy: roster?.policy ?? facts.policy,
    strict: roster?.strict ?? facts.strict,
    fence: facts.fence,
    me,
    stage,
    audience: {
      people: seen.audience,
      total: Math.max(0, (roster?.present ?? 0) - stage.length),
    },
    hands: {
      people: (control?.queue ?? []).map(
        (leaf): Person => seen.byLeaf.get(leaf) ?? { leaf, name: '', role: 'listener' },
      ),
      total: control?.hands ?? 0,
    },
    knocks: facts.knocks,
    frozen: control?.frozen ?? false,
    canHear: roster?.present ?? 0,
    mismatch: facts.mismatch,
    safetyCode: roster?.safetyCode ?? '',
    alarms: facts.alarms,
    sound: facts.sound,
    microphone: facts.microphone,
    ...(facts.endsAt !== undefined && { endsAt: facts.endsAt }),
    chat: chatView(facts.chat, {
      who: control?.chat ?? 'everybody',
      me: me?.leaf,
      role: me?.role ?? 'listener',
      nameOf: (leaf) => seen.byLeaf.get(leaf)?.name,
      roster,
    }),
    probation: { seconds: control?.probation ?? 0 },
  };
}

function stageOf(roster: Roster, facts: RoomFacts): readonly StagePerson[] {
  const live = new Map(facts.control?.stage.map((member) => [member.leaf, member]));
  const shown = roster.stage.map((member): StagePerson => {
    const isMe = member.leaf === roster.me;
    const voice = facts.voices.get(member.leaf);
    const probationEndsAt = facts.probationEnds.get(member.leaf);
    // Muted by either source is silent at the relay, so either may say so.
    const muted = isMe ? facts.muted : member.muted || (live.get(member.leaf)?.muted ?? false);
    return {
      ...person(member),
      muted,
      away: live.get(member.leaf)?.away ?? false,
      speaking: !muted && (voice?.speaking ?? false),
      level: muted ? 0 : (voice?.level ?? 0),
      verified: isMe ? 'verified' : (voice?.verified ?? 'pending'),
      isMe,
      ...(probationEndsAt !== undefined && { probationEndsAt }),
    };
  });
  return [...shown.filter((p) => p.role === 'moderator'), ...shown.filter((p) => p.role !== 'moderator')];
}

function meOf(roster: Roster, facts: RoomFacts): Me {
  const mine = roster.stage.find((member) => member.leaf === roster.me);
  const place = facts.control?.queue.indexOf(roster.me) ?? -1;
  return {
    leaf: roster.me,
    name: facts.name,
    role: mine?.role ?? 'listener',
    muted: mine ? facts.muted : true,
    invited: facts.invited && !mine,
    handPosition: place < 0 ? undefined : place + 1,
  };
}

const person = ({ leaf, name, role, account }: RosterMember): Person => ({
  ...{ leaf, name, role },
  ...(account && { account: { id: new Opaque('account', toBase64Url(account.id)), device: account.device } }),
});

type Seen = { readonly audience: readonly Person[]; readonly byLeaf: ReadonlyMap<Leaf, Person> };
const nobody: Seen = { audience: [], byLeaf: new Map() };
/** Rings change ten times a second, rosters rarely, and an audience may be thousands. */
const remembered = new WeakMap<Roster, Seen>();

function seenOf(roster: Roster | undefined): Seen {
  if (!roster) return nobody;
  const known = remembered.get(roster);
  if (known) return known;
  const audience = roster.audience.map(person);
  const all = [...audience, ...roster.stage.map(person)];
  const seen = { audience, byLeaf: new Map(all.map((one) => [one.leaf, one])) };
  remembered.set(roster, seen);
  return seen;
}

/** Everybody whose entry has been seen. */
export const people = (roster: Roster | undefined): ReadonlyMap<Leaf, Person> => seenOf(roster).byLeaf;
