import type { Phase } from '../room-view.ts';
import { phaseOf } from '../session/phase.ts';
import type { SessionState } from '../session/state.ts';
import type { ViewStore } from './view-store.ts';

/** How far the way in is, as the person is told it. */
export class ShownPhase {
  readonly #store: ViewStore;
  readonly #closing: () => void;
  #everConnected = false;

  /** `closing`: the stay is over and the next view says so. */
  constructor(store: ViewStore, closing: () => void) {
    this.#store = store;
    this.#closing = closing;
  }

  get isClosed(): boolean {
    return this.#store.facts.phase.is === 'closed';
  }

  /**
   * A steward mostly answers within some ten milliseconds, and whatever a page draws before that holds up the answer: that
   * one waits for a steward is told at the next tick, if it is still so.
   */
  changed(state: SessionState, now: number): void {
    if (state.media.is === 'up') this.#everConnected = true;
    const phase = phaseOf(state, this.#everConnected, now);
    const waitsForSteward = phase.is === 'waiting' && phase.for === 'steward';
    if (waitsForSteward && this.#store.facts.phase.is === 'connecting') return;
    this.#show(phase);
  }

  tick(state: SessionState, now: number): void {
    if (state.stay.is !== 'entering' || !state.stay.waitingFor) return;
    this.#show(phaseOf(state, this.#everConnected, now));
  }

  #show(phase: Phase): void {
    this.#store.together(() => {
      if (phase.is === 'closed' && !this.isClosed) this.#closing();
      if (JSON.stringify(phase) !== JSON.stringify(this.#store.facts.phase)) this.#store.set({ phase });
    });
  }
}
