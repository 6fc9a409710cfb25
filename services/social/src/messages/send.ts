import type { AccountId, DeviceId, MessageId, SessionId } from '@stoa/protocol/social';
import { messageLimits } from '@stoa/protocol/social';
import type { House } from '../feature.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { lockPair } from '../people/queries.ts';
import { mayApproach } from '../people/relations.ts';
import { dayOf } from '../store/day.ts';
import { newId, uuidOf } from '../store/ids.ts';
import * as queries from './queries.ts';

export type Sending = {
  readonly from: AccountId;
  readonly session: SessionId;
  readonly to: AccountId;
  readonly message: MessageId;
  readonly envelopes: readonly { readonly device: DeviceId; readonly envelope: Uint8Array }[];
};

/** `asked`: it waits among the requests, and nobody's telephone rings. */
export type Sent = 'changed' | 'noDevices' | 'open' | 'asked';

/** `firstWords` is asked before somebody writes to a stranger for the first time, and may throw. */
export async function send(
  { db, random }: Pick<House, 'db' | 'random'>,
  { from, session, to, message, envelopes }: Sending,
  now: number,
  firstWords: () => void,
): Promise<Sent> {
  const [me, them, today] = [uuidOf(from), uuidOf(to), dayOf(now)];
  if (!(await mayApproach(db, from, to))) throw notFound();
  return await db.transaction().execute(async (trx) => {
    if ((await lockPair(trx, me, them)) < 2) throw notFound();
    // Again, now that nobody changes it: a block may have come in between.
    if (!(await mayApproach(trx, from, to))) throw notFound();
    const own = await queries.deviceOf(trx, uuidOf(session));
    if (!own) throw new Refusal('notAllowed', 'This session is no device of the account.');
    const theirs = await queries.devicesFor(trx, them);
    if (theirs.length === 0) return 'noDevices';
    const mine = (await queries.devicesFor(trx, me)).filter((device) => device !== own);
    const wanted = new Map([
      ...theirs.map((id) => [id, them] as const),
      ...mine.map((id) => [id, me] as const),
    ]);
    const given = new Map(envelopes.map(({ device, envelope }) => [uuidOf(device), envelope]));
    // Of one's own, those that the sender's device knows: one that nobody has confirmed gets nothing.
    const complete = given.size === envelopes.length && theirs.every((id) => given.has(id));
    if (!complete || [...given.keys()].some((id) => !wanted.has(id))) return 'changed';

    const tie = await queries.tieOf(trx, them, me);
    const again = await queries.isStored(trx, them, me, uuidOf(message));
    if (tie.standing !== 'open' && !again) {
      if (tie.unanswered >= messageLimits.unanswered) {
        throw new Refusal('notYet', 'There was no answer to the first messages yet.');
      }
      if (tie.standing === 'none') firstWords();
      await queries.countAsking(trx, them, me, today);
    }
    await queries.openTie(trx, me, them, today);
    const stored = [...given]
      .map(([device, envelope]) => ({ device, owner: wanted.get(device)!, envelope }))
      // Whoever was refused is not told: the copies for that person are not kept.
      .filter(({ owner }) => owner === me || tie.standing !== 'refused')
      .map((one) => ({
        ...one,
        id: uuidOf(newId('envelope', random)),
      }));
    await queries.store(trx, stored, me, uuidOf(message), today);
    return tie.standing === 'open' ? 'open' : 'asked';
  });
}
