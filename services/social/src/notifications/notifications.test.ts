import { createECDH, randomBytes } from 'node:crypto';
import { roomHandle, toBase64Url } from '@stoa/protocol';
import { clubs, notifications, people } from '@stoa/protocol/social';
import { describe, expect, test } from 'vitest';
import { type Person, randomly, useTown } from '../../test/town.ts';
import { newId } from '../store/ids.ts';
import { isPushEndpoint } from './push-hosts.ts';

const town = useTown({
  callLimits: {
    perAddress: { perSecond: 1_000, burst: 10_000 },
    perAccount: { perSecond: 1_000, burst: 10_000 },
  },
});
const many = (count: number) => Promise.all(Array.from({ length: count }, () => town.person()));
const hour = 3_600_000;
const room = () => roomHandle(toBase64Url(randomly(16)));

async function subscribed(person: Person): Promise<string> {
  const endpoint = `https://updates.push.services.mozilla.com/wpush/v2/${randomBytes(12).toString('hex')}`;
  const curve = createECDH('prime256v1');
  const p256dh = new Uint8Array(curve.generateKeys());
  await person.call(notifications.subscribe, { endpoint, p256dh, auth: new Uint8Array(randomBytes(16)) });
  return endpoint;
}
const rings = (endpoint: string) => town.pushed.filter((delivery) => delivery.endpoint === endpoint).length;

/** What is told is told after the call that caused it. */
async function eventually<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (let i = 0; ; i++) {
    const value = await read();
    if (holds(value) || i === 100) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
const list = (person: Person, count = 1) =>
  eventually(
    () => person.call(notifications.list, {}),
    (page) => page.notifications.length + page.rooms.length >= count,
  );
/** Everything told so far has been carried out: this comes after it. */
async function settled(): Promise<void> {
  const last = await town.person();
  town.house.news.tell({ kind: 'notice', to: [last.id], notice: { kind: 'safety', about: 'warning' } });
  await list(last);
}

describe('the list', () => {
  test('a follow is told once, however often it is repeated', async () => {
    const [ada, ben] = await many(2);
    for (let i = 0; i < 3; i++) {
      await ben!.call(people.follow, { account: ada!.id });
      await ben!.call(people.unfollow, { account: ada!.id });
    }
    await settled();
    const { notifications: all, unread } = await ada!.call(notifications.list, {});
    expect(all).toMatchObject([{ read: false, notice: { kind: 'followed', from: { handle: ben!.handle } } }]);
    expect([unread, all[0]!.at % hour]).toEqual([1, 0]);
  });

  test('a page hears of news; reading empties the count', async () => {
    const [ada, ben] = await many(2);
    const page = await town.page(ada!.cookie);
    await page.next('hello');
    await ben!.call(people.follow, { account: ada!.id });
    expect(await page.next('notices')).toEqual({ t: 'notices', unread: 1 });
    await ada!.call(notifications.markRead, {});
    expect(await page.next('notices')).toEqual({ t: 'notices', unread: 0 });
    const { notifications: all } = await ada!.call(notifications.list, {});
    expect(all).toMatchObject([{ read: true }]);
    await ada!.call(notifications.remove, { notification: all[0]!.notification });
    expect(await ada!.call(notifications.list, {})).toMatchObject({ notifications: [], unread: 0 });
  });

  test('nobody removes what is in the list of another', async () => {
    const [ada, ben] = await many(2);
    await ben!.call(people.follow, { account: ada!.id });
    const { notifications: all } = await list(ada!);
    await ben!.call(notifications.remove, { notification: all[0]!.notification });
    expect((await ada!.call(notifications.list, {})).notifications).toHaveLength(1);
  });

  test('clubs tell the invited, the desk and the accepted', async () => {
    const [owner, ada, ben] = await many(3);
    const { club } = await owner!.call(clubs.create, {
      name: 'Chess',
      description: '',
      rules: [],
      wayIn: 'request',
      inDirectory: true,
    });
    await owner!.call(clubs.invite, { club, account: ada!.id });
    await ben!.call(clubs.join, { club, rulesVersion: 1 });
    expect((await list(ada!)).notifications).toMatchObject([
      { notice: { kind: 'clubInvited', from: { handle: owner!.handle }, club: { name: 'Chess' } } },
    ]);
    expect((await list(owner!)).notifications).toMatchObject([
      { notice: { kind: 'clubRequested', from: { handle: ben!.handle } } },
    ]);
    await owner!.call(clubs.accept, { club, account: ben!.id });
    expect((await list(ben!)).notifications).toMatchObject([{ notice: { kind: 'clubAccepted' } }]);
    // Who is banned from it is told of it no more.
    await owner!.call(clubs.ban, { club, account: ben!.id });
    expect((await ben!.call(notifications.list, {})).notifications).toEqual([]);
  });

  test('B10 what was told before disappears behind a block, with its count', async () => {
    const [ada, troll] = await many(2);
    await troll!.call(people.follow, { account: ada!.id });
    expect((await list(ada!)).unread).toBe(1);
    await ada!.call(people.block, { account: troll!.id });
    expect(await ada!.call(notifications.list, {})).toMatchObject({ notifications: [], unread: 0 });
    const muted = await town.person();
    await ada!.call(people.mute, { account: muted.id });
    await muted.call(people.follow, { account: ada!.id });
    await settled();
    expect(await ada!.call(notifications.list, {})).toMatchObject({ notifications: [], unread: 0 });
  });

  test('long lists come in pages', async () => {
    const ada = await town.person();
    const others = await many(60);
    for (const one of others) await one.call(people.follow, { account: ada.id });
    await settled();
    const first = await ada.call(notifications.list, {});
    const second = await ada.call(notifications.list, { cursor: first.next! });
    expect([first.notifications.length, second.notifications.length, second.next]).toEqual([
      50,
      10,
      undefined,
    ]);
    expect(
      [...first.notifications, ...second.notifications].map(
        ({ notice }) => 'from' in notice && notice.from.handle,
      ),
    ).toEqual(others.map(({ handle }) => handle).reverse());
  });
});

describe('bells', () => {
  test('B1 B2 B3 B4 who is told of somebody on stage, and how often; only of rooms one may know', async () => {
    const star = await town.person();
    const [always, sometimes, never, stranger, outside] = await many(5);
    for (const fan of [always!, sometimes!, never!, outside!])
      await fan.call(people.follow, { account: star.id });
    await always!.call(notifications.setBell, { account: star.id, level: 'always' });
    await never!.call(notifications.setBell, { account: star.id, level: 'never' });
    const onStage = async () => {
      town.house.news.tell({
        kind: 'onStage',
        who: star.id,
        room: room(),
        mayKnow: (who) => !who.equals(outside!.id),
      });
      await settled();
      const counts = [];
      for (const one of [always!, sometimes!, never!, stranger!, outside!]) {
        counts.push((await one.call(notifications.list, {})).rooms.length);
      }
      return counts;
    };
    expect(await onStage()).toEqual([1, 1, 0, 0, 0]);
    expect(await onStage()).toEqual([1, 1, 0, 0, 0]);
    town.clock.pass(hour);
    expect(await onStage()).toEqual([2, 1, 0, 0, 0]);
    town.clock.pass(24 * hour);
    expect(await onStage()).toEqual([3, 2, 0, 0, 0]);
  });

  test('nothing about a room is in the database, and its notices end with it', async () => {
    const [star, fan] = await many(2);
    await fan!.call(people.follow, { account: star!.id });
    const handle = room();
    town.house.news.tell({ kind: 'onStage', who: star!.id, room: handle, mayKnow: () => true });
    town.house.news.tell({
      kind: 'notice',
      to: [fan!.id],
      notice: { kind: 'pinged', from: star!.id, room: handle },
    });
    const { rooms, notifications: kept, unread } = await list(fan!, 2);
    expect([rooms.length, kept, unread]).toEqual([2, [], 2]);
    expect(rooms[0]!.notice).toMatchObject({ kind: 'pinged', from: { handle: star!.handle } });
    await fan!.call(notifications.markRead, {});
    expect((await fan!.call(notifications.list, {})).unread).toBe(0);
    expect(
      await town.db
        .selectFrom('notifications')
        .selectAll()
        .where('actor', 'is not', null)
        .where('kind', 'in', ['onStage', 'pinged'])
        .execute(),
    ).toEqual([]);
    town.house.news.tell({ kind: 'roomEnded', room: handle });
    await settled();
    expect((await fan!.call(notifications.list, {})).rooms).toEqual([]);
  });

  test('a bell takes a follow, and ends with it', async () => {
    const [ada, ben] = await many(2);
    const bell = { account: ben!.id, level: 'always' as const };
    const hidden = await ada!.try(notifications.setBell, bell);
    expect(hidden).toMatchObject({ status: 404 });
    expect(await ada!.try(notifications.setBell, { ...bell, account: newId('account', randomly) })).toEqual(
      hidden,
    );
    await ada!.call(people.follow, { account: ben!.id });
    await ada!.call(notifications.setBell, bell);
    expect((await ada!.call(people.profile, { account: ben!.id })).bell).toBe('always');
    await ada!.call(people.unfollow, { account: ben!.id });
    await ada!.call(people.follow, { account: ben!.id });
    expect((await ada!.call(people.profile, { account: ben!.id })).bell).toBe('sometimes');
  });
});

describe('pushes', () => {
  test('a ring says nothing, comes at most once a minute, and to every device', async () => {
    const [ada, ben, cem] = await many(3);
    const endpoint = await subscribed(ada!);
    await ben!.call(people.follow, { account: ada!.id });
    await cem!.call(people.follow, { account: ada!.id });
    await settled();
    expect(rings(endpoint)).toBe(1);
    const delivery = town.pushed.find((one) => one.endpoint === endpoint)!;
    expect(delivery.payload).toBe('{"t":"new"}');
    town.clock.pass(61_000);
    await (await town.person()).call(people.follow, { account: ada!.id });
    await settled();
    expect(rings(endpoint)).toBe(2);
    await ada!.call(notifications.unsubscribe, {});
    town.clock.pass(61_000);
    await (await town.person()).call(people.follow, { account: ada!.id });
    await settled();
    expect(rings(endpoint)).toBe(2);
  });

  test('B11 B12 quiet hours and pauses keep devices silent; the list is complete', async () => {
    const [quiet, paused] = await many(2);
    const endpoints = [await subscribed(quiet!), await subscribed(paused!)];
    const minute =
      new Date(town.clock.unix()).getUTCHours() * 60 + new Date(town.clock.unix()).getUTCMinutes();
    await quiet!.call(notifications.setSettings, {
      zone: 'UTC',
      quiet: { from: minute, to: (minute + 120) % 1_440 },
      paused: false,
    });
    await paused!.call(notifications.setSettings, { zone: 'Asia/Tokyo', paused: true });
    expect(await paused!.call(notifications.settings, {})).toEqual({ zone: 'Asia/Tokyo', paused: true });
    const fan = await town.person();
    for (const one of [quiet!, paused!]) await fan.call(people.follow, { account: one.id });
    await settled();
    expect(endpoints.map(rings)).toEqual([0, 0]);
    expect((await quiet!.call(notifications.list, {})).unread).toBe(1);
    await paused!.call(notifications.setSettings, { zone: 'UTC', paused: false });
    town.clock.pass(2 * hour + 60_000);
    const other = await town.person();
    for (const one of [quiet!, paused!]) await other.call(people.follow, { account: one.id });
    await settled();
    expect(endpoints.map(rings)).toEqual([1, 1]);
    expect(await quiet!.try(notifications.setSettings, { zone: 'Moon/Base', paused: false })).toMatchObject({
      error: { code: 'malformed' },
    });
  });

  test('a subscription is for known push services, with a real key, and ends with its session', async () => {
    const ada = await town.person();
    const good = { p256dh: new Uint8Array(createECDH('prime256v1').generateKeys()), auth: randomly(16) };
    const endpoint = 'https://fcm.googleapis.com/fcm/send/x';
    for (const bad of [
      { ...good, endpoint: 'https://127.0.0.1/hook' },
      { ...good, endpoint, p256dh: new Uint8Array(65).fill(4) },
    ]) {
      expect(await ada.try(notifications.subscribe, bad)).toMatchObject({ error: { code: 'malformed' } });
    }
    await ada.call(notifications.subscribe, { ...good, endpoint });
    await town.db.deleteFrom('sessions').execute();
    expect(await town.db.selectFrom('push_subscriptions').selectAll().execute()).toEqual([]);
  });

  test('the key is the same for everybody, for ever', async () => {
    const [ada, ben] = await many(2);
    const keys = await Promise.all([ada!, ben!, ada!].map((one) => one.call(notifications.pushKey, {})));
    expect(new Set(keys.map(({ key }) => toBase64Url(key))).size).toBe(1);
    expect(keys[0]!.key[0]).toBe(4);
  });

  test.each([
    ['https://fcm.googleapis.com/fcm/send/abc', true],
    ['https://updates.push.services.mozilla.com/wpush/v2/abc', true],
    ['https://web.push.apple.com/abc', true],
    ['https://wns2-par02p.notify.windows.com/w/?token=abc', true],
    ['http://fcm.googleapis.com/fcm/send/abc', false],
    ['https://fcm.googleapis.com:8443/x', false],
    ['https://user@fcm.googleapis.com/x', false],
    ['https://fcm.googleapis.com.evil.example/x', false],
    ['https://evilpush.apple.com/x', false],
    ['https://localhost/x', false],
    ['nonsense', false],
  ])('%s is a push service: %s', (endpoint, known) => {
    expect(isPushEndpoint(endpoint)).toBe(known);
  });
});
