import type { SessionEffect, SessionState } from './state.ts';

/** One step under way: the state so far and what is to be done. It lives no longer than the call of `step`. */
export class Turn {
  readonly now: number;
  readonly chance: number;
  readonly effects: SessionEffect[] = [];
  state: SessionState;

  constructor(state: SessionState, now: number, chance: number) {
    this.state = state;
    this.now = now;
    this.chance = chance;
  }

  set(change: Partial<SessionState>): void {
    this.state = { ...this.state, ...change };
  }

  do(effect: SessionEffect): void {
    this.effects.push(effect);
  }
}
