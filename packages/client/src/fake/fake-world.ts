import type { KeyAlarm, Roster, RosterMember } from '@stoa/e2ee';
import {
  type ChatWho,
  type Leaf,
  leaf,
  type Policy,
  type Role,
  type RoomSnapshot,
  type StageMember,
} from '@stoa/protocol';
import { noFence } from '@stoa/protocol/fleet';
import { emptyBoard, type MessageId, wrote } from '../chat/board.ts';
import type { Body } from '../chat/words.ts';
import type { FenceFacts, PathReceipt } from '../fence/guard.ts';
import type { RoomFacts } from '../room/view.ts';
import type { Voice } from '../room/voices.ts';
import type { Mismatch, Phase, RoomView } from '../room-view.ts';

type FakePerson = {
  role: Role;
  name: string;
  muted: boolean;
  away: boolean;
  listed: boolean;
  account?: RosterMember['account'];
};

/** What the fake makes up instead of a server, a relay and keys; the view is derived from it as in a real room. */
export class FakeWorld {
  readonly people = new Map<Leaf, FakePerson>();
  readonly hands: Leaf[] = [];
  readonly voices = new Map<Leaf, Voice>();
  readonly knocks = new Map<number, string>();
  readonly alarms: KeyAlarm[] = [];
  title: string;
  policy: Policy;
  strict = false;
  fence: FenceFacts = { room: noFence, own: noFence, directory: 'unknown' };
  name: string;
  me: Leaf | undefined;
  phase: Phase = { is: 'connecting' };
  invited = false;
  frozen = false;
  canHear: number | undefined;
  mismatch: Mismatch | undefined;
  sound: RoomView['sound'] = 'starting';
  microphone: RoomView['microphone'] = 'off';
  endsAt: number | undefined;
  board = emptyBoard;
  chatWho: ChatWho = 'everybody';
  silenced: readonly Leaf[] = [];
  probationSeconds = 0;
  probationEnds: ReadonlyMap<Leaf, number> = new Map();
  readonly now: () => number;
  receipt: PathReceipt | undefined;
  safetyCode = '01234 56789 01234 56789 01234 56789';
  #nextLeaf = 0;
  #nextKnock = 1;
  #counters = new Map<Leaf, number>();
  #authors: ReadonlyMap<number, string> = new Map();

  constructor(title: string, policy: Policy, name: string, now: () => number) {
    this.now = now;
    this.title = title;
    this.policy = policy;
    this.name = name;
  }

  enter(name: string, role: Role, listed = true): Leaf {
    const at = leaf(this.#nextLeaf++);
    this.people.set(at, { name, role, muted: false, away: false, listed });
    return at;
  }

  knock(name: string): number {
    const request = this.#nextKnock++;
    this.knocks.set(request, name);
    return request;
  }

  person(at: Leaf): FakePerson {
    const found = this.people.get(at);
    if (!found) throw new Error('nobody in this fake room has that leaf');
    return found;
  }

  get mine(): FakePerson | undefined {
    return this.me === undefined ? undefined : this.people.get(this.me);
  }

  lowerHand(at: Leaf): void {
    const place = this.hands.indexOf(at);
    if (place >= 0) this.hands.splice(place, 1);
  }

  leave(at: Leaf): void {
    this.people.delete(at);
    this.voices.delete(at);
    this.lowerHand(at);
    this.setProbationEnd(at, undefined);
  }

  setRole(at: Leaf, role: Role): void {
    const person = this.person(at);
    person.role = role;
    person.muted = false;
    if (role === 'listener') this.voices.delete(at);
    else this.lowerHand(at);
    this.setProbationEnd(at, undefined);
    if (at !== this.me) return;
    this.invited = false;
    this.microphone = role === 'listener' ? 'off' : 'on';
  }

  /** A message of somebody here, as a board takes it. */
  write(at: Leaf, body: Body): MessageId {
    const { role, name } = this.person(at);
    const counter = this.#counters.get(at) ?? 0;
    this.#counters.set(at, counter + 1);
    if (!this.#authors.has(at)) this.#authors = new Map(this.#authors).set(at, name);
    const author = { leaf: at, counter, moderates: role === 'moderator' };
    this.board = wrote(this.board, author, body, this.now());
    return { leaf: at, counter };
  }

  silence(at: Leaf, silenced: boolean): void {
    const others = this.silenced.filter((each) => each !== at);
    this.silenced = silenced ? [...others, at] : others;
  }

  /** `undefined`: it is over, or the person may stay. */
  setProbationEnd(at: Leaf, endsAt: number | undefined): void {
    const ends = new Map(this.probationEnds);
    ends.delete(at);
    this.probationEnds = endsAt === undefined ? ends : ends.set(at, endsAt);
  }

  facts(): RoomFacts {
    return {
      phase: this.phase,
      title: this.title,
      policy: this.policy,
      strict: this.strict,
      fence: this.fence,
      name: this.name,
      roster: this.#roster(),
      control: this.#control(),
      muted: this.mine?.muted ?? false,
      invited: this.invited,
      knocks: [...this.knocks].map(([request, name]) => ({ request, name })),
      voices: this.voices,
      mismatch: this.mismatch,
      alarms: [...this.alarms],
      sound: this.sound,
      microphone: this.microphone,
      endsAt: this.endsAt,
      chat: {
        board: this.board,
        names: this.#authors,
        earlierMe: [],
        silenced: this.me !== undefined && this.silenced.includes(this.me),
        silences: this.silenced,
      },
      probationEnds: this.probationEnds,
    };
  }

  #roster(): Roster | undefined {
    if (this.me === undefined) return undefined;
    const onStage: (RosterMember & { muted: boolean })[] = [];
    const audience: RosterMember[] = [];
    for (const [at, { name, role, muted, listed, account }] of this.people) {
      if (role !== 'listener') onStage.push({ leaf: at, name, role, muted, account });
      else if (listed || at === this.me) audience.push({ leaf: at, name, role, account });
    }
    return {
      me: this.me,
      title: this.title,
      policy: this.policy,
      strict: this.strict,
      stage: onStage,
      audience,
      present: this.canHear ?? this.people.size,
      headSeq: 0,
      safetyCode: this.safetyCode,
      acting: this.mine?.role === 'moderator',
    };
  }

  #control(): RoomSnapshot {
    const stage = [...this.people].flatMap(([at, { role, muted, away }]): StageMember[] =>
      role === 'listener' ? [] : [{ leaf: at, role, muted, away }],
    );
    return {
      stage,
      queue: [...this.hands],
      hands: this.hands.length,
      participants: this.people.size,
      consumers: this.people.size,
      frozen: this.frozen,
      chat: this.chatWho,
      probation: this.probationSeconds,
    };
  }
}
