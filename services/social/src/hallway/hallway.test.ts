import { subject } from '@stoa/protocol';
import { accounts, clubs, hallway, type LiveMessage, people, rooms } from '@stoa/protocol/social';
import { describe, expect, test } from 'vitest';
import { comeIn, roomOf, seat } from '../../test/room-of.ts';
import { type Caller, randomly, type TestPage, useTown } from '../../test/town.ts';

import { banByHandle } from '../safety/by-operator.ts';

const town = useTown();
const noTaste = { topics: [], languages: [] };
const feed = async (who: Caller, taste: { topics: never[]; languages: 'ja'[] | never[] } = noTaste) =>
  (await who.call(hallway.feed, { taste, limit: 50, skip: 0 })).rooms.map(({ title }) => title);

/** Titles as a watching page shows them after all its frames. */
function shown(page: TestPage): (string | undefined)[] {
  const titles = new Map<string, string | undefined>();
  let order: string[] = [];
  for (const message of page.heard as LiveMessage[]) {
    if (message.t !== 'hallway') continue;
    for (const card of message.rooms) titles.set(card.room.reveal(), card.title);
    order = message.order.map((room) => room.reveal());
  }
  return order.map((room) => titles.get(room));
}

describe('the feed', () => {
  test('a followed person on stage comes before one in the audience, and both before strangers', async () => {
    const [me, ada, grace, alan] = await Promise.all([0, 1, 2, 3].map(() => town.person()));
    await me!.call(people.follow, { account: ada!.id });
    await me!.call(people.follow, { account: alan!.id });
    await roomOf(town, ada!, { title: 'Friend speaks' });
    const listening = await roomOf(town, grace!, { title: 'Friend listens' });
    await comeIn(town, alan!, listening);
    await roomOf(town, await town.person(), { title: 'Strangers' });
    const { rooms } = await me!.call(hallway.feed, { taste: noTaste, limit: 3, skip: 0 });
    expect(rooms.map(({ title }) => title)).toEqual(['Friend speaks', 'Friend listens', 'Strangers']);
    expect(rooms[0]).toMatchObject({ friendsOnStage: 1, friendsInAudience: 0, people: 1, onStage: 1 });
    expect(rooms[0]!.faces).toMatchObject([{ handle: ada!.handle, onStage: true, followed: true }]);
    expect(rooms[1]!.faces).toMatchObject([
      { handle: grace!.handle, onStage: true, followed: false },
      { handle: alan!.handle, onStage: false, followed: true },
    ]);
  });

  test('a block hides a room in both directions, and taking it back shows it again', async () => {
    const [me, ada] = [await town.person(), await town.person()];
    await roomOf(town, ada, { title: 'Behind a block' });
    const sees = async () => (await feed(me)).includes('Behind a block');
    expect(await sees()).toBe(true);
    for (const [by, of] of [
      [me, ada],
      [ada, me],
    ] as const) {
      await by.call(people.block, { account: of.id });
      expect(await sees()).toBe(false);
      await by.call(people.unblock, { account: of.id });
      expect(await sees()).toBe(true);
    }
  });

  test('what is not for everybody is not in it, and a reported room leaves it until it was reviewed', async () => {
    const [me, ada, grace, alan] = await Promise.all([0, 1, 2, 3].map(() => town.person()));
    const social = await roomOf(town, ada!, { title: 'Social', kind: 'social' });
    const closed = await roomOf(town, grace!, { kind: 'closed' });
    const open = await roomOf(town, alan!, { title: 'Reported' });
    const mine = async () =>
      (await me!.call(hallway.feed, { taste: noTaste, limit: 50, skip: 0 })).rooms.filter(({ room }) =>
        [social, closed, open].some((each) => each.equals(room)),
      );
    expect((await mine()).map(({ title }) => title)).toEqual(['Reported']);
    town.house.news.tell({ kind: 'roomReported', room: open });
    await ada!.call(people.follow, { account: me!.id });
    await grace!.call(rooms.invite, { room: closed, people: [{ account: me!.id }] });
    expect((await mine()).map(({ title, kind, invited }) => [title, kind, invited])).toEqual([
      [undefined, 'closed', true],
      ['Social', 'social', false],
    ]);
    town.house.news.tell({ kind: 'roomReviewed', room: open });
    expect(await mine()).toHaveLength(3);
  });

  test('H12 what only an account finds is gone with the next look when its session ends or it is shut out', async () => {
    const [ada, me, grace] = [await town.person(), await town.person(), await town.person()];
    await roomOf(town, ada, { title: 'For known people' });
    for (const who of [me, grace]) expect(await feed(who)).toContain('For known people');
    expect((await me.call(rooms.mine, {})).rooms).toEqual([]);
    town.clock.pass(10);
    await me.call(accounts.signOut, {});
    expect(await me.try(rooms.mine, {})).toMatchObject({ status: 401 });
    expect(await feed(me)).not.toContain('For known people');
    expect(await feed(grace)).toContain('For known people');
    const wish = { reason: 'spam', note: '', days: undefined } as const;
    await banByHandle({ db: town.db, random: randomly, now: town.clock.unix() }, grace.handle, wish);
    await expect
      .poll(async () => {
        town.clock.pass(400);
        return await feed(grace);
      })
      .not.toContain('For known people');
  });

  test('somebody without an account finds open rooms that have guests', async () => {
    const [ada, grace] = [await town.person(), await town.person()];
    await roomOf(town, ada, { title: 'For all', guests: true });
    await roomOf(town, grace, { title: 'For members' });
    const titles = await feed(town.stranger);
    expect(titles).toContain('For all');
    expect(titles).not.toContain('For members');
  });

  test('pages follow each other without a gap', async () => {
    const me = await town.person();
    const all = await feed(me);
    const paged: (string | undefined)[] = [];
    for (let skip = 0; ; skip += 4) {
      const page = await me.call(hallway.feed, { taste: noTaste, limit: 4, skip });
      paged.push(...page.rooms.map(({ title }) => title));
      if (!page.more) break;
    }
    expect(all.length).toBeGreaterThan(4);
    expect(paged).toEqual(all);
  });
});

describe('search', () => {
  test('finds words of titles, topics and clubs, whatever their accents or script', async () => {
    const [me, ada, grace] = [await town.person(), await town.person(), await town.person()];
    const { club } = await ada.call(clubs.create, {
      name: 'Lěsní klub',
      description: '',
      rules: [],
      wayIn: 'open',
      inDirectory: true,
    });
    await roomOf(town, ada, { title: 'Évening of tales', club, topics: ['poetry'] });
    const second = await roomOf(town, grace, { title: '夜の音楽会' });
    const search = async (text: string) =>
      (await me.call(hallway.search, { text })).rooms.map(({ title }) => title);
    expect(await search('evening')).toEqual(['Évening of tales']);
    expect(await search('POETRY tales')).toEqual(['Évening of tales']);
    expect(await search('lesni')).toEqual(['Évening of tales']);
    expect(await search('音楽')).toEqual(['夜の音楽会']);
    expect(await search('nothing like it')).toEqual([]);
    await grace.call(rooms.edit, { room: second, title: 'Silence' });
    expect(await search('音楽')).toEqual([]);
    town.voice.happen({ kind: 'ended', room: second });
    expect(await search('silence')).toEqual([]);
  });

  test('does not find what the feed does not show', async () => {
    const [me, ada] = [await town.person(), await town.person()];
    await roomOf(town, ada, { title: 'Quiet circle', kind: 'social' });
    expect((await me.call(hallway.search, { text: 'quiet circle' })).rooms).toEqual([]);
    await me.call(people.block, { account: ada.id });
    await ada.try(people.follow, { account: me.id });
    expect((await me.call(hallway.search, { text: 'quiet circle' })).rooms).toEqual([]);
  });
});

describe('a watching page', () => {
  /** Lets gathered frames out and answers from the database in. */
  const pass = async (ms: number) => {
    for (let at = 0; at < ms; at += 100) {
      town.clock.pass(100);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  test("hears of a friend's room within a second, of its changes, and of its end", async () => {
    const [me, ada] = [await town.person(), await town.person()];
    await me.call(people.follow, { account: ada.id });
    const page = await town.page(me.cookie);
    page.send({ t: 'watchHallway', taste: noTaste });
    await pass(300);
    const before = shown(page);
    const room = await roomOf(town, ada, { title: 'Just now' });
    await pass(300);
    expect(shown(page)).toEqual(['Just now', ...before]);
    await ada.call(rooms.edit, { room, title: 'Another title' });
    await pass(300);
    expect(shown(page)[0]).toBe('Another title');
    town.voice.happen({ kind: 'ended', room });
    await pass(300);
    expect(shown(page)).toEqual(before);
  });

  test('gets at most ten frames a second, however much happens, and the last word is right', async () => {
    const [me, ada] = [await town.person(), await town.person()];
    await me.call(people.follow, { account: ada.id });
    const room = await roomOf(town, ada, { title: 'Busy', guests: true });
    const page = await town.page(me.cookie);
    page.send({ t: 'watchHallway', taste: noTaste });
    await pass(300);
    const from = page.heard.length;
    for (let ms = 0; ms < 2_000; ms += 10) {
      const who = subject(`${String(ms).padStart(4, '0')}${'g'.repeat(18)}`);
      town.voice.happen({ kind: 'seat', room, subject: who, role: 'listener' });
      if (ms % 50 === 0) seat(town, ada, room, ms % 100 === 0 ? 'speaker' : 'moderator');
      town.clock.pass(10);
      if (ms % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await pass(1_200);
    const frames = page.heard.slice(from).filter(({ t }) => t === 'hallway').length;
    expect(frames).toBeLessThanOrEqual(32);
    expect(frames).toBeGreaterThan(2);
    const cards = page.heard.flatMap((message) => (message.t === 'hallway' ? message.rooms : []));
    expect(cards.filter((card) => card.room.equals(room)).at(-1)).toMatchObject({ people: 201 });
  });

  test('hears of a block and a new follow at once, and nothing after it left', async () => {
    const [me, ada, grace] = [await town.person(), await town.person(), await town.person()];
    await roomOf(town, ada, { title: 'Ada' });
    const page = await town.page(me.cookie);
    page.send({ t: 'watchHallway', taste: noTaste });
    await pass(300);
    expect(shown(page)).toContain('Ada');
    await me.call(people.block, { account: ada.id });
    await pass(300);
    expect(shown(page)).not.toContain('Ada');
    await roomOf(town, grace, { title: 'Grace', kind: 'social' });
    await grace.call(people.follow, { account: me.id });
    await pass(300);
    expect(shown(page)).toContain('Grace');
    page.send({ t: 'leaveHallway' });
    await pass(100);
    const from = page.heard.length;
    await grace.call(people.unfollow, { account: me.id });
    await pass(300);
    expect(page.heard.length).toBe(from);
  });

  test('an account hears at once that it is invited', async () => {
    const [me, ada] = [await town.person(), await town.person()];
    const room = await roomOf(town, ada, { kind: 'closed' });
    const page = await town.page(me.cookie);
    page.send({ t: 'watchHallway', taste: noTaste });
    await pass(300);
    await ada.call(rooms.invite, { room, people: [{ account: me.id }] });
    await pass(300);
    const last = page.heard.flatMap((message) => (message.t === 'hallway' ? [message] : [])).at(-1)!;
    expect(last.order[0]!.equals(room)).toBe(true);
  });
});
