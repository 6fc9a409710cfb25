import type { House } from '../feature.ts';
import { dayAfter, dayOf } from '../store/day.ts';
import { idOf } from '../store/ids.ts';
import { endSessions } from './end-sessions.ts';

/** Takes away what is over: resting sessions with their devices, and ended tokens. */
export async function sweepAccounts(
  house: Pick<House, 'db' | 'news' | 'freshness' | 'options'>,
  now: number,
): Promise<void> {
  const resting = await house.db
    .selectFrom('sessions')
    .select(['id', 'account'])
    .where('used_on', '<=', dayAfter(now, -house.options.retention.sessionsUnused))
    .execute();
  for (const { id, account } of resting) {
    await endSessions(house, idOf('account', account), { only: [idOf('session', id)] }, now);
  }
  await house.db.deleteFrom('api_tokens').where('expires_on', '<=', dayOf(now)).execute();
}
