import { yourData as calls, yourDataLimits } from '@stoa/protocol/social';
import { Turnstile } from '../accounts/turnstile.ts';
import { Allowance } from '../allowance.ts';
import type { MakeFeature } from '../feature.ts';
import { answer } from '../http/answer.ts';
import { Refusal } from '../http/refusal.ts';
import { dayOf } from '../store/day.ts';
import { uuidOf } from '../store/ids.ts';
import { erase, leave } from './erase.ts';
import { RoomFigures, registeredFigures } from './figures.ts';
import { readHoldings } from './read-holdings.ts';
import { sweepAll } from './retention.ts';
import { typedHandle } from './typed-handle.ts';

const sweepEveryMs = 3_600_000;
const dayMs = 86_400_000;

/** What is stored about people: shown to them, deleted for them, and gone when its time is over. */
export const yourData: MakeFeature = (house) => {
  const { db, clock, log } = house;
  const exporting = new Allowance(clock, yourDataLimits.exportsPerDay);
  // Somebody with a million followers takes memory to write down.
  const turnstile = new Turnstile(2, 50);
  const rooms = new RoomFigures(house);
  const underWay = new Set<Promise<void>>();
  let cancelSweep = () => {};

  const track = (work: Promise<void>): void => {
    const settled = work.catch(() => log({ event: 'sweepFailed', where: 'your-data' }));
    underWay.add(settled);
    void settled.finally(() => underWay.delete(settled));
  };
  const sweep = (): void => {
    track(
      sweepAll(house).then((whole) => {
        if (!whole) throw new Error('A sweep failed.');
      }),
    );
    cancelSweep = clock.after(sweepEveryMs, sweep);
  };

  return {
    answers: [
      answer(calls.export, async ({ viewer, now }) => {
        const wait = turnstile.fullForMs();
        if (wait !== undefined) throw new Refusal('tooFast', 'Too many exports just now.', wait);
        exporting.take(viewer.id);
        const told = await turnstile.pass(
          () => clock.now(),
          () => readHoldings(db, viewer.id, 'person'),
        );
        return { format: 'stoa-export' as const, version: 1 as const, madeOn: dayOf(now), ...told };
      }),

      answer(calls.deleteAccount, async ({ viewer, body, now, cookie }) => {
        const own = await db
          .selectFrom('accounts')
          .where('id', '=', uuidOf(viewer.id))
          .select('handle')
          .executeTakeFirst();
        if (own?.handle !== typedHandle(body.handle)) throw new Refusal('malformed', 'Type your own handle.');
        if (!(await leave(house, viewer.id, now))) throw new Refusal('signedOut', 'This account is gone.');
        cookie.clear();
        const days = house.options.retention.accountsDeleted;
        if (days === 0) track(erase(db, viewer.id));
        return { completeBy: now + days * dayMs + sweepEveryMs };
      }),

      answer(calls.figures, async ({ now }) => ({ ...(await registeredFigures(db, now)), ...rooms.now() })),
    ],
    start() {
      rooms.start();
      sweep();
    },
    async stop() {
      rooms.stop();
      cancelSweep();
      await Promise.all(underWay);
    },
  };
};
