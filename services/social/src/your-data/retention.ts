import { sweepAccounts } from '../accounts/sweep.ts';
import { sweep as sweepEvents } from '../events/queries.ts';
import type { House } from '../feature.ts';
import { sweepEnvelopes, sweepRequests } from '../messages/queries.ts';
import { sweep as sweepNotifications } from '../notifications/queries.ts';
import { forgetCases, forgetEvidence, forgetPeople } from '../safety/queries.ts';
import { dayAfter } from '../store/day.ts';
import { eraseAllDue } from './erase.ts';
import type { RetentionName } from './retention-days.ts';

const dayMs = 86_400_000;

type Sweep = (house: House, now: number, days: number) => Promise<unknown>;

/** What takes each kind of row away when its time is over. */
export const sweeps: { readonly [Name in RetentionName]: Sweep } = {
  sessionsUnused: (house, now) => sweepAccounts(house, now),
  notifications: ({ db }, now, days) => sweepNotifications(db, new Date(now - days * dayMs)),
  eventsOver: ({ db }, now, days) => sweepEvents(db, now, days),
  recoveryUnused: ({ db }, now, days) =>
    db
      .deleteFrom('passkeys')
      .where('usable_at', '<', new Date(now - days * dayMs))
      .execute(),
  devicesRemoved: ({ db }, now, days) =>
    db.deleteFrom('devices').where('removed_on', '<=', dayAfter(now, -days)).execute(),
  messagesWaiting: ({ db }, now, days) => sweepEnvelopes(db, dayAfter(now, -days)),
  messageRequests: ({ db }, now, days) => sweepRequests(db, dayAfter(now, -days)),
  evidenceDecided: ({ db }, now, days) => forgetEvidence(db, dayAfter(now, -days)),
  reportsDecided: ({ db }, now, days) => forgetCases(db, dayAfter(now, -days)),
  moderationPeople: ({ db }, now, days) => forgetPeople(db, dayAfter(now, -days)),
  accountsDeleted: (house, now, days) => eraseAllDue(house, now, days),
};

/** One after the other; one that fails does not keep the others from their work. True when all did theirs. */
export async function sweepAll(house: House): Promise<boolean> {
  let whole = true;
  for (const name of Object.keys(sweeps) as RetentionName[]) {
    try {
      await sweeps[name](house, house.clock.unix(), house.options.retention[name]);
    } catch {
      whole = false;
    }
  }
  return whole;
}
