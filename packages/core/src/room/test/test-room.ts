import { type Leaf, leaf, type Refusal, type RoomCommand, subject } from '@stoa/protocol';
import { openRoom, type RoomEffect, type RoomInput, type RoomState, snapshot, step } from '../index.ts';

/** A room that tests drive, with what it did last. */
export class TestRoom {
  state: RoomState;
  now = 0;
  wakeAt: number | undefined;
  /** Effects of the last input. */
  effects: readonly RoomEffect[];
  /** All since the beginning. */
  readonly history: RoomEffect[] = [];
  #next = 1;

  constructor() {
    const begun = openRoom(leaf(0), subject('opener'), 0);
    this.state = begun.state;
    this.wakeAt = begun.wakeAt;
    this.effects = begun.effects;
    this.history.push(...begun.effects);
  }

  put(input: RoomInput): readonly RoomEffect[] {
    const { state, effects, wakeAt } = step(this.state, input, this.now);
    this.state = state;
    this.wakeAt = wakeAt;
    this.effects = effects;
    this.history.push(...effects);
    return effects;
  }

  admit(who: string = `person ${this.#next}`): Leaf {
    const next = leaf(this.#next++);
    this.put({ type: 'admitted', leaf: next, subject: subject(who) });
    return next;
  }

  /** The refusal; undefined when it was done. */
  command(by: Leaf, command: RoomCommand): Refusal | undefined {
    this.put({ type: 'command', leaf: by, command });
    const refused = this.effects.find((effect) => effect.type === 'refused');
    return refused?.why;
  }

  /** Lets time pass and wakes the room whenever it asked for it. */
  pass(ms: number): readonly RoomEffect[] {
    const until = this.now + ms;
    const all: RoomEffect[] = [];
    while (this.wakeAt !== undefined && this.wakeAt <= until) {
      this.now = Math.max(this.now, this.wakeAt);
      const due = this.wakeAt;
      all.push(...this.put({ type: 'tick' }));
      if (this.wakeAt !== undefined && this.wakeAt <= due)
        throw new Error('the room wants to wake without end');
    }
    this.now = until;
    return all;
  }

  speaker(): Leaf {
    const person = this.admit();
    this.command(person, { do: 'raiseHand' });
    this.command(host, { do: 'invite', leaf: person });
    return person;
  }

  moderator(): Leaf {
    const person = this.speaker();
    this.command(host, { do: 'makeModerator', leaf: person });
    this.headBy(host, this.now);
    return person;
  }

  /** Signs the heads that are wanted, so that nobody is passed over for silence. */
  headBy(by: Leaf, knownUntil = this.now - 1): void {
    this.put({ type: 'stewardSpoke', leaf: by, head: { knownUntil }, open: false });
  }

  get snapshot() {
    return snapshot(this.state, this.now);
  }

  role(of: Leaf) {
    return this.state.people.get(of)?.role;
  }

  /** The seat that the relay was told last. */
  seat(of: Leaf) {
    const told = this.history.filter((effect) => effect.type === 'seat').filter((seat) => seat.leaf === of);
    return told.at(-1)?.seat;
  }

  did<T extends RoomEffect['type']>(type: T): Extract<RoomEffect, { type: T }>[] {
    return this.effects.filter((effect): effect is Extract<RoomEffect, { type: T }> => effect.type === type);
  }

  events() {
    return this.did('event').map(({ event }) => event);
  }
}

export const host = leaf(0);
