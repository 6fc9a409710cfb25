import { accounts, type SessionId, yourData } from '@stoa/protocol/social';
import { expect, test } from 'vitest';
import { dayAfter } from '../../src/store/day.ts';
import { newId, uuidOf } from '../../src/store/ids.ts';
import { sweepAll } from '../../src/your-data/retention.ts';
import { type RetentionName, usualRetention } from '../../src/your-data/retention-days.ts';
import { type Person, randomly, useTown } from '../town.ts';

/** None of them the usual one: what is tested is the setting. */
const retention = {
  sessionsUnused: 10,
  notifications: 11,
  eventsOver: 12,
  recoveryUnused: 13,
  devicesRemoved: 14,
  accountsDeleted: 15,
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
  async accountsDeleted(person, days) {
    await person.call(yourData.deleteAccount, { handle: person.handle });
    const account = uuidOf(person.id);
    const asked_on = dayAfter(now(), -days);
    await town.db.updateTable('leaving').set({ asked_on }).where('account', '=', account).execute();
    return there('accounts', account);
  },
};

const there =
  (table: 'sessions' | 'notifications' | 'events' | 'passkeys' | 'devices' | 'accounts', id: string) =>
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
