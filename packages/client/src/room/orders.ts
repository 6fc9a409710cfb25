import type { Refusal, ServerMessage } from '@stoa/protocol';
import type { Outcome } from '../room-view.ts';

/** Commands that were sent and wait for `done` or `refused`. */
export class Orders {
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  readonly #ending = new Set<number>();
  readonly #messages = new Set<number>();
  #next = 1;

  /** Is no command under way? Messages change nothing of the room. */
  get idle(): boolean {
    return this.#waiting.size === this.#messages.size;
  }

  /** The same for what somebody writes. */
  message(): ReturnType<Orders['open']> {
    const order = this.open();
    this.#messages.add(order.id);
    return order;
  }

  /** A number for the next command and the promise of its outcome. `ends`: the room's end is its success. */
  open(ends = false): { readonly id: number; readonly outcome: Promise<Outcome> } {
    const id = this.#next++;
    if (ends) this.#ending.add(id);
    const outcome = new Promise<Outcome>((resolve) => this.#waiting.set(id, resolve));
    return { id, outcome };
  }

  received(message: ServerMessage): void {
    if (message.t === 'done') this.done(message.id);
    if (message.t === 'refused') this.refused(message.id, message.why);
    if (message.t === 'closed' && message.code === 'roomEnded') this.ended();
  }

  done(id: number): void {
    this.#settle(id, { ok: true });
  }

  refused(id: number, why: Refusal): void {
    this.#settle(id, { ok: false, why });
  }

  failed(id: number): void {
    this.#settle(id, { ok: false, why: 'offline' });
  }

  ended(): void {
    for (const id of this.#ending) this.done(id);
  }

  /** The socket is gone: nobody knows what became of them, so the person is told to look again. */
  allOffline(): void {
    for (const id of [...this.#waiting.keys()]) this.failed(id);
  }

  #settle(id: number, outcome: Outcome): void {
    this.#waiting.get(id)?.(outcome);
    this.#waiting.delete(id);
    this.#ending.delete(id);
    this.#messages.delete(id);
  }
}
