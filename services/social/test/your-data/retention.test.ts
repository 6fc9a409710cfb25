import { accounts, type SessionId, yourData } from '@stoa/protocol/social';
import { expect, test } from 'vitest';
import { appendToLog } from '../../src/safety/moderation-log.ts';
import { dayAfter } from '../../src/store/day.ts';
import { newId, uuidOf } from '../../src/store/ids.ts';
import { sweepAll } from '../../src/your-data/retention.ts';
import { type RetentionName, usualRetention } from '../../src/your-data/retention-days.ts';
import { addDevice } from '../messenger.ts';
import { type Person, randomly, useTown } from '../town.ts';

/** None of them the usual one: what is tested is the setting. */
const retention = {
  sessionsUnused: 10,
  notifications: 11,
  eventsOver: 12,
  recoveryUnused: 13,
  devicesRemoved: 14,
  accountsDeleted: 15,
  messagesWaiting: 16,
  messageRequests: 17,
  evidenceDecided: 18,
  reportsDecided: 19,
  moderationPeople: 20,
};
const town = useTown({ retention });
const dayMs = 86_400_000;

const now = () => town.clock.unix();
const freshId = () => uuidOf(newId('account', randomly));

/** Stores something whose time began so many days ago; the result says whether it is still there. */
type Plant = (person: Person, days: number) => Promise<() => Promise<boolean>>;

const plants: { readonly [Name in RetentionName]: Plant } = {
  async sessionsUnused({ session }, days) {
    const id = uuidOf(session);
    const used_on = dayAfter(now(), -days);
    await town.db.updateTable('sessions').set({ used_on }).where('id', '=', id).execute();
    return there('sessions', id);
  },
  async notifications({ id: account }, days) {
    const id = freshId();
    await town.db
      .insertInto('notifications')
      .values({
        id,
        account: uuidOf(account),
        at: new Date(now() - days * dayMs),
        kind: 'safety',
        actor: null,
        club: null,
        event: null,
        word: 'warning',
      })
      .execute();
    return there('notifications', id);
  },
  async eventsOver({ id: account }, days) {
    const id = freshId();
    await town.db
      .insertInto('events')
      .values({
        id,
        host: uuidOf(account),
        club: null,
        title: 'Over',
        description: '',
        starts_at: new Date(now() - days * dayMs - 3_600_000),
        minutes: 60,
        zone: 'UTC',
        audience: 'everyone',
        revised_at: new Date(now()),
        search: '',
      })
      .execute();
    return there('events', id);
  },
  async recoveryUnused({ id: account }, days) {
    const id = freshId();
    await town.db
      .insertInto('passkeys')
      .values({
        id,
        account: uuidOf(account),
        credential: randomly(16),
        public_key: randomly(32),
        counter: 0,
        transports: [],
        label: 'By recovery',
        synced: false,
        created_on: dayAfter(now(), -days - 2),
        used_on: null,
        usable_at: new Date(now() - days * dayMs),
      })
      .execute();
    return there('passkeys', id);
  },
  async devicesRemoved({ id: account }, days) {
    const id = freshId();
    await town.db
      .insertInto('devices')
      .values({
        id,
        account: uuidOf(account),
        session: null,
        ed25519: randomly(32),
        x25519: randomly(32),
        label: 'Old telephone',
        added_in: 1,
        removed_in: 2,
        added_on: dayAfter(now(), -days),
        removed_on: dayAfter(now(), -days),
      })
      .execute();
    return there('devices', id);
  },
  async messagesWaiting(person, days) {
    const device = await addDevice(person, person.id);
    const id = freshId();
    const [owner, author] = [uuidOf(person.id), uuidOf((await town.person()).id)];
    const arrived_on = dayAfter(now(), -days);
    await town.db
      .insertInto('envelopes')
      .values({
        ...{ id, device: uuidOf(device), owner, author, message: freshId(), arrived_on },
        envelope: randomly(353),
      })
      .execute();
    return there('envelopes', id);
  },
  async messageRequests(person, days) {
    const [account, other] = [uuidOf(person.id), uuidOf((await town.person()).id)];
    const since_on = dayAfter(now(), -days);
    const row = { account, other, unanswered: 1, since_on };
    await town.db
      .insertInto('message_ties')
      .values([
        { ...row, standing: 'refused' },
        // Contacts are kept.
        { ...row, account: other, other: account, standing: 'open' },
      ])
      .execute();
    const left = (of: string) =>
      town.db.selectFrom('message_ties').where('account', '=', of).select('other').execute();
    return async () => {
      expect(await left(other)).toHaveLength(1);
      return (await left(account)).length === 1;
    };
  },
  async evidenceDecided(person, days) {
    const { report } = await decidedCase(person, days);
    return async () =>
      (await town.db.selectFrom('safety_reports').where('id', '=', report).select('evidence').execute()).some(
        ({ evidence }) => evidence !== null,
      );
  },
  async reportsDecided(person, days) {
    const { id, report } = await decidedCase(person, days);
    const kept = [await there('safety_cases', id), await there('safety_reports', report)] as const;
    return async () => {
      const [inCase, inReport] = await Promise.all(kept.map((each) => each()));
      expect(inReport).toBe(inCase);
      return inCase!;
    };
  },
  async moderationPeople(person, days) {
    const at = now() - days * dayMs;
    const log = newId('club', randomly);
    await town.db
      .transaction()
      .execute((trx) =>
        appendToLog(trx, randomly, log, { act: 'warned', by: undefined, of: person.id, words: {} }, at),
      );
    const rows = (table: 'moderation_people' | 'moderation_words' | 'moderation_log') =>
      town.db.selectFrom(table).where('log', '=', uuidOf(log)).select('n').execute();
    return async () => {
      expect(await rows('moderation_log')).toHaveLength(1);
      const people = await rows('moderation_people');
      expect(await rows('moderation_words')).toHaveLength(people.length);
      return people.length === 1;
    };
  },
  async accountsDeleted(person, days) {
    await person.call(yourData.deleteAccount, { handle: person.handle });
    const account = uuidOf(person.id);
    const asked_on = dayAfter(now(), -days);
    await town.db.updateTable('leaving').set({ asked_on }).where('account', '=', account).execute();
    return there('accounts', account);
  },
};

/** A report with evidence, decided so many days ago. */
async function decidedCase({ id: account }: Person, days: number) {
  const [id, report] = [freshId(), freshId()];
  const day = dayAfter(now(), -days);
  await town.db
    .insertInto('safety_cases')
    .values({
      ...{ id, account: uuidOf(account), score: 0, opened_on: day },
      ...{ decision: 'nothing', decided_on: day },
    })
    .execute();
  await town.db
    .insertInto('safety_reports')
    .values({
      ...{ id: report, safety_case: id, account: uuidOf(account), kind: 'person', reason: 'spam' },
      ...{ title: null, on_day: day, evidence_key: 1, evidence: Buffer.from(randomly(64)) },
    })
    .execute();
  return { id, report };
}

const there =
  (
    table:
      | 'sessions'
      | 'notifications'
      | 'events'
      | 'passkeys'
      | 'devices'
      | 'envelopes'
      | 'accounts'
      | 'safety_cases'
      | 'safety_reports',
    id: string,
  ) =>
  async (): Promise<boolean> =>
    (await town.db.selectFrom(table).where('id', '=', id).select('id').execute()).length === 1;

test.each(Object.keys(usualRetention) as RetentionName[])(
  'Y11 %s: kept as long as the configuration says, and no longer',
  async (name) => {
    const days = retention[name];
    const young = await plants[name](await town.person(), days - 1);
    const old = await plants[name](await town.person(), days + 1);
    expect([await young(), await old()]).toEqual([true, true]);
    expect(await sweepAll(town.house)).toBe(true);
    expect([await young(), await old()]).toEqual([true, false]);
  },
);

test('Y11 a session that nobody used for so long opens nothing, before it is taken away', async () => {
  const ada = await town.person();
  const unused = async (session: SessionId, days: number) => {
    const used_on = dayAfter(now(), -days);
    await town.db.updateTable('sessions').set({ used_on }).where('id', '=', uuidOf(session)).execute();
  };
  await unused(ada.session, 9);
  expect(await ada.try(accounts.me, {})).toMatchObject({ ok: true });
  await unused(ada.session, 11);
  expect(await ada.try(accounts.me, {})).toMatchObject({ error: { code: 'signedOut' } });
});

test('Y12 where the configuration keeps what is left of a deleted account, it says until when', async () => {
  const ada = await town.person('kept_ada');
  const { completeBy } = await ada.call(yourData.deleteAccount, { handle: 'kept_ada' });
  expect(completeBy - now()).toBe(15 * dayMs + 3_600_000);
  const row = await town.db
    .selectFrom('accounts')
    .where('id', '=', uuidOf(ada.id))
    .selectAll()
    .executeTakeFirst();
  expect(row).toMatchObject({
    name: '',
    bio: '',
    links: [],
    image: null,
    handle: expect.stringMatching(/^-/),
  });
});
