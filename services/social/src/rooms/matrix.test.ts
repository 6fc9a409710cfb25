import { linkFragment, type RoomHandle } from '@stoa/protocol';
import { clubs, hallway, people, type RoomKind, rooms } from '@stoa/protocol/social';
import { describe, expect, test } from 'vitest';
import { roomOf } from '../../test/room-of.ts';
import { type Caller, type Got, type Person, randomly, useTown } from '../../test/town.ts';
import { newId } from '../store/ids.ts';

/** Every call about a room, by everybody, for every kind of room. Whoever adds a call adds its line. */
const town = useTown({
  callLimits: {
    perAddress: { perSecond: 10_000, burst: 100_000 },
    perAccount: { perSecond: 10_000, burst: 100_000 },
  },
});

const viewers = [
  'anonymous',
  'stranger',
  'followed',
  'follower',
  'blocked',
  'member',
  'clubAdmin',
  'operator',
  'opener',
] as const;
type Viewer = (typeof viewers)[number];
type Scene = {
  readonly room: RoomHandle;
  readonly by: Readonly<Record<Viewer, Caller>>;
  readonly ids: Person;
};

const keyHash = new Uint8Array(32);

async function sceneOf(kind: RoomKind): Promise<Scene> {
  const [opener, stranger, followed, follower, blocked, member, clubAdmin] = (await Promise.all(
    Array.from({ length: 7 }, () => town.person()),
  )) as [Person, Person, Person, Person, Person, Person, Person];
  const operator = await town.person(undefined, { operator: true });
  await opener.call(people.follow, { account: followed.id });
  await follower.call(people.follow, { account: opener.id });
  await opener.call(people.block, { account: blocked.id });
  const words = { name: 'Readers', description: '', rules: [], wayIn: 'open' as const, inDirectory: true };
  const { club, rulesVersion } = await opener.call(clubs.create, words);
  for (const each of [member, clubAdmin]) await each.call(clubs.join, { club, rulesVersion });
  await opener.call(clubs.promote, { club, account: clubAdmin.id });
  const room = await roomOf(town, opener, kind === 'club' ? { kind, club } : { kind });
  const anonymous = town.stranger;
  const by = { anonymous, stranger, followed, follower, blocked, member, clubAdmin, operator, opener };
  return { room, by, ids: stranger };
}

/** Who finds a room of each kind; the opener always does. */
const finds: Readonly<Record<RoomKind, readonly Viewer[]>> = {
  open: ['stranger', 'followed', 'follower', 'member', 'clubAdmin', 'operator', 'opener'],
  social: ['followed', 'opener'],
  club: ['member', 'clubAdmin', 'opener'],
  closed: ['opener'],
};

type Line = {
  readonly ask: (who: Caller, room: RoomHandle, scene: Scene) => Promise<Got<unknown>>;
  /** For somebody without an account. */
  readonly anonymous: 'signedOut' | 'notFound';
  readonly seen: 'ok' | 'notAllowed' | 'notFound';
  readonly opener: 'ok' | 'notFound' | 'malformed';
};

const lines: Readonly<Record<string, (kind: RoomKind) => Line>> = {
  [rooms.show.path]: () => ({
    ask: (who, room) => who.try(rooms.show, { room }),
    anonymous: 'notFound',
    seen: 'ok',
    opener: 'ok',
  }),
  [rooms.join.path]: () => ({
    ask: (who, room) => who.try(rooms.join, { room, keyHash }),
    anonymous: 'signedOut',
    seen: 'ok',
    opener: 'ok',
  }),
  [rooms.people.path]: (kind) => ({
    ask: (who, room) => who.try(rooms.people, { room, part: 'all' }),
    anonymous: 'signedOut',
    // Who is in a room that is not open is for those in it.
    seen: kind === 'open' ? 'ok' : 'notFound',
    opener: 'ok',
  }),
  [rooms.invite.path]: () => ({
    ask: (who, room, { ids }) => who.try(rooms.invite, { room, people: [{ account: ids.id }] }),
    anonymous: 'signedOut',
    seen: 'notAllowed',
    opener: 'ok',
  }),
  [rooms.edit.path]: () => ({
    ask: (who, room) => who.try(rooms.edit, { room, capacity: 50 }),
    anonymous: 'signedOut',
    seen: 'notAllowed',
    opener: 'ok',
  }),
  [rooms.announce.path]: (kind) => ({
    ask: (who, room) => who.try(rooms.announce, { room, keyHash: linkFragment('B'.repeat(22)) }),
    anonymous: 'signedOut',
    seen: 'notFound',
    // Said once, it stays; a closed room has nothing to announce.
    opener: kind === 'closed' ? 'malformed' : 'notFound',
  }),
  // Last: the room is over then.
  [rooms.end.path]: () => ({
    ask: (who, room) => who.try(rooms.end, { room }),
    anonymous: 'signedOut',
    seen: 'notAllowed',
    opener: 'ok',
  }),
};

describe.each(['open', 'social', 'club', 'closed'] as const)('a room of kind %s', (kind) => {
  test.each(Object.keys(lines))('%s', async (path) => {
    const line = lines[path]!(kind);
    const scene = await sceneOf(kind);
    const nowhere = newId('room', randomly);
    const got: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const viewer of viewers) {
      const who = scene.by[viewer];
      const answer = await line.ask(who, scene.room, scene);
      got[viewer] = answer.ok ? 'ok' : answer.error.code;
      expected[viewer] =
        viewer === 'anonymous'
          ? line.anonymous
          : viewer === 'opener'
            ? line.opener
            : finds[kind].includes(viewer)
              ? line.seen
              : 'notFound';
      // What is forbidden looks like what is absent.
      if (got[viewer] === 'notFound') expect(answer).toEqual(await line.ask(who, nowhere, scene));
    }
    expect(got).toEqual(expected);
  });
});

test('every call about one room has its line', () => {
  const lists = [rooms.create.path, rooms.mine.path, hallway.feed.path, hallway.search.path];
  const all = [...Object.values(rooms), ...Object.values(hallway)].map(({ path }) => path);
  expect([...Object.keys(lines), ...lists].sort()).toEqual([...all].sort());
});

test('feed and search show a room to those who find it, and to nobody else', async () => {
  for (const kind of ['open', 'social', 'club', 'closed'] as const) {
    const { room, by } = await sceneOf(kind);
    for (const viewer of viewers) {
      const taste = { topics: [], languages: [] };
      const found = await by[viewer].call(hallway.feed, { taste, limit: 50, skip: 0 });
      const searched = await by[viewer].call(hallway.search, { text: 'tea' });
      const has = (list: typeof found.rooms) => list.some((each) => each.room.equals(room));
      expect([kind, viewer, has(found.rooms)]).toEqual([kind, viewer, finds[kind].includes(viewer)]);
      // A closed room has no title to be found by.
      expect([kind, viewer, has(searched.rooms)]).toEqual([
        kind,
        viewer,
        kind !== 'closed' && finds[kind].includes(viewer),
      ]);
    }
    town.voice.happen({ kind: 'ended', room });
  }
});

test("a club's rooms are opened by its members alone, and what one is in is one's own to know", async () => {
  const { by } = await sceneOf('club');
  const { club } = (await by.member.call(clubs.mine, {})).clubs[0]!;
  const body = {
    keyHash,
    kind: 'club' as const,
    title: 'Ours',
    club,
    topics: [],
    languages: [],
    capacity: 9,
    guests: false,
    hands: 'all' as const,
  };
  const answers: Record<string, string> = {};
  for (const viewer of viewers) {
    const answer = await by[viewer].try(rooms.create, body);
    answers[viewer] = answer.ok ? 'ok' : answer.error.code;
    const mine = await by[viewer].try(rooms.mine, {});
    expect(mine.ok ? mine.reply.rooms.length : mine.error.code).toBe(
      viewer === 'anonymous' ? 'signedOut' : viewer === 'opener' ? 1 : 0,
    );
  }
  expect(answers).toEqual({
    anonymous: 'signedOut',
    stranger: 'notFound',
    followed: 'notFound',
    follower: 'notFound',
    blocked: 'notFound',
    member: 'ok',
    clubAdmin: 'ok',
    operator: 'notFound',
    // On stage already.
    opener: 'tooMany',
  });
});
