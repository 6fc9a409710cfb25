import type { AccountId } from '@stoa/protocol/social';
import { Budget } from './http/budget.ts';
import { Refusal } from './http/refusal.ts';
import type { Clock } from './ports.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** How often one account may do one thing. In memory: what somebody did is written nowhere for it. */
export class Allowance {
  readonly #clock: Clock;
  readonly #day: Budget;
  readonly #minute: Budget | undefined;

  constructor(clock: Clock, perDay: number, perMinute?: number) {
    this.#clock = clock;
    this.#day = new Budget({ count: perDay, perMs: dayMs, burst: perDay });
    if (perMinute !== undefined) {
      this.#minute = new Budget({ count: perMinute, perMs: minuteMs, burst: perMinute });
    }
  }

  /** Takes one, or throws the refusal that says when to come back. */
  take(account: AccountId): void {
    const key = account.reveal();
    const now = this.#clock.now();
    const retryInMs = this.#minute?.take(key, now) ?? this.#day.take(key, now);
    if (retryInMs !== undefined) throw new Refusal('tooFast', 'That is enough for now.', retryInMs);
  }
}
