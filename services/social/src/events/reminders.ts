import type { House } from '../feature.ts';
import { idOf } from '../store/ids.ts';
import { eventSight } from './event-sight.ts';
import * as queries from './queries.ts';

/** Looked at again by then, whatever was found: another process may have added one. */
const lookAgainMs = 60_000;
const sweepEveryMs = 3_600_000;
const lateMs = 600_000;
const batch = 500;

/** One timer for all reminders. What is due is in the database, so a restart forgets none. */
export class Reminders {
  readonly #house: House;
  #cancel = () => {};
  #running: Promise<void> | undefined;
  #stopped = true;
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor(house: House) {
    this.#house = house;
  }

  start(): void {
    this.#stopped = false;
    this.wake();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#running;
  }

  /** There may be an earlier one than before. */
  wake(): void {
    if (this.#stopped || this.#running) return;
    this.#cancel();
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async #run(): Promise<void> {
    const { db, clock, log, options } = this.#house;
    let waitMs = lookAgainMs;
    try {
      if (clock.now() - this.#sweptAt >= sweepEveryMs) {
        this.#sweptAt = clock.now();
        await queries.sweep(db, clock.unix(), options.retention.eventsOver);
      }
      while (!this.#stopped && (await this.#send())) {}
      const next = await queries.nextDue(db);
      if (next !== undefined) waitMs = Math.max(0, Math.min(waitMs, next - clock.unix()));
    } catch {
      log({ event: 'sweepFailed', where: 'events' });
    }
    if (!this.#stopped) this.#cancel = clock.after(waitMs, () => this.wake());
  }

  /** True when there may be more. */
  async #send(): Promise<boolean> {
    const { db, clock, news } = this.#house;
    const now = clock.unix();
    const taken = await queries.takeDue(db, now, batch);
    const byEvent = new Map<string, string[]>();
    for (const { event, account, due } of taken) {
      if (now - due.getTime() > lateMs) continue;
      byEvent.set(event, [...(byEvent.get(event) ?? []), account]);
    }
    for (const [event, accounts] of byEvent) {
      const to = await mayHear(db, event, accounts);
      if (to.length > 0) {
        news.tell({ kind: 'notice', to, notice: { kind: 'eventReminder', event: idOf('event', event) } });
      }
    }
    return taken.length === batch;
  }
}

/** V24: of those concerned, who may see the event now. */
export async function mayHear(db: House['db'], event: string, only?: readonly string[]) {
  const rows = await queries.concerned(db, event, only);
  return rows
    .filter(
      ({ audience, host, accepted, standing, blocked }) =>
        eventSight({
          audience,
          host,
          coHost: accepted === true,
          asked: accepted === false,
          blocked,
          standing: standing ?? 'none',
        }).event,
    )
    .map(({ account }) => idOf('account', account));
}
