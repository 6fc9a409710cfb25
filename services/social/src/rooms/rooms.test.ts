import { subject } from '@stoa/protocol';
import { clubs, people, rooms } from '@stoa/protocol/social';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { comeIn, roomOf, seat } from '../../test/room-of.ts';
import { type Person, useTown } from '../../test/town.ts';
import type { NewsItem } from '../news.ts';

const town = useTown();
const keyHash = new Uint8Array(32);
const join = (who: Person, room: Awaited<ReturnType<typeof roomOf>>) =>
  who.try(rooms.join, { room, keyHash });
const absent = {
  status: 404,
  error: { code: 'notFound', message: 'There is no such thing, or not for you.' },
};

describe('opening', () => {
  test('the opener gets a token that opens, under a pseudonym of its own in each room', async () => {
    const ada = await town.person();
    const one = await roomOf(town, ada);
    town.voice.happen({ kind: 'ended', room: one });
    const two = await roomOf(town, ada);
    const grants = town.voice.granted.filter(
      ({ open, room }) => open && (room.equals(one) || room.equals(two)),
    );
    expect(grants).toHaveLength(2);
    expect(grants[0]!.subject.reveal()).not.toBe(grants[1]!.subject.reveal());
    expect(grants[0]!.subject.reveal()).not.toBe(ada.id.reveal());
  });

  test('N30 ten rooms in a day, one on stage at a time', async () => {
    const ada = await town.person();
    const first = await roomOf(town, ada);
    const body: z.output<typeof rooms.create.body> = {
      keyHash,
      kind: 'open',
      title: 'More',
      topics: [],
      languages: [],
      capacity: 9,
      guests: true,
      hands: 'all',
    };
    expect(await ada.try(rooms.create, { ...body })).toMatchObject({
      status: 409,
      error: { code: 'tooMany' },
    });
    town.voice.happen({ kind: 'ended', room: first });
    for (let i = 1; i < 10; i++) town.voice.happen({ kind: 'ended', room: await roomOf(town, ada) });
    expect(await ada.try(rooms.create, { ...body })).toMatchObject({ status: 409 });
    town.clock.pass(24 * 3_600_000);
    expect(await ada.try(rooms.create, { ...body })).toMatchObject({ status: 200 });
  });

  test('what does not go together is refused', async () => {
    const ada = await town.person();
    const body = { keyHash, topics: [], languages: [], capacity: 9, guests: false, hands: 'all' as const };
    for (const wrong of [
      { kind: 'open' as const },
      { kind: 'closed' as const, title: 'A secret' },
      { kind: 'social' as const, title: 'Friends', guests: true },
      { kind: 'club' as const, title: 'Ours' },
      { kind: 'open' as const, title: '\u200b\u202e' },
    ]) {
      expect(await ada.try(rooms.create, { ...body, ...wrong })).toMatchObject({ status: 400 });
    }
  });

  test('a handle that nobody opens is given up', async () => {
    const ada = await town.person();
    const { room } = await ada.call(rooms.create, {
      keyHash,
      kind: 'open',
      title: 'Never',
      topics: [],
      languages: [],
      capacity: 9,
      guests: false,
      hands: 'all',
    });
    town.clock.pass(121_000);
    expect(town.house.hall.rooms.find(room)).toBeUndefined();
  });
});

describe('who comes in', () => {
  test('N4 anybody with an account comes into an open room and is a listener there', async () => {
    const [ada, grace] = [await town.person(), await town.person()];
    const room = await roomOf(town, ada);
    await comeIn(town, grace, room);
    const { people } = await ada.call(rooms.people, { room, part: 'others' });
    expect(people).toMatchObject([{ handle: grace.handle, role: 'listener', followed: false }]);
    const mine = await grace.call(rooms.mine, {});
    expect(mine.rooms.map((each) => [each.room.reveal(), each.role])).toEqual([[room.reveal(), 'listener']]);
  });

  test('N5 a social room takes people whom somebody on stage follows', async () => {
    const [ada, grace, alan] = [await town.person(), await town.person(), await town.person()];
    await ada.call(people.follow, { account: grace.id });
    const room = await roomOf(town, ada, { kind: 'social' });
    expect(await join(grace, room)).toMatchObject({ status: 200 });
    expect(await join(alan, room)).toMatchObject(absent);
    await ada.call(rooms.invite, { room, people: [{ account: alan.id }] });
    expect(await join(alan, room)).toMatchObject({ status: 200 });
  });

  test("N6 a club's own room takes its members", async () => {
    const [ada, grace, alan] = [await town.person(), await town.person(), await town.person()];
    const { club, rulesVersion } = await ada.call(clubs.create, {
      name: `Gardeners ${ada.handle}`,
      description: '',
      rules: [],
      wayIn: 'open',
      inDirectory: true,
    });
    await grace.call(clubs.join, { club, rulesVersion });
    const room = await roomOf(town, ada, { kind: 'club', club });
    expect(await join(grace, room)).toMatchObject({ status: 200 });
    expect(await join(alan, room)).toMatchObject(absent);
    await alan.call(clubs.join, { club, rulesVersion });
    expect(await join(alan, room)).toMatchObject({ status: 200 });
    expect(await ada.call(rooms.show, { room })).toMatchObject({ club: { club }, kind: 'club' });
  });

  test('N7 a closed room takes the invited, and with the link others too if it is said so', async () => {
    const [ada, grace, alan] = [await town.person(), await town.person(), await town.person()];
    const room = await roomOf(town, ada, { kind: 'closed' });
    expect(await join(grace, room)).toMatchObject(absent);
    const links = [
      { device: town.house.hall.pseudonym(grace.id, room) as never, sealed: new Uint8Array([1, 2, 3]) },
    ];
    await ada.call(rooms.invite, { room, people: [{ account: grace.id, links }] });
    expect(await join(grace, room)).toMatchObject({ status: 200 });
    const mine = await grace.call(rooms.mine, {});
    expect(mine).toMatchObject({ rooms: [{ role: 'invited', links: [{ sealed: links[0]!.sealed }] }] });
    expect(mine.rooms[0]!.room.equals(room)).toBe(true);
    expect(await join(alan, room)).toMatchObject(absent);
    town.voice.happen({ kind: 'ended', room });
    const other = await roomOf(town, ada, { kind: 'closed', byLink: true });
    expect(await join(alan, other)).toMatchObject({ status: 200 });
    expect((await alan.call(rooms.show, { room: other })).title).toBeUndefined();
  });

  test('N3 absent, ended, blocked and uninvited are one answer', async () => {
    const [ada, grace] = [await town.person(), await town.person()];
    const closed = await roomOf(town, ada, { kind: 'closed' });
    const answers: unknown[] = [await join(grace, closed), await grace.try(rooms.show, { room: closed })];
    town.voice.happen({ kind: 'ended', room: closed });
    answers.push(await join(grace, closed));
    const open = await roomOf(town, ada);
    await ada.call(people.block, { account: grace.id });
    answers.push(await join(grace, open), await grace.try(rooms.show, { room: open }));
    answers.push(await grace.try(rooms.people, { room: open, part: 'all' }));
    for (const got of answers) expect(got).toEqual({ ok: false, ...absent });
  });

  test('N3 who is blocked by somebody on stage leaves the audience at once and does not come back', async () => {
    const [ada, grace] = [await town.person(), await town.person()];
    const room = await roomOf(town, ada);
    await comeIn(town, grace, room);
    await ada.call(people.block, { account: grace.id });
    expect(town.voice.expelled.some((each) => each.room.equals(room))).toBe(true);
    expect(town.house.hall.roleIn(room, grace.id)).toBeUndefined();
    expect(await join(grace, room)).toMatchObject(absent);
  });

  test('N21 a full room says so, and lets its own people come back', async () => {
    const [ada, grace, alan] = [await town.person(), await town.person(), await town.person()];
    const room = await roomOf(town, ada, { capacity: 2 });
    await comeIn(town, grace, room);
    expect(await join(alan, room)).toMatchObject({ status: 409, error: { code: 'full' } });
    expect(await join(grace, room)).toMatchObject({ status: 200 });
  });

  test('N22 two rooms to listen to, N23 one to speak in', async () => {
    const openers = [await town.person(), await town.person(), await town.person()];
    const grace = await town.person();
    const [one, two, three] = [
      await roomOf(town, openers[0]!),
      await roomOf(town, openers[1]!),
      await roomOf(town, openers[2]!),
    ];
    await comeIn(town, grace, one);
    await comeIn(town, grace, two);
    expect(await join(grace, three)).toMatchObject({ status: 409, error: { code: 'tooMany' } });
    seat(town, grace, one, 'speaker');
    expect(await join(grace, three)).toMatchObject({ status: 200 });
    const before = town.voice.dismissed.length;
    seat(town, grace, two, 'speaker');
    expect(town.voice.dismissed.slice(before).map((each) => each.room.equals(one))).toEqual([true]);
    expect(await join(grace, one)).toMatchObject({ status: 200 });
    expect(town.house.hall.roleIn(two, grace.id)).toBe('speaker');
  });

  test('guests come in where the room says so, and are counted, not named', async () => {
    const ada = await town.person();
    const room = await roomOf(town, ada);
    expect(town.house.hall.guestMayJoin(room)).toBe('no');
    await ada.call(rooms.edit, { room, guests: true });
    expect(town.house.hall.guestMayJoin(room)).toBe('yes');
    town.voice.happen({ kind: 'seat', room, subject: subject('G'.repeat(22)), role: 'listener' });
    expect(await town.stranger.call(rooms.show, { room })).toMatchObject({ people: 2, onStage: 1 });
    expect(await ada.call(rooms.people, { room, part: 'all' })).toMatchObject({ total: 1, guests: 1 });
  });
});

describe('inside', () => {
  test('people are told apart by whom the stage follows, and found by name', async () => {
    const ada = await town.person();
    const room = await roomOf(town, ada);
    const listeners: Person[] = [];
    for (const name of ['Žofie Nová', '田中さくら', 'Omar']) {
      const person = await town.person(undefined, { name });
      await comeIn(town, person, room);
      listeners.push(person);
    }
    const stranger = await town.person();
    await ada.call(people.follow, { account: listeners[2]!.id });
    const part = async (part: 'stage' | 'followed' | 'others') =>
      (await stranger.call(rooms.people, { room, part })).people.map(({ name }) => name);
    expect(await part('stage')).toEqual([ada.handle]);
    expect(await part('followed')).toEqual(['Omar']);
    expect(await part('others')).toEqual(['Žofie Nová', '田中さくら']);
    const search = async (text: string) =>
      (await stranger.call(rooms.people, { room, part: 'all', text })).people.map(({ name }) => name);
    expect(await search('zofie')).toEqual(['Žofie Nová']);
    expect(await search('さくら')).toEqual(['田中さくら']);
    expect(await search('nobody')).toEqual([]);
  });

  test('pages hold fifty, without gaps or repetitions', async () => {
    const ada = await town.person();
    const room = await roomOf(town, ada, { capacity: 500 });
    const hall = town.house.hall;
    const crowd: Person[] = [];
    for (let i = 0; i < 120; i++) crowd.push(await town.person());
    for (const person of crowd) {
      hall.rooms.admit(hall.rooms.find(room)!, person.id);
      seat(town, person, room, 'listener');
    }
    const seen: string[] = [];
    let after: number | undefined = 0;
    while (after !== undefined) {
      const page: Awaited<ReturnType<typeof peoplePage>> = await peoplePage(ada, room, after);
      seen.push(...page.people.map(({ handle }) => handle));
      expect(page.total).toBe(120);
      after = page.next;
    }
    expect(seen).toEqual(crowd.map(({ handle }) => handle));
  });

  test('N50 who is in a room that is not open is shown to those in it', async () => {
    const [ada, grace] = [await town.person(), await town.person()];
    await ada.call(people.follow, { account: grace.id });
    const room = await roomOf(town, ada, { kind: 'social' });
    expect(await grace.try(rooms.people, { room, part: 'all' })).toMatchObject(absent);
    await comeIn(town, grace, room);
    expect(await grace.try(rooms.people, { room, part: 'all' })).toMatchObject({ status: 200 });
  });

  test('people are asked in: those who follow the asking person, and with the key of a closed room by its stage', async () => {
    const [ada, grace, alan] = [await town.person(), await town.person(), await town.person()];
    await grace.call(people.follow, { account: ada.id });
    const room = await roomOf(town, ada);
    const pages = [await town.page(grace.cookie), await town.page(alan.cookie)];
    await ada.call(rooms.invite, { room, people: [{ account: grace.id }, { account: alan.id }] });
    expect(await pages[0]!.next('pinged')).toMatchObject({
      by: { handle: ada.handle },
      room: { room, invited: true },
    });
    expect(pages[1]!.heard.some(({ t }) => t === 'pinged')).toBe(false);
    expect(await alan.try(rooms.invite, { room, people: [{ account: grace.id }] })).toMatchObject({
      status: 403,
    });
  });

  test('N40 hands: everybody, whom the stage follows, or nobody; guests never', async () => {
    const [ada, grace, alan] = [await town.person(), await town.person(), await town.person()];
    await ada.call(people.follow, { account: grace.id });
    const room = await roomOf(town, ada);
    for (const each of [grace, alan]) await comeIn(town, each, room);
    const rule = () => town.voice.handsRule.get(room.reveal());
    const raisers = async () => {
      town.clock.pass(200);
      await new Promise((resolve) => setTimeout(resolve, 30));
      return [grace, alan].map(({ id }) =>
        town.voice.raisers.has(room.reveal() + town.house.pseudonym(id, room).reveal()),
      );
    };
    expect(rule()).toBe('all');
    await ada.call(rooms.edit, { room, hands: 'followed' });
    expect([rule(), await raisers()]).toEqual(['some', [true, false]]);
    await ada.call(people.follow, { account: alan.id });
    expect(await raisers()).toEqual([true, true]);
    await ada.call(people.unfollow, { account: grace.id });
    expect(await raisers()).toEqual([false, true]);
    await ada.call(rooms.edit, { room, hands: 'off' });
    expect(rule()).toBe('off');
    // With guests there is a list of the others.
    await ada.call(rooms.edit, { room, hands: 'all', guests: true });
    expect([rule(), await raisers()]).toEqual(['some', [true, true]]);
    // Who comes into a hall with a list, and who leaves its stage while others come, is on the list a moment later.
    const [kay, ida] = [await town.person(), await town.person()];
    for (const each of [kay, ida]) await comeIn(town, each, room);
    seat(town, kay, room, 'speaker');
    seat(town, kay, room, 'listener');
    await raisers();
    for (const { id } of [ada, kay, ida]) {
      const name = room.reveal() + town.house.pseudonym(id, room).reveal();
      expect(town.voice.raisers.has(name)).toBe(true);
    }
    await ada.call(rooms.edit, { room, hands: 'followed' });
    expect(await raisers()).toEqual([false, true]);
  });

  test('moderators alone edit and end', async () => {
    const [ada, grace] = [await town.person(), await town.person()];
    const room = await roomOf(town, ada);
    await comeIn(town, grace, room);
    seat(town, grace, room, 'speaker');
    expect(await grace.try(rooms.edit, { room, title: 'Mine' })).toMatchObject({ status: 403 });
    expect(await grace.try(rooms.end, { room })).toMatchObject({ status: 403 });
    await ada.call(rooms.edit, { room, title: 'Coffee', topics: ['food', 'food'] });
    expect(await grace.call(rooms.show, { room })).toMatchObject({ title: 'Coffee', topics: ['food'] });
    await ada.call(rooms.end, { room });
    expect(town.voice.endedRooms.some((ended) => ended.equals(room))).toBe(true);
    expect(await grace.try(rooms.show, { room })).toMatchObject(absent);
  });
});

describe('what ends', () => {
  test('a ban ends every seat at once', async () => {
    const [ada, grace] = [await town.person(), await town.person()];
    const room = await roomOf(town, ada);
    await comeIn(town, grace, room);
    town.house.news.tell({ kind: 'banned', account: grace.id });
    expect(town.house.hall.roleIn(room, grace.id)).toBeUndefined();
    expect(await join(grace, room)).toMatchObject(absent);
    // Neither does a token that was out before.
    const before = town.voice.expelled.length;
    seat(town, grace, room, 'listener');
    expect(town.voice.expelled.length).toBe(before + 1);
  });

  test('nothing of a room is left when it is over', async () => {
    const [ada, grace] = [await town.person(), await town.person()];
    const heard: NewsItem[] = [];
    const stop = town.house.news.listen((item) => void heard.push(item));
    const room = await roomOf(town, ada);
    await comeIn(town, grace, room);
    await ada.call(rooms.invite, { room, people: [{ account: grace.id }] });
    town.voice.happen({ kind: 'ended', room });
    stop();
    expect(heard.some((item) => item.kind === 'roomEnded')).toBe(true);
    expect(town.house.hall.rooms.find(room)).toBeUndefined();
    expect(town.house.hall.rooms.seatsOf(grace.id)).toEqual([]);
    expect([...town.house.hall.rooms.invitationsOf(grace.id)]).toEqual([]);
    expect(await grace.call(rooms.mine, {})).toEqual({ rooms: [] });
  });

  test('bells are told who may know of the room', async () => {
    const [ada, grace, alan] = [await town.person(), await town.person(), await town.person()];
    await ada.call(people.follow, { account: grace.id });
    const rung = new Promise<Extract<NewsItem, { kind: 'onStage' }>>((resolve) => {
      town.house.news.listen((item) => {
        if (item.kind === 'onStage' && item.who.equals(ada.id)) resolve(item);
      });
    });
    await roomOf(town, ada, { kind: 'social' });
    const { mayKnow } = await rung;
    expect([mayKnow(grace.id), mayKnow(alan.id)]).toEqual([true, false]);
  });
});

const peoplePage = (who: Person, room: Awaited<ReturnType<typeof roomOf>>, after: number) =>
  who.call(rooms.people, { room, part: 'others', after });
