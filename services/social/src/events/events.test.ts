import { clubs, type EventId, eventLimits, events, notifications, people } from '@stoa/protocol/social';
import { describe, expect, test } from 'vitest';
import { roomOf } from '../../test/room-of.ts';
import { type Person, randomly, useTown } from '../../test/town.ts';
import { setGone } from '../people/queries.ts';
import { newId, uuidOf } from '../store/ids.ts';
import { Reminders } from './reminders.ts';
import { showLocal } from './time.ts';

const town = useTown({
  callLimits: {
    perAddress: { perSecond: 1_000, burst: 10_000 },
    perAccount: { perSecond: 1_000, burst: 10_000 },
  },
});
const many = (count: number) => Promise.all(Array.from({ length: count }, () => town.person()));
const minute = 60_000;
const hour = 60 * minute;
const absent = { status: 404, error: { code: 'notFound' } };
const notAllowed = { status: 403, error: { code: 'notAllowed' } };
/** So long from now, as clocks in Berlin show it. */
const berlin = (inMs: number) => showLocal(town.clock.unix() + inMs, 'Europe/Berlin');
const words = () => ({
  title: 'Poems by the fire',
  description: 'Bring one.\n\nOr two.',
  starts: berlin(5 * hour),
  zone: 'Europe/Berlin',
  minutes: 60,
  audience: 'everyone' as const,
});
async function planned(
  host: Person,
  more: Partial<{
    title: string;
    description: string;
    starts: string;
    zone: string;
    audience: 'everyone' | 'club';
    club: Awaited<ReturnType<typeof clubOf>>;
    coHosts: Person['id'][];
  }> = {},
): Promise<EventId> {
  return (await host.call(events.create, { ...words(), ...more })).event;
}
async function clubOf(owner: Person, wayIn: 'open' | 'invitation' = 'open', inDirectory = true) {
  const body = { name: 'Poets', description: '', rules: [], wayIn, inDirectory };
  return (await owner.call(clubs.create, body)).club;
}
async function eventually<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (let i = 0; ; i++) {
    const value = await read();
    if (holds(value) || i === 200) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
const kinds = async (person: Person) => {
  const { rooms, notifications: kept } = await person.call(notifications.list, {});
  return [...rooms, ...kept].map(({ notice }) => notice.kind);
};
const told = (person: Person, kind: string) =>
  eventually(
    () => kinds(person),
    (all) => all.includes(kind as never),
  );
/** All that was told so far has been carried out. */
async function settled(): Promise<void> {
  const last = await town.person();
  town.house.news.tell({ kind: 'notice', to: [last.id], notice: { kind: 'safety', about: 'warning' } });
  await told(last, 'safety');
}
const get = (url: string) => town.app.inject({ url, headers: { host: town.origin.slice('http://'.length) } });

describe('scheduling', () => {
  test('V1 V10 an event keeps its zone and its wall clock; the host goes', async () => {
    const ada = await town.person();
    const starts = berlin(5 * hour);
    const event = await planned(ada, { starts });
    const seen = await (await town.person()).call(events.one, { event });
    expect(seen).toMatchObject({
      title: 'Poems by the fire',
      description: 'Bring one.\n\nOr two.',
      local: starts,
      zone: 'Europe/Berlin',
      going: 1,
      hosting: false,
      mayStart: false,
      host: { handle: ada.handle },
    });
    expect(seen.startsAt).toBe(Math.floor((town.clock.unix() + 5 * hour) / minute) * minute);
  });

  test('V10 V11 no past, no year after next, no day or zone that is none', async () => {
    const ada = await town.person();
    for (const bad of [
      { starts: berlin(-minute) },
      { starts: berlin(500 * 24 * hour) },
      { starts: '2026-06-31T10:00' },
      { starts: '2026-06-30T24:00' },
      { zone: 'Europe/Atlantis' },
      { title: '\u200b' },
      { title: 'x'.repeat(121) },
      { description: 'x'.repeat(2_001) },
      { audience: 'club' as const },
    ]) {
      expect(await ada.try(events.create, { ...words(), ...bad })).toMatchObject({
        error: { code: 'malformed' },
      });
    }
  });

  test('V2 V5 a block, and a club one is not in, make an event absent in every call', async () => {
    const [ada, troll, stranger] = await many(3);
    const open = await planned(ada!);
    await ada!.call(people.block, { account: troll!.id });
    const club = await clubOf(ada!);
    const inside = await planned(ada!, { audience: 'club', club });
    const none = newId('event', randomly);
    for (const [who, event] of [
      [troll!, open],
      [stranger!, inside],
    ] as const) {
      for (const [call, body] of [
        [events.one, {}],
        [events.edit, { title: 'Mine' }],
        [events.cancel, {}],
        [events.askToHost, { account: who.id }],
        [events.dropHost, { account: who.id }],
        [events.acceptHosting, {}],
        [events.answer, { answer: 'going' as const }],
        [events.start, { room: await roomOf(town, await town.person()) }],
      ] as const) {
        const any = call as unknown as typeof events.cancel;
        const hidden = await who.try(any, { event, ...body } as { event: EventId });
        expect(hidden).toEqual(await who.try(any, { event: none, ...body } as { event: EventId }));
        expect(hidden).toMatchObject(absent);
      }
      const listed = [
        ...(await who.call(events.list, { forMe: true })).events,
        ...(await who.call(events.search, { text: 'poems fire' })).events,
      ];
      expect(listed.some((card) => card.event.equals(event))).toBe(false);
    }
    expect(await troll!.try(events.list, { host: ada!.id })).toMatchObject(absent);
    const member = await town.person();
    await member.call(clubs.join, { club, rulesVersion: 1 });
    expect(await member.call(events.one, { event: inside })).toMatchObject({ club: { name: 'Poets' } });
  });

  test('V4 a club event is made by those who run the club', async () => {
    const [owner, member, stranger] = await many(3);
    const club = await clubOf(owner!, 'open', false);
    await owner!.call(clubs.edit, { club, inDirectory: true });
    await member!.call(clubs.join, { club, rulesVersion: 1 });
    await owner!.call(clubs.edit, { club, inDirectory: false });
    expect(await member!.try(events.create, { ...words(), club })).toMatchObject(notAllowed);
    expect(await stranger!.try(events.create, { ...words(), club })).toMatchObject(absent);
  });

  test('V1 V3 co-hosts are asked, shown once they agree, edit, and do not cancel', async () => {
    const [ada, ben, cem] = await many(3);
    const event = await planned(ada!, { coHosts: [ben!.id] });
    expect(await cem!.call(events.one, { event })).toMatchObject({ coHosts: [], asked: [] });
    expect(await ada!.call(events.one, { event })).toMatchObject({ asked: [{ handle: ben!.handle }] });
    expect(await told(ben!, 'askedToHost')).toEqual(['askedToHost']);
    expect(await ben!.try(events.edit, { event, title: 'Prose' })).toMatchObject(notAllowed);
    expect(await cem!.try(events.acceptHosting, { event })).toMatchObject(notAllowed);
    await ben!.call(events.acceptHosting, { event });
    expect(await cem!.call(events.one, { event })).toMatchObject({
      coHosts: [{ handle: ben!.handle }],
      going: 2,
    });
    await ben!.call(events.edit, { event, title: 'Prose' });
    expect(await ben!.try(events.cancel, { event })).toMatchObject(notAllowed);
    expect(await ben!.try(events.askToHost, { event, account: cem!.id })).toMatchObject(notAllowed);
    expect(await cem!.try(events.dropHost, { event, account: ben!.id })).toMatchObject(notAllowed);
    await ben!.call(events.dropHost, { event, account: ben!.id });
    expect(await ben!.try(events.edit, { event, title: 'Poems' })).toMatchObject(notAllowed);
  });

  test('lists: mine, a club, a person; soonest first, in pages, without what is over', async () => {
    const [ada, fan] = await many(2);
    await fan!.call(people.follow, { account: ada!.id });
    const late = await planned(ada!, { starts: berlin(9 * hour), title: 'Late' });
    const soon = await planned(ada!, { starts: berlin(2 * hour), title: 'Soon' });
    const titles = async () =>
      (await fan!.call(events.list, { forMe: true })).events.map(({ title }) => title);
    expect(await titles()).toEqual(['Soon', 'Late']);
    expect((await fan!.call(events.list, { host: ada!.id })).events).toHaveLength(2);
    town.clock.pass(4 * hour);
    expect(await titles()).toEqual(['Late']);
    // More than a page at the very same minute, made past the limits of one person.
    const day = await town.db
      .selectFrom('events')
      .selectAll()
      .where('id', '=', uuidOf(late))
      .executeTakeFirstOrThrow();
    const { n: _, search: __, going: ___, ...row } = day as typeof day & { search: unknown };
    for (let i = 0; i < 60; i++) {
      await town.db
        .insertInto('events')
        .values({ ...row, id: uuidOf(newId('event', randomly)), title: `E${i}`, search: '' })
        .execute();
    }
    const first = await fan!.call(events.list, { host: ada!.id });
    const second = await fan!.call(events.list, { host: ada!.id, cursor: first.next! });
    expect([first.events.length, second.events.length, second.next]).toEqual([50, 11, undefined]);
    const all = [...first.events, ...second.events].map(({ event }) => event.reveal());
    expect(new Set(all).size).toBe(61);
    expect(all).not.toContain(soon.reveal());
    expect(await ada!.try(events.list, { host: ada!.id, cursor: first.next! })).toMatchObject({
      error: { code: 'malformed' },
    });
  }, 30_000);

  test('search in any script', async () => {
    const [ada, ben] = await many(2);
    const event = await planned(ada!, { title: '深夜の詩' });
    const { events: hits } = await ben!.call(events.search, { text: '夜の' });
    expect(hits.map((card) => card.event.reveal())).toEqual([event.reveal()]);
  });

  test('V13 what is over is deleted after a while', async () => {
    const ada = await town.person();
    const event = await planned(ada);
    const rows = () => town.db.selectFrom('events').select('id').where('id', '=', uuidOf(event)).execute();
    const over = (days: number) =>
      town.db
        .updateTable('events')
        .set({ starts_at: new Date(town.clock.unix() - days * 24 * hour) })
        .where('id', '=', uuidOf(event))
        .execute();
    await over(eventLimits.keptDays - 1);
    for (let i = 0; i < 3; i++) {
      town.clock.pass(hour);
      await settled();
    }
    expect(await rows()).toHaveLength(1);
    await over(eventLimits.keptDays + 1);
    await settled();
    town.clock.pass(hour);
    await settled();
    town.clock.pass(minute);
    expect(await eventually(rows, (found) => found.length === 0)).toEqual([]);
  });

  test('ten events in a day', async () => {
    const ada = await town.person();
    for (let i = 0; i < eventLimits.createdPerDay; i++) await planned(ada);
    expect(await ada.try(events.create, words())).toMatchObject({ status: 429 });
  });
});

describe('answers and telling', () => {
  test('V20 V23 changes and cancelling are told to whoever answered, not to the one who did it', async () => {
    const [ada, ben, cem, dan] = await many(4);
    const event = await planned(ada!);
    await ben!.call(events.answer, { event, answer: 'going' });
    await cem!.call(events.answer, { event, answer: 'maybe' });
    await dan!.call(events.answer, { event, answer: 'going' });
    await dan!.call(events.answer, { event, answer: 'no' });
    expect(await cem!.call(events.one, { event })).toMatchObject({ going: 2, mine: 'maybe', remind: 15 });
    await ada!.call(events.edit, { event, when: { starts: berlin(7 * hour), zone: 'Europe/Berlin' } });
    await ada!.call(events.edit, { event, title: 'Poems by the fire' });
    await settled();
    expect([await kinds(ben!), await kinds(cem!), await kinds(dan!), await kinds(ada!)]).toEqual([
      ['eventChanged'],
      ['eventChanged'],
      [],
      [],
    ]);
    await ada!.call(events.cancel, { event });
    await ada!.call(events.cancel, { event });
    await settled();
    expect(await kinds(ben!)).toEqual(['eventCancelled', 'eventChanged']);
    expect(await ben!.call(events.one, { event })).toMatchObject({ cancelled: true });
    expect(await dan!.try(events.answer, { event, answer: 'going' })).toMatchObject(notAllowed);
  });

  test('V21 V22 reminders: once, when chosen, at the time as it is now, by whoever takes them', async () => {
    const [ada, ben, cem, dan] = await many(4);
    const event = await planned(ada!, { starts: berlin(5 * hour) });
    await ben!.call(events.answer, { event, answer: 'going', remind: 60 });
    await cem!.call(events.answer, { event, answer: 'maybe', remind: null });
    await dan!.call(events.answer, { event, answer: 'going', remind: 0 });
    await ada!.call(events.edit, { event, when: { starts: berlin(8 * hour), zone: 'Europe/Berlin' } });
    await settled();
    town.clock.pass(5 * hour);
    await settled();
    expect(await kinds(ben!)).toEqual(['eventChanged']);
    // A second process on the same database looks at the same moment.
    const other = new Reminders(town.house);
    other.start();
    town.clock.pass(2 * hour + minute);
    expect(await told(ben!, 'eventReminder')).toEqual(['eventReminder', 'eventChanged']);
    for (let i = 0; i < 5; i++) {
      town.clock.pass(minute);
      await settled();
    }
    expect((await kinds(ben!)).filter((kind) => kind === 'eventReminder')).toHaveLength(1);
    expect(await kinds(dan!)).toEqual(['eventChanged']);
    town.clock.pass(54 * minute);
    await settled();
    town.clock.pass(minute);
    expect(await told(dan!, 'eventReminder')).toContain('eventReminder');
    expect(await kinds(cem!)).not.toContain('eventReminder');
    await other.stop();
  }, 30_000);

  test('V21 one that is late by more than ten minutes is dropped; who may not see it any more hears nothing', async () => {
    const [ada, ben, troll] = await many(3);
    const event = await planned(ada!, { starts: berlin(3 * hour) });
    for (const one of [ben!, troll!]) await one.call(events.answer, { event, answer: 'going', remind: 60 });
    await ada!.call(people.block, { account: troll!.id });
    await town.db
      .updateTable('event_answers')
      .set({ remind_at: new Date(town.clock.unix() - 11 * minute) })
      .where('event', '=', uuidOf(event))
      .where('account', '=', uuidOf(ben!.id))
      .execute();
    town.clock.pass(2 * hour + minute);
    const left = () =>
      town.db
        .selectFrom('event_answers')
        .select('account')
        .where('event', '=', uuidOf(event))
        .where('account', '<>', uuidOf(ada!.id))
        .where('remind_at', 'is not', null)
        .execute();
    expect(await eventually(left, (rows) => rows.length === 0)).toEqual([]);
    await settled();
    expect([await kinds(ben!), await kinds(troll!)]).toEqual([[], []]);
  });

  test('V12 V24 a host starts it with a live room that it moderates, from a quarter of an hour before', async () => {
    const [ada, ben, cem] = await many(3);
    const event = await planned(ada!, { starts: berlin(2 * hour), coHosts: [cem!.id] });
    await ben!.call(events.answer, { event, answer: 'going', remind: null });
    const room = await roomOf(town, ada!);
    expect(await ada!.try(events.start, { event, room })).toMatchObject({ error: { code: 'notYet' } });
    town.clock.pass(2 * hour - 15 * minute);
    expect(await ada!.call(events.one, { event })).toMatchObject({ mayStart: true });
    expect(await ben!.try(events.start, { event, room })).toMatchObject(notAllowed);
    const foreign = await roomOf(town, await town.person());
    expect(await ada!.try(events.start, { event, room: foreign })).toMatchObject(absent);
    await ada!.call(events.start, { event, room });
    expect((await ben!.call(events.one, { event })).room?.reveal()).toBe(room.reveal());
    expect(await told(ben!, 'eventStarted')).toContain('eventStarted');
    await cem!.call(events.acceptHosting, { event });
    const second = await roomOf(town, cem!);
    expect(await cem!.try(events.start, { event, room: second })).toMatchObject({ error: { code: 'taken' } });
    town.voice.happen({ kind: 'ended', room });
    await settled();
    expect(await ben!.call(events.one, { event })).not.toHaveProperty('room');
    expect(await kinds(ben!)).not.toContain('eventStarted');
  });
});

describe('calendars', () => {
  const lines = (text: string) => text.replaceAll('\r\n ', '').split('\r\n');

  test('V30 V31 V32 a personal feed: UTC, a lasting UID, rising SEQUENCE, CANCELLED', async () => {
    const [ada, ben] = await many(2);
    const event = await planned(ada!, { starts: '2026-12-24T19:00', title: 'Tea, cake; and more' });
    await ben!.call(events.answer, { event, answer: 'maybe' });
    const { path } = await ben!.call(events.createFeed, {});
    const first = await get(path);
    expect(first.headers['content-type']).toBe('text/calendar; charset=utf-8');
    const before = lines(first.body);
    for (const line of [
      'DTSTART:20261224T180000Z',
      'DTEND:20261224T190000Z',
      'SEQUENCE:0',
      'STATUS:CONFIRMED',
      'SUMMARY:Tea\\, cake\\; and more',
      'DESCRIPTION:Bring one.\\n\\nOr two.',
      `UID:${event.reveal()}@localhost`,
    ]) {
      expect(before).toContain(line);
    }
    expect(before.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
    expect(first.body).not.toMatch(/TZID|VTIMEZONE/);
    await ada!.call(events.edit, { event, when: { starts: '2026-12-24T20:00', zone: 'Europe/London' } });
    await ada!.call(events.cancel, { event });
    const after = lines((await get(path)).body);
    for (const line of [
      'DTSTART:20261224T200000Z',
      'SEQUENCE:2',
      'STATUS:CANCELLED',
      `UID:${event.reveal()}@localhost`,
    ]) {
      expect(after).toContain(line);
    }
  });

  test('V30 a revoked secret, a wrong one and none are answered alike; the database has no secret', async () => {
    const [ada, ben] = await many(2);
    const { path } = await ada!.call(events.createFeed, {});
    const secret = path.slice('/calendar/'.length, -'.ics'.length);
    const { feeds } = await ada!.call(events.feeds, {});
    expect(feeds).toHaveLength(1);
    const rows = await town.db.selectFrom('calendar_feeds').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(secret);
    await ben!.call(events.revokeFeed, { feed: feeds[0]!.feed });
    expect((await get(path)).statusCode).toBe(200);
    await ada!.call(events.revokeFeed, { feed: feeds[0]!.feed });
    const answers = await Promise.all(
      [path, `/calendar/${'A'.repeat(43)}.ics`, '/calendar/x', '/calendar/..%2f'].map(get),
    );
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`))).toEqual(
      new Set(['404 There is nothing here.\n']),
    );
  });

  test('V31 a club feed lasts as long as the membership', async () => {
    const [owner, ada] = await many(2);
    const club = await clubOf(owner!);
    await planned(owner!, { audience: 'club', club, title: 'For poets' });
    expect(await ada!.try(events.createFeed, { club })).toMatchObject(notAllowed);
    await ada!.call(clubs.join, { club, rulesVersion: 1 });
    const { path } = await ada!.call(events.createFeed, { club });
    expect((await get(path)).body).toContain('SUMMARY:For poets');
    await owner!.call(clubs.remove, { club, account: ada!.id });
    expect((await get(path)).statusCode).toBe(404);
  });
});

describe('the page', () => {
  test('V40 people and previews see title, host and time, escaped, without a script', async () => {
    const ada = await town.person(undefined, { name: 'Ada "the" <b>' });
    const event = await planned(ada, {
      title: '<script>alert(1)</script> & "tea"',
      description: '</main><img src=x onerror=alert(1)>\nline',
      starts: '2026-12-24T19:00',
    });
    const page = await get(`/e/${event.reveal()}`);
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    const html = page.body;
    expect(html).not.toMatch(/<script|<img|<b>|onerror=alert\(1\)>\n/);
    expect(html).toContain(
      '<meta property="og:title" content="&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;tea&quot;">',
    );
    expect(html).toContain('<time datetime="2026-12-24T18:00:00.000Z"');
    expect(html).toContain('Ada &quot;the&quot; &lt;b&gt;');
    expect(html).toContain(`content="${town.origin}/e/${event.reveal()}"`);
    expect(html).toContain(`<a href="/event#${event.reveal()}">`);
    await ada.call(events.cancel, { event });
    expect((await get(`/e/${event.reveal()}`)).body).toContain('Cancelled: ');
  });

  test('V2 V40 the event of a banned host is absent, for people and previews', async () => {
    const [ada, ben] = await many(2);
    const event = await planned(ada!);
    await ben!.call(events.answer, { event, answer: 'going' });
    await setGone(town.db, uuidOf(ada!.id), true);
    expect(await ben!.try(events.one, { event })).toMatchObject(absent);
    expect((await get(`/e/${event.reveal()}`)).statusCode).toBe(404);
    const { path } = await ben!.call(events.createFeed, {});
    expect((await get(path)).body).not.toContain('BEGIN:VEVENT');
  });

  test('V40 an address of another host is not believed', async () => {
    const event = await planned(await town.person());
    const page = await town.app.inject({
      url: `/e/${event.reveal()}`,
      headers: { host: 'evil"><b>.example' },
    });
    expect(page.body).not.toContain('<b>');
  });

  test('V40 absent, for a club, malformed: the same page', async () => {
    const owner = await town.person();
    const club = await clubOf(owner);
    const inside = await planned(owner, { audience: 'club', club });
    const pages = await Promise.all(
      [inside.reveal(), newId('event', randomly).reveal(), 'x', '%00', 'A'.repeat(22)].map((id) =>
        get(`/e/${id}`),
      ),
    );
    expect(new Set(pages.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(pages[0]!.statusCode).toBe(404);
  });
});
