import type { Leaf } from '@stoa/protocol';
import type { Guest } from './people.ts';

const forgottenLimit = 4_096;

/** Join requests that wait for a steward's answer. */
export class Door {
  readonly #guests = new Map<number, Guest>();
  readonly #bySubject = new Map<string, Guest>();
  /** Asked for and given up: an admission that is under way is still to be written into the log. */
  readonly #givenUp = new Set<number>();
  #last: number;

  /** `last`: number of the last request. */
  constructor(last: number = 0) {
    this.#last = last;
  }

  get size(): number {
    return this.#guests.size;
  }

  get lastRequest(): number {
    return this.#last;
  }

  nextRequest(): number {
    return ++this.#last;
  }

  all(): IterableIterator<Guest> {
    return this.#guests.values();
  }

  get(request: number): Guest | undefined {
    return this.#guests.get(request);
  }

  /** An older request of the same person, which the newer one replaces. */
  of(subjectKey: string): Guest | undefined {
    return this.#bySubject.get(subjectKey);
  }

  add(guest: Guest): void {
    this.#guests.set(guest.request, guest);
    this.#bySubject.set(guest.subject.reveal(), guest);
  }

  /** Answered, or given up before an answer came. */
  take(guest: Guest, answered: boolean): void {
    if (!this.#guests.delete(guest.request)) return;
    guest.stopWaiting();
    const key = guest.subject.reveal();
    if (this.#bySubject.get(key) === guest) this.#bySubject.delete(key);
    if (answered) return;
    this.#givenUp.add(guest.request);
    if (this.#givenUp.size > forgottenLimit) {
      for (const oldest of this.#givenUp) {
        this.#givenUp.delete(oldest);
        break;
      }
    }
  }

  /** Was this request given up without an answer? True once. */
  wasGivenUp(request: number): boolean {
    return this.#givenUp.delete(request);
  }

  /** Those of whom this steward has not heard. */
  unknownTo(steward: Leaf): Guest[] {
    return [...this.#guests.values()].filter((guest) => !guest.asked.has(steward));
  }
}
