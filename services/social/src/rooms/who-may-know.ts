import { IdIndex, idFromText, includesId, wordsPerId } from '@stoa/core/hallway';
import type { AccountId } from '@stoa/protocol/social';
import type { Database } from '../ports.ts';
import { type LiveRoom, stageOf } from './live-room.ts';
import { readMembers } from './queries.ts';
import type { TiesKept } from './ties-kept.ts';

/**
 * Asks once for what decides about everybody, so that thousands of followers can be told apart without a question each.
 * The answer is that of `maySee` for people with an account, at this moment.
 */
export async function whoMayKnow(
  room: LiveRoom,
  db: Database,
  ties: TiesKept,
): Promise<(account: AccountId) => boolean> {
  const { kind, club } = room.words;
  const members = new IdIndex();
  if (kind === 'club' && club) {
    const list = await readMembers(db, club.club);
    for (let at = 0; at < list.length; at += wordsPerId) members.add(list, at, 0);
  }
  const stage = await Promise.all(stageOf(room).map(async ({ account }) => await ties.of(account)));
  return (account) => {
    const key = account.reveal();
    const id = idFromText(key);
    if (room.state !== 'live' || room.barred.has(key)) return false;
    if (stage.some(({ blocked }) => includesId(blocked, id))) return false;
    if (kind === 'open' || room.invited.has(key) || room.seats.has(key)) return true;
    if (kind === 'social') return stage.some(({ follows }) => includesId(follows, id));
    return kind === 'club' && members.first(id, 0) >= 0;
  };
}
