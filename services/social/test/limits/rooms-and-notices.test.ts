import { createECDH } from 'node:crypto';
import { toBase64Url } from '@stoa/protocol';
import {
  hallway,
  hallwayLimits,
  languages,
  notificationLimits,
  notifications,
  roomLimits,
  rooms,
  tasteLimits,
  topics,
  yourData,
  yourDataLimits,
} from '@stoa/protocol/social';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newSecretToken } from '../../src/accounts/secret-token.ts';
import { RoomNotices } from '../../src/notifications/room-notices.ts';
import { newId, uuidOf } from '../../src/store/ids.ts';
import { comeIn, roomOf, seat } from '../room-of.ts';
import { type Person, randomly } from '../town.ts';
import { answerTo, doneBefore, letters, patient, plantAccounts, usePlainTown } from './reach.ts';

const town = usePlainTown();
const keyHash = new Uint8Array(32);
const dayMs = 86_400_000;
const plan = {
  keyHash: toBase64Url(keyHash),
  kind: 'open',
  title: 'Tea',
  topics: [] as string[],
  languages: [] as string[],
  capacity: 100,
  guests: false,
  hands: 'all',
};

test('roomLimits.topics and .languages, tasteLimits', async () => {
  const create = async (more: object) =>
    answerTo(town, await town.person(), rooms.create, { ...plan, ...more });
  const feed = async (taste: object) =>
    answerTo(town, await town.person(), hallway.feed, {
      taste: { topics: [], languages: [], ...taste },
      limit: 1,
      skip: 0,
    });
  const cases = [
    [create, 'topics', topics, roomLimits.topics],
    [create, 'languages', languages, roomLimits.languages],
    [feed, 'topics', topics, tasteLimits.topics],
    [feed, 'languages', languages, tasteLimits.languages],
  ] as const;
  for (const [ask, what, all, most] of cases) {
    expect(await ask({ [what]: all.slice(0, most) })).toBe('ok');
    expect(await ask({ [what]: all.slice(0, most + 1) })).toBe('malformed');
  }
});

test('roomLimits.speaking, .listening and .opensPerDay', async () => {
  const ada = await town.person();
  const open = () => answerTo(town, ada, rooms.create, plan);
  const room = await roomOf(town, ada);
  expect(await open()).toBe('tooMany');
  await ada.call(rooms.end, { room });
  // The one above is the first of the day.
  for (let i = 1; i < roomLimits.opensPerDay; i++) {
    await ada.call(rooms.end, { room: await roomOf(town, ada) });
  }
  expect(await open()).toBe('tooMany');
  town.clock.pass(dayMs);
  expect(await open()).toBe('ok');

  const bo = await town.person();
  for (let i = 0; i < roomLimits.listening; i++)
    await comeIn(town, bo, await roomOf(town, await town.person()));
  const another = await roomOf(town, await town.person());
  expect(await bo.try(rooms.join, { room: another, keyHash })).toMatchObject({ error: { code: 'tooMany' } });
});

test('roomLimits of invitations', async () => {
  const ada = await town.person();
  const room = await roomOf(town, ada, { kind: 'closed' });
  const others = await plantAccounts(town, 200);
  const link = (bytes: number) => ({
    device: newId('device', randomly).reveal(),
    sealed: toBase64Url(new Uint8Array(bytes)),
  });
  const invite = (people: readonly object[]) =>
    answerTo(town, ada, rooms.invite, { room: room.reveal(), people });
  const some = (count: number) => others.slice(0, count).map((id) => ({ account: id.reveal() }));
  const linked = (count: number, bytes: number) => [
    { account: others[0]!.reveal(), links: Array.from({ length: count }, () => link(bytes)) },
  ];
  const at = roomLimits;
  expect(await invite(some(at.invitationsAtOnce + 1))).toBe('malformed');
  expect(await invite(linked(at.sealedLinks + 1, 48))).toBe('malformed');
  expect(await invite(linked(1, at.sealedLinkBytes + 1))).toBe('malformed');
  expect(await invite(linked(at.sealedLinks, at.sealedLinkBytes))).toBe('ok');
  expect(await invite(some(at.invitationsAtOnce))).toBe('ok');
  expect(await invite(some(at.invitationsAtOnce - 1))).toBe('ok');
  expect(1 + at.invitationsAtOnce + at.invitationsAtOnce - 1).toBe(at.invitationsPerHour);
  expect(await invite(some(1))).toBe('tooFast');

  town.clock.pass(3_600_000);
  const live = town.house.hall.rooms.find(room)!;
  while (live.invited.size < at.invitations - 1) live.invited.set(newId('account', randomly).reveal(), []);
  for (const account of others.slice(-2)) await ada.call(rooms.invite, { room, people: [{ account }] });
  expect(live.invited.size).toBe(at.invitations);
});

test('roomLimits.joinsPerMinute, .lookUpsPerMinute, .pageEntries and .faces', async () => {
  const [ada, bo] = [await town.person(), await town.person()];
  const room = await roomOf(town, ada);
  expect(await doneBefore('tooFast', () => bo.try(rooms.join, { room, keyHash }))).toBe(
    roomLimits.joinsPerMinute,
  );
  const live = town.house.hall.rooms;
  for (const [i, id] of (await plantAccounts(town, 60)).entries()) {
    live.admit(live.find(room)!, id);
    seat(town, { id }, room, i < 10 ? 'speaker' : 'listener');
  }
  const look = () => bo.try(rooms.people, { room, part: 'all' });
  const page = await look();
  expect(page.ok && page.reply.people.length).toBe(roomLimits.pageEntries);
  expect(page.ok && page.reply.next).toBeDefined();
  expect(1 + (await doneBefore('tooFast', look))).toBe(roomLimits.lookUpsPerMinute);
  expect((await bo.call(rooms.show, { room })).faces).toHaveLength(roomLimits.faces);
});

test(
  'hallwayLimits',
  async () => {
    const [ada, bo] = [await town.person(), await town.person()];
    const taste = { topics: [], languages: [] };
    const feed = (limit: number, skip: number) => answerTo(town, ada, hallway.feed, { taste, limit, skip });
    const at = hallwayLimits;
    expect(await feed(at.feed, at.skip)).toBe('ok');
    expect(await feed(at.feed + 1, 0)).toBe('malformed');
    expect(await feed(1, at.skip + 1)).toBe('malformed');

    const openers: Person[] = [];
    for (let i = 0; i <= Math.max(at.searchResults, at.watched); i++) openers.push(await town.person());
    for (const opener of openers) await roomOf(town, opener, { title: 'Zanzibar' });
    const search = (text: string) => bo.call(hallway.search, { text });
    expect((await search('zanzibar')).rooms).toHaveLength(at.searchResults);
    // What is beyond is not looked at.
    const padded = 'zanzibar'.padEnd(at.searchCodePoints);
    expect((await search(`${padded}nowhere`)).rooms).toHaveLength(at.searchResults);
    expect((await search(`${letters(at.searchCodePoints)} zanzibar`)).rooms).toHaveLength(0);
    expect(3 + (await doneBefore('tooFast', () => bo.try(hallway.search, { text: 'tea' })))).toBe(
      at.searchesPerMinute,
    );

    const page = await town.page(bo.cookie);
    page.send({ t: 'watchHallway', taste });
    for (let tries = 0; tries < 100 && !page.heard.some(({ t }) => t === 'hallway'); tries++) {
      town.clock.pass(at.gatherMs);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect((await page.next('hallway')).order).toHaveLength(at.watched);
  },
  patient,
);

test(
  'notificationLimits.kept and .pageEntries',
  async () => {
    const ada = await town.person();
    const others = await plantAccounts(town, notificationLimits.kept + 5);
    for (const from of others)
      town.house.news.tell({ kind: 'notice', to: [ada.id], notice: { kind: 'followed', from } });
    const kept = async () =>
      (
        await sql<{
          n: number;
        }>`select count(*) as n from notifications where account = ${uuidOf(ada.id)}`.execute(town.db)
      ).rows[0]!.n;
    await expect.poll(kept, { timeout: 60_000 }).toBe(others.length);
    // The oldest go when somebody looks.
    await ada.call(notifications.list, {});
    await expect.poll(kept, { timeout: 60_000 }).toBe(notificationLimits.kept);
    const { notifications: page, next } = await ada.call(notifications.list, {});
    expect(page).toHaveLength(notificationLimits.pageEntries);
    expect(next).toBeDefined();
  },
  patient,
);

test('notificationLimits.roomNotices', () => {
  const notices = new RoomNotices(randomly);
  const [ada, from] = [newId('account', randomly), newId('account', randomly)];
  for (let i = 0; i <= notificationLimits.roomNotices; i++) {
    notices.add(ada, { kind: 'pinged', from, room: newId('room', randomly) }, i);
  }
  expect(notices.of(ada)).toHaveLength(notificationLimits.roomNotices);
  expect(notices.of(ada)[0]!.at).toBe(notificationLimits.roomNotices);
});

test('notificationLimits.pushSubscriptions', async () => {
  const ada = await town.person();
  const p256dh = new Uint8Array(createECDH('prime256v1').generateKeys());
  const devices = await Promise.all(
    Array.from({ length: notificationLimits.pushSubscriptions + 1 }, async () => {
      const { token, hash } = newSecretToken(randomly);
      const id = uuidOf(newId('session', randomly));
      const day = '2026-05-06';
      const values = {
        id,
        account: uuidOf(ada.id),
        token_hash: hash,
        label: 'X',
        created_on: day,
        used_on: day,
      };
      await town.db.insertInto('sessions').values(values).execute();
      return town.withCookie(`stoa-session=${token}`);
    }),
  );
  const subscribe = (i: number) =>
    devices[i]!.try(notifications.subscribe, {
      endpoint: `https://fcm.googleapis.com/fcm/send/${i}`,
      p256dh,
      auth: new Uint8Array(16),
    });
  expect(await doneBefore('tooMany', subscribe)).toBe(notificationLimits.pushSubscriptions);
  // A device that is told already may change its address, and one that ends makes room.
  expect((await subscribe(0)).ok).toBe(true);
  await devices[1]!.call(notifications.unsubscribe, {});
  expect((await subscribe(notificationLimits.pushSubscriptions)).ok).toBe(true);
});

test(
  'notificationLimits.changesPerDay',
  async () => {
    const ada = await town.person();
    const change = (i: number) => ada.try(notifications.setSettings, { zone: 'UTC', paused: i % 2 === 0 });
    expect(await doneBefore('tooFast', change)).toBe(notificationLimits.changesPerDay);
  },
  patient,
);

test('yourDataLimits.exportsPerDay', async () => {
  const ada = await town.person();
  expect(await doneBefore('tooFast', () => ada.try(yourData.export, {}))).toBe(yourDataLimits.exportsPerDay);
});
