import {
  isSilenced,
  maySay,
  probations,
  type RoomInput,
  type RoomState,
  silencedLeaves,
} from '@stoa/core/room';
import {
  type ClientMessageOf,
  encodeServerMessage,
  type Leaf,
  limits,
  type Refusal,
  type RoomEvent,
  type ServerMessageOf,
} from '@stoa/protocol';
import { TokenBucket } from '../connection/token-bucket.ts';
import type { Clock } from '../ports.ts';
import type { AdmissionLog } from './admission-log.ts';
import type { Members } from './members.ts';
import type { Member } from './people.ts';

type Reply = (why: Refusal | undefined) => void;
type ChatRoom = {
  run(input: RoomInput, bytes: Uint8Array<ArrayBuffer>, reply?: Reply): void;
  readonly clock: Clock;
  readonly log: AdmissionLog;
  readonly state: RoomState;
  readonly members: Pick<Members, 'broadcast'>;
};
type Budget = { readonly said: TokenBucket; readonly reactions: TokenBucket };

type Standing = ServerMessageOf<'silenced' | 'silences' | 'probations'>;

/** What people write and how they react: sealed bytes, counted, ordered and passed on. */
export class Chat {
  readonly #room: ChatRoom;
  readonly #budgets = new WeakMap<Member, Budget>();
  readonly #all: TokenBucket;
  /** Size of the admission log when an author's entry was last told to everybody. */
  readonly #introducedAt = new Map<Leaf, number>();
  #reactions: Uint8Array<ArrayBuffer>[] = [];
  #more = 0;
  #stopWaiting: (() => void) | undefined;

  constructor(room: ChatRoom) {
    this.#room = room;
    this.#all = new TokenBucket(limits.roomSaidPerMinute, limits.roomSaidBurst, room.clock.now());
  }

  say(member: Member, { bytes }: ClientMessageOf<'say'>, reply: Reply): void {
    const now = this.#room.clock.now();
    const person = this.#room.state.people.get(member.leaf);
    // Who may not write is told so, and takes nothing from what the others share.
    const counts = person !== undefined && maySay(this.#room.state, person);
    if (this.#budgetOf(member).said.take(now) !== 'ok' || (counts && this.#all.take(now) !== 'ok')) {
      reply('tooFast');
      return;
    }
    this.#room.run({ type: 'say', leaf: member.leaf }, bytes, reply);
  }

  react(member: Member, { bytes }: ClientMessageOf<'react'>): void {
    if (this.#budgetOf(member).reactions.take(this.#room.clock.now()) !== 'ok') return;
    this.#room.run({ type: 'react', leaf: member.leaf }, bytes);
  }

  /** With the author's admission when somebody came in since it was told: others have it. */
  said(leaf: Leaf, bytes: Uint8Array<ArrayBuffer>): RoomEvent {
    const { log } = this.#room;
    const entry = this.#introducedAt.get(leaf) === log.size ? undefined : log.entry(leaf);
    this.#introducedAt.set(leaf, log.size);
    return { was: 'said', leaf, bytes, ...(entry && { entry }) };
  }

  /** The first goes out at once, what follows within a tenth of a second together. */
  reacted(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#reactions.length < limits.reactionsTogether) this.#reactions.push(bytes);
    else this.#more++;
    if (!this.#stopWaiting) this.#tellReactions();
  }

  /** What newcomers and people on a new socket have to know beside what the events say. */
  standing(member: Member, state: RoomState, isNew: boolean): readonly Standing[] {
    const person = state.people.get(member.leaf);
    if (!person) return [];
    const out: Standing[] = [];
    const silenced = isSilenced(state, person);
    if (silenced || !isNew) out.push({ t: 'silenced', silenced });
    if (person.role === 'moderator' && !isNew) out.push(silences(state));
    if (state.probations.size > 0 || !isNew) out.push(onProbation(state, this.#room.clock.now()));
    return out;
  }

  end(): void {
    this.#stopWaiting?.();
    this.#reactions = [];
  }

  #tellReactions(): void {
    const boxes = this.#reactions;
    const more = this.#more;
    this.#reactions = [];
    this.#more = 0;
    this.#stopWaiting = undefined;
    if (boxes.length === 0) return;
    this.#room.members.broadcast(encodeServerMessage({ t: 'reacted', boxes, more }));
    this.#stopWaiting = this.#room.clock.after(limits.reactionsEveryMs, () => this.#tellReactions());
  }

  #budgetOf(member: Member): Budget {
    let budget = this.#budgets.get(member);
    if (!budget) {
      const now = this.#room.clock.now();
      budget = {
        said: new TokenBucket(limits.saidPerMinute, limits.saidBurst, now),
        reactions: new TokenBucket(limits.reactionsPerMinute, limits.reactionBurst, now),
      };
      this.#budgets.set(member, budget);
    }
    return budget;
  }
}

export const silences = (state: RoomState): ServerMessageOf<'silences'> => ({
  t: 'silences',
  leaves: silencedLeaves(state),
});

export const onProbation = (state: RoomState, now: number): ServerMessageOf<'probations'> => ({
  t: 'probations',
  ends: probations(state, now),
});
