import { type RoomEffect, type RoomInput, type RoomState, type Step, step } from '@stoa/core/room';
import type { RoomKeeper } from '../fleet/room-keeper.ts';
import type { Clock } from '../ports.ts';
import { actIn } from './acts.ts';
import type { Asked } from './effects.ts';

/** Whoever has the decisions carried out. */
export type DecidingRoom = {
  readonly clock: Clock;
  /** Knows whether this process owns the room; undefined where there is no other process. */
  keeper(): RoomKeeper | undefined;
  carryOut(effect: RoomEffect, asked?: Asked): void;
  /** A moderator did something. */
  acted(...act: NonNullable<ReturnType<typeof actIn>>): void;
};

/** Stewards that hear nothing go on; what is too much is asked of them again. */
const mostLater = 1_000;

type Job = { readonly input: RoomInput } & Asked;

/**
 * The shell around core's `step` for one era: one input after another, each with all its effects before the next, and none
 * while it is not known whose room it is.
 */
export class Decisions {
  readonly #room: DecidingRoom;
  #state: RoomState;
  #steps = 0;
  #ended = false;
  #working = false;
  readonly #jobs: Job[] = [];
  /** What waits until it is known whether this process owns the room. */
  #later: (() => void)[] = [];
  #cancelWake: () => void = () => {};

  constructor(state: RoomState, room: DecidingRoom) {
    this.#state = state;
    this.#room = room;
  }

  get state(): RoomState {
    return this.#state;
  }

  /** How many there were. */
  get steps(): number {
    return this.#steps;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** False while it is not known whether this process still owns the room: nothing is decided then. */
  get acts(): boolean {
    const standing = this.#room.keeper()?.standing;
    return standing === undefined || standing === 'owner' || standing === 'alone';
  }

  whenActing(act: () => void): void {
    if (this.acts) act();
    else if (this.#later.length < mostLater) this.#later.push(act);
  }

  /** It is known again. */
  thaw(): void {
    for (const act of this.#later.splice(0)) act();
    this.#work();
  }

  /** The first step of the room was made elsewhere. */
  begin({ effects, wakeAt }: Step): void {
    this.#carryOut(effects, wakeAt);
  }

  /** An input that comes in the middle of another one waits for its turn. */
  run(input: RoomInput, bytes?: Asked['bytes'], reply?: Asked['reply']): void {
    if (reply && !this.acts) {
      reply('stale');
      return;
    }
    this.#jobs.push({ input, ...(bytes ? { bytes } : {}), ...(reply ? { reply } : {}) });
    this.#work();
  }

  end(): void {
    this.#ended = true;
    this.#cancelWake();
  }

  #work(): void {
    if (this.#working) return;
    this.#working = true;
    try {
      while (this.#jobs.length > 0 && this.acts) {
        const job = this.#jobs.shift()!;
        if (!this.#ended) this.#decide(job);
      }
    } finally {
      this.#working = false;
    }
    this.#room.keeper()?.touch();
  }

  #decide(job: Job): void {
    this.#steps++;
    const act = actIn(job.input, this.#state);
    const { effects, wakeAt } = step(this.#state, job.input, this.#room.clock.now());
    if (act && effects.some(({ type }) => type === 'done')) this.#room.acted(...act);
    this.#carryOut(effects, wakeAt, job);
  }

  #carryOut(effects: readonly RoomEffect[], wakeAt: number | undefined, asked?: Asked): void {
    for (const effect of effects) {
      this.#room.carryOut(effect, asked);
      if (effect.type === 'ended') return;
    }
    this.#cancelWake();
    if (wakeAt === undefined) return;
    const { clock } = this.#room;
    this.#cancelWake = clock.after(Math.max(0, wakeAt - clock.now()), () => this.run({ type: 'tick' }));
  }
}
