import type { ClubCommand } from '@stoa/core/clubs';
import type { AccountId, ClubId, LogAct } from '@stoa/protocol/social';
import type { Transaction } from 'kysely';
import type { House } from '../feature.ts';
import type { Tables } from '../store/tables/index.ts';
import { appendToLog } from './moderation-log.ts';

/** What those who run a club do to it and to its people. What people do about themselves is not moderation. */
const acts: { readonly [Type in ClubCommand['type']]?: LogAct } = {
  invite: 'invited',
  accept: 'accepted',
  decline: 'declined',
  promote: 'promoted',
  demote: 'demoted',
  transfer: 'transferred',
  remove: 'removed',
  ban: 'clubBanned',
  unban: 'clubUnbanned',
  edit: 'edited',
};

export async function logClubAct(
  trx: Transaction<Tables>,
  { random, clock }: Pick<House, 'random' | 'clock'>,
  club: ClubId,
  {
    type,
    by,
    of,
    rules,
  }: {
    readonly type: ClubCommand['type'];
    readonly by: AccountId;
    readonly of?: AccountId;
    /** The new ones, when they changed. */
    readonly rules: readonly string[] | undefined;
  },
): Promise<void> {
  const act = rules ? 'rulesChanged' : acts[type];
  if (!act) return;
  // A ban from a club is not told to the banned; neither is its end, nor that a request was declined.
  const untold = type === 'ban' || type === 'unban' || type === 'decline';
  const entry = {
    act,
    by,
    ...(of ? { of } : {}),
    ...(untold ? { untold } : {}),
    ...(rules ? { words: { rules } } : {}),
  };
  await appendToLog(trx, random, club, entry, clock.unix());
}
