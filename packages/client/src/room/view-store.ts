import type { RoomSignal, RoomView } from '../room-view.ts';
import { type OwnActs, signalsBetween } from './signals.ts';
import { deriveView, type RoomFacts } from './view.ts';

/** The facts of a room, the view that follows from them, and those who want to know. */
export class ViewStore {
  readonly #changeListeners = new Set<() => void>();
  readonly #signalListeners = new Set<(signal: RoomSignal) => void>();
  #facts: RoomFacts;
  #view: RoomView;
  #own: OwnActs = { declined: false, steppedDown: false };
  #depth = 0;
  #isStale = false;

  constructor(facts: RoomFacts) {
    this.#facts = facts;
    this.#view = deriveView(facts);
  }

  get facts(): RoomFacts {
    return this.#facts;
  }

  get view(): RoomView {
    return this.#view;
  }

  /** What this device did itself, and needs no telling of. */
  get own(): OwnActs {
    return this.#own;
  }

  note(own: Partial<OwnActs>): void {
    this.#own = { ...this.#own, ...own };
  }

  set(change: Partial<RoomFacts>): void {
    this.#facts = { ...this.#facts, ...change };
    if (this.#depth === 0) this.#publish();
    else this.#isStale = true;
  }

  /** What belongs together is seen together: one change of the view, whatever `act` sets. */
  together(act: () => void): void {
    this.#depth++;
    try {
      act();
    } finally {
      this.#depth--;
      if (this.#depth === 0 && this.#isStale) this.#publish();
    }
  }

  emit(signal: RoomSignal): void {
    for (const callback of [...this.#signalListeners]) callback(signal);
  }

  subscribe(onChange: () => void): () => void {
    this.#changeListeners.add(onChange);
    return () => void this.#changeListeners.delete(onChange);
  }

  onSignal(callback: (signal: RoomSignal) => void): () => void {
    this.#signalListeners.add(callback);
    return () => void this.#signalListeners.delete(callback);
  }

  #publish(): void {
    this.#isStale = false;
    const before = this.#view;
    const own = this.#own;
    this.#view = deriveView(this.#facts);
    // Word of stepping down is used up once the stage was left.
    if (this.#view.me?.role === 'listener') this.note({ steppedDown: false });
    const after = this.#view;
    for (const callback of [...this.#changeListeners]) callback();
    for (const signal of signalsBetween(before, after, own)) this.emit(signal);
  }
}
