import {
  accounts,
  type Export,
  endpoint,
  events,
  hallway,
  nothingSchema,
  people,
  yourData,
  yourDataLimits,
} from '@stoa/protocol/social';
import { expect, test, vi } from 'vitest';
import { answer } from '../../src/http/answer.ts';
import { storeBan } from '../../src/safety/bans.ts';
import { newId, uuidOf } from '../../src/store/ids.ts';
import { disclose } from '../../src/your-data/disclose.ts';
import { eraseAllDue, leave } from '../../src/your-data/erase.ts';
import { holdings } from '../../src/your-data/registry.ts';
import { join } from '../join.ts';
import { comeIn, roomOf, seat } from '../room-of.ts';
import { randomly, useTown } from '../town.ts';
import { plant, rowsAbout, tablesWith } from './planted.ts';

/** Follows somebody who was there when the call began. */
const lateFollow = endpoint({
  path: '/api/test/late-follow',
  access: 'account',
  body: nothingSchema,
  reply: nothingSchema,
});
const town = useTown({
  extra: [
    answer(lateFollow, async ({ viewer }) => {
      const followed = uuidOf(newId('account', randomly));
      await town.db
        .insertInto('follows')
        .values({ follower: uuidOf(viewer.id), followed })
        .execute();
      return {};
    }),
  ],
});

const gone = (uuid: string) =>
  vi.waitFor(
    async () => {
      const rows = await town.db.selectFrom('accounts').where('id', '=', uuid).select('id').execute();
      expect(rows).toEqual([]);
    },
    { timeout: 10_000 },
  );

/** Empty for those who are there: whoever leaves is gone for everybody, and whoever is banned does nothing here. */
const othersOnly = new Set(['leaving.account', 'bans.account']);
const withRows = (counts: Record<string, number>): string[] =>
  Object.keys(counts).filter((name) => counts[name] === 0 && !othersOnly.has(name));

test('Y3 the export has a row of every kind, people as handles, and none of the secrets', async () => {
  const { me, uuid, page, friend, other, host, words, token, image } = await plant(town, 'exporter');
  await vi.waitFor(async () => expect(withRows(await rowsAbout(town, uuid))).toEqual([]), { timeout: 5_000 });
  const told: Export = await page.call(yourData.export, {});
  expect(told).toMatchObject({ format: 'stoa-export', version: 1, madeOn: '2026-05-06' });

  const expected = holdings.flatMap(({ views }) => views.filter(({ to }) => to === 'person'));
  for (const { name } of expected)
    expect([name, (told.data[name] ?? []).length > 0]).toEqual([name, name !== 'ban']);
  expect(Object.keys(told.data).sort()).toEqual(expected.map(({ name }) => name).sort());

  expect(told.data.account).toMatchObject([
    { id: me.id.reveal(), handle: 'exporter', bio: words.bio, links: [words.link], image: image.reveal() },
  ]);
  expect(told.data.pictures).toHaveLength(3);
  expect(told.data.following).toEqual([{ followed: friend.handle }]);
  expect(told.data.followers).toEqual([{ follower: friend.handle }]);
  expect(told.data.blocks).toEqual([{ blocked: other.handle }]);
  expect(told.data.mutes).toEqual([{ muted: host.handle }]);
  expect(told.data.bells).toEqual([{ about: friend.handle, level: 'never' }]);
  expect(told.data.events).toMatchObject([{ title: words.title, starts_at: expect.stringMatching(/Z$/) }]);
  expect(told.data.clubs).toMatchObject([
    { club: words.lonely, standing: 'owner' },
    { club: 'Shared readers', standing: 'owner' },
  ]);

  const text = JSON.stringify(told);
  expect(text).not.toContain(token);
  const { token_hash } = await town.db
    .selectFrom('sessions')
    .where('account', '=', uuid)
    .select('token_hash')
    .executeTakeFirstOrThrow();
  expect(text).not.toContain(Buffer.from(token_hash).toString('base64url'));
  for (const key of ['token_hash', 'code_hash', 'locator', 'auth']) expect(text).not.toContain(`"${key}":`);
  expect(told.withheld).toMatchObject({ 'sessions.token_hash': expect.any(String) });
});

test('Y4 the export does not tell who has blocked or muted the person, nor from which club it is banned', async () => {
  const { uuid, page } = await plant(town, 'unaware');
  const enemy = await town.db
    .selectFrom('blocks')
    .innerJoin('accounts', 'accounts.id', 'blocks.blocker')
    .where('blocked', '=', uuid)
    .select('handle')
    .executeTakeFirstOrThrow();
  const told = await page.call(yourData.export, {});
  expect(JSON.stringify(told)).not.toContain(enemy.handle);
  expect(JSON.stringify(told)).not.toContain('Shut club');
  const all = await disclose(town.db, 'unaware', town.clock.unix());
  expect(all?.data.blockedBy).toEqual([{ blocker: enemy.handle }]);
  expect(all?.data.clubBans).toMatchObject([{ club: 'Shut club' }]);
});

test('Y4 somebody who followed, and then blocked, the person is nobody in its export', async () => {
  const [ada, eve] = [await town.person('blocked_ada'), await town.person('secret_eve')];
  await eve.call(people.follow, { account: ada.id });
  await vi.waitFor(async () => {
    expect((await ada.call(yourData.export, {})).data.notifications).toMatchObject([{ actor: 'secret_eve' }]);
  });
  await eve.call(people.block, { account: ada.id });
  const told = await ada.call(yourData.export, {});
  expect(JSON.stringify(told)).not.toContain('secret_eve');
});

test('Y5 export and deletion need a fresh passkey, and the deletion the own handle as a person types it', async () => {
  const { page, me } = await join(town, 'careful_one');
  expect(await page.try(yourData.deleteAccount, { handle: 'somebody_else' })).toMatchObject({
    error: { code: 'malformed' },
  });
  town.clock.pass(300_001);
  const stale = { error: { code: 'needsPasskey' } };
  expect(await page.try(yourData.export, {})).toMatchObject(stale);
  expect(await page.try(yourData.deleteAccount, { handle: 'careful_one' })).toMatchObject(stale);
  town.house.freshness.mark(me.session!, town.clock.unix());
  expect(await page.try(yourData.deleteAccount, { handle: '@Careful_One ' })).toMatchObject({ ok: true });
});

test('Y6 an account is exported ten times a day', async () => {
  const ada = await town.person();
  for (let i = 0; i < yourDataLimits.exportsPerDay; i++) await ada.call(yourData.export, {});
  expect(await ada.try(yourData.export, {})).toMatchObject({ error: { code: 'tooFast' } });
});

test('Y7 deletion takes effect at once: sessions, tokens, pages, seats, search, hallway, handle', async () => {
  const { me, page, cookie, words, token, friend, own, image } = await plant(town, 'leaver');
  const second = await town.page(cookie);
  const ada = { id: me.id, handle: 'leaver', session: me.session!, cookie, ...page };
  const room = await roomOf(town, friend);
  await comeIn(town, ada, room);
  seat(town, ada, room, 'speaker');
  const subject = town.house.pseudonym(me.id, room);
  const feed = { taste: { topics: [], languages: [] }, limit: 10, skip: 0 };
  const seen = async () => JSON.stringify(hallway.feed.reply.encode(await friend.call(hallway.feed, feed)));
  expect(await seen()).toContain('leaver');

  const got = await page.try(yourData.deleteAccount, { handle: 'leaver' });
  expect(got).toMatchObject({ ok: true, cookie: 'stoa-session=' });
  await second.next('signedOut');
  expect(await second.closed).toBe(1008);
  expect(town.voice.expelled.some(({ who }) => who.equals(subject))).toBe(true);
  expect(town.house.hall.rooms.seatsOf(me.id)).toEqual([]);
  expect(await seen()).not.toContain('leaver');
  expect(await page.try(accounts.me, {})).toMatchObject({ error: { code: 'signedOut' } });
  expect(await town.program(token).try(accounts.me, {})).toMatchObject({ error: { code: 'signedOut' } });
  expect((await friend.call(people.search, { text: 'leaver' })).people).toEqual([]);
  expect((await friend.call(people.search, { text: 'Plantagonia leaver' })).people).toEqual([]);
  expect(await friend.try(people.profile, { account: me.id })).toMatchObject({ error: { code: 'notFound' } });
  expect((await town.app.inject({ url: `/i/${image.reveal()}/64` })).statusCode).toBe(404);
  expect((await friend.call(events.search, { text: words.title })).events).toEqual([]);
  expect(await friend.try(events.one, { event: own.event })).toMatchObject({ error: { code: 'notFound' } });
  // The handle is free.
  await join(town, 'leaver');
});

test('Y7 pages that watch the hallway are told within a second that the person is not there', async () => {
  const [friend, leaver] = [await town.person(), await town.person('watched_one', { name: 'Watched One' })];
  const room = await roomOf(town, friend);
  await comeIn(town, leaver, room);
  seat(town, leaver, room, 'speaker');
  const page = await town.page(friend.cookie);
  page.send({ t: 'watchHallway', taste: { topics: [], languages: [] } });
  const pass = async (ms: number) => {
    for (let at = 0; at < ms; at += 50) {
      town.clock.pass(50);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const last = () => {
    const frames = page.heard.flatMap((message) => (message.t === 'hallway' ? [message] : []));
    const cards = frames.flatMap((frame) => frame.rooms);
    return JSON.stringify(cards.filter((card) => card.room.equals(room)).at(-1));
  };
  await pass(500);
  expect(last()).toContain('Watched One');
  await leaver.call(yourData.deleteAccount, { handle: 'watched_one' });
  await pass(1_000);
  expect(last()).toContain('Tea and talk');
  expect(last()).not.toContain('Watched One');
});

test('Y8 what others do with the account while it is deleted leaves nothing behind', async () => {
  const leaver = await town.person('rushed_one');
  const others = await Promise.all(Array.from({ length: 12 }, () => town.person()));
  const uuid = uuidOf(leaver.id);
  const calls = others.flatMap((other) => [
    other.try(people.follow, { account: leaver.id }),
    other.try(people.mute, { account: leaver.id }),
    leaver.try(people.follow, { account: other.id }),
  ]);
  const deletion = leaver.try(yourData.deleteAccount, { handle: 'rushed_one' });
  const codes = (await Promise.all(calls)).map((got) => (got.ok ? 'ok' : got.error.code));
  expect(await deletion).toMatchObject({ ok: true });
  await gone(uuid);
  expect(await tablesWith(town, uuid)).toEqual([]);
  const left = await town.db
    .selectFrom('people')
    .where(
      'account',
      'in',
      others.map(({ id }) => uuidOf(id)),
    )
    .select(['followers', 'following'])
    .execute();
  expect(left).toEqual(others.map(() => ({ followers: 0, following: 0 })));
  expect(codes.filter((code) => !['ok', 'notFound', 'signedOut'].includes(code))).toEqual([]);
});

test('Y8 a call about somebody who is deleted while it is under way is answered as for anybody absent', async () => {
  const logged = town.logged.length;
  const ada = await town.person();
  expect(await ada.try(lateFollow, {})).toMatchObject({ error: { code: 'notFound' } });
  expect(town.logged.slice(logged)).toEqual([]);
});

test('Y8 Y9 afterwards no row of any table holds anything of the person; its clubs go to the next or end', async () => {
  const logged = town.logged.length;
  const planted = await plant(town, 'zorvexian');
  const { me, uuid, page, words, image, friend, shared, lonely } = planted;
  const row = async (table: 'accounts' | 'passkeys' | 'devices' | 'sessions') =>
    (await town.db
      .selectFrom(table)
      .selectAll()
      .where(table === 'accounts' ? 'id' : ('account' as never), '=', uuid as never)
      .executeTakeFirstOrThrow()) as Record<string, unknown>;
  const hex = (value: unknown) => Buffer.from(value as Uint8Array).toString('hex');
  const [account, passkey, device, session] = [
    await row('accounts'),
    await row('passkeys'),
    await row('devices'),
    await row('sessions'),
  ];
  const needles = [
    uuid,
    'zorvexian',
    'Plantagonia zorvexian',
    ...Object.values(words),
    uuidOf(image),
    uuidOf(lonely.club),
    String(account.passkey_user),
    String(passkey.id),
    hex(passkey.credential),
    hex(passkey.public_key),
    hex(device.ed25519),
    String(session.id),
    hex(session.token_hash),
  ];
  await vi.waitFor(async () => expect(withRows(await rowsAbout(town, uuid))).toEqual([]), { timeout: 5_000 });
  // The search finds each of them before: it can fail.
  for (const needle of needles)
    expect([needle, (await tablesWith(town, needle)).length > 0]).toEqual([needle, true]);

  const { completeBy } = await page.call(yourData.deleteAccount, { handle: 'zorvexian' });
  expect(completeBy - town.clock.unix()).toBe(3_600_000);
  await gone(uuid);
  for (const needle of [...needles, me.id.reveal()])
    expect([needle, await tablesWith(town, needle)]).toEqual([needle, []]);
  expect(Object.values(await rowsAbout(town, uuid)).every((count) => count === 0)).toBe(true);

  // Y9 a club goes to who stood longest with it, or ends.
  const heir = await town.db
    .selectFrom('club_people')
    .where('club', '=', uuidOf(shared.club))
    .selectAll()
    .execute();
  expect(heir).toMatchObject([{ account: uuidOf(friend.id), standing: 'owner' }]);
  // Counts of those who stay are right.
  expect(
    await town.db
      .selectFrom('people')
      .where('account', '=', uuidOf(friend.id))
      .select(['followers', 'following'])
      .execute(),
  ).toEqual([{ followers: 0, following: 0 }]);
  expect(town.logged.slice(logged)).toEqual([]);
});

test('Y10 what an account has many of goes in batches, and a deletion that was broken off is completed', async () => {
  const { me, uuid } = await plant(town, 'manifold');
  await town.db
    .insertInto('accounts')
    .values(
      Array.from({ length: 2_500 }, (_, i) => ({
        id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
        handle: `fan${i}`,
        handle_look: `fan${i}`,
        name: 'Fan',
        image: null,
        created_on: '2026-05-06',
      })),
    )
    .execute();
  await town.db
    .insertInto('follows')
    .values(
      Array.from({ length: 2_500 }, (_, i) => ({
        follower: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
        followed: uuid,
      })),
    )
    .execute();
  expect(await leave(town.house, me.id, town.clock.unix())).toBe(true);
  // Nothing but the id and its ties is left, whenever the rest goes.
  expect(await tablesWith(town, 'manifold')).toEqual([]);
  expect(await tablesWith(town, uuid)).toContain('follows');
  await eraseAllDue(town.house, town.clock.unix(), 1);
  expect(await tablesWith(town, uuid)).toContain('leaving');
  await eraseAllDue(town.house, town.clock.unix(), 0);
  expect(await tablesWith(town, uuid)).toEqual([]);
  expect(
    await town.db
      .selectFrom('people')
      .where('following', '>', 0)
      .where('account', '>=', '00000000-0000-4000-8000-000000000000')
      .where('account', '<', '00000000-0000-4000-8000-000000002500')
      .select('account')
      .execute(),
  ).toEqual([]);
  expect(await leave(town.house, me.id, town.clock.unix())).toBe(false);
});

test('Y13 the operator discloses everything that is stored, by the same registry', async () => {
  const { me, uuid } = await plant(town, 'disclosed');
  await vi.waitFor(async () => expect(withRows(await rowsAbout(town, uuid))).toEqual([]), { timeout: 5_000 });
  const now = town.clock.unix();
  const ban = { reason: 'spam', note: '', until: undefined } as const;
  await town.db.transaction().execute((trx) => storeBan(trx, me.id, ban, now));
  const told = await disclose(town.db, 'disclosed', now);
  const views = holdings.flatMap((one) => one.views);
  expect(Object.keys(told!.data).sort()).toEqual(views.map(({ name }) => name).sort());
  for (const { name } of views)
    expect([name, told!.data[name]!.length > 0]).toEqual([name, name !== 'leaving']);
  expect(await disclose(town.db, 'nobody_here', town.clock.unix())).toBeUndefined();
});

test('Y14 figures are sums: registered, in six days, live rooms, who listens, minutes', async () => {
  const operator = await town.person('figure_op', { operator: true });
  const before = await operator.call(yourData.figures, {});
  const [ada, ben] = [await town.person(), await town.person()];
  await town.db
    .updateTable('accounts')
    .set({ created_on: '2026-04-29' })
    .where('id', '=', uuidOf(ben.id))
    .execute();
  const room = await roomOf(town, ada);
  await comeIn(town, ben, room);
  town.clock.pass(180_000);
  const after = await operator.call(yourData.figures, {});
  expect({
    registered: after.registered - before.registered,
    registeredSixDays: after.registeredSixDays - before.registeredSixDays,
    liveRooms: after.liveRooms - before.liveRooms,
    inRooms: after.inRooms - before.inRooms,
    listeners: after.listeners - before.listeners,
  }).toEqual({ registered: 2, registeredSixDays: 1, liveRooms: 1, inRooms: 2, listeners: 1 });
  expect(after.minutes - before.minutes).toBeGreaterThanOrEqual(6);
  for (const value of Object.values(after)) expect(typeof value).toBe('number');
});
