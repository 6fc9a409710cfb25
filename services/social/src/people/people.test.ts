import { type PersonCard, people } from '@stoa/protocol/social';
import { describe, expect, test } from 'vitest';
import { type Person, randomly, useTown } from '../../test/town.ts';
import { newId, uuidOf } from '../store/ids.ts';
import { indexPerson, setGone } from './queries.ts';

const town = useTown({
  callLimits: {
    perAddress: { perSecond: 1_000, burst: 10_000 },
    perAccount: { perSecond: 1_000, burst: 10_000 },
  },
});
const names = (cards: readonly PersonCard[]) => cards.map(({ handle }) => handle);
const nobody = () => newId('account', randomly);
const absent = { status: 404, error: { code: 'notFound' } };
type AboutOne = typeof people.follow;
const many = (count: number) => Promise.all(Array.from({ length: count }, () => town.person()));

async function found(by: Person, text: string) {
  // Indexing follows the sign-up.
  for (let i = 0; i < 50; i++) {
    const { people: hits } = await by.call(people.search, { text });
    if (hits.length > 0) return names(hits);
    town.clock.pass(60_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return [];
}

describe('profiles and follows', () => {
  test('a follow shows in counts, lists and both profiles, and ends', async () => {
    const [ada, ben] = [await town.person('ada'), await town.person('ben', { name: 'Ben Ber' })];
    await ada.call(people.follow, { account: ben.id });
    await ada.call(people.follow, { account: ben.id });
    expect(await ada.call(people.profile, { handle: '@Ben' })).toMatchObject({
      name: 'Ben Ber',
      self: false,
      follows: true,
      followsYou: false,
      bell: 'sometimes',
      counts: { followers: 1, following: 0 },
      blockedByFollowed: false,
    });
    expect(await ben.call(people.profile, { account: ada.id })).toMatchObject({
      followsYou: true,
      bell: 'never',
    });
    expect(names((await ada.call(people.followers, { account: ben.id })).people)).toEqual(['ada']);
    expect(names((await ben.call(people.following, { account: ada.id })).people)).toEqual(['ben']);
    await ada.call(people.unfollow, { account: ben.id });
    expect(await ada.call(people.profile, { account: ben.id })).toMatchObject({
      follows: false,
      counts: { followers: 0, following: 0 },
    });
  });

  test('nobody follows themselves or somebody absent', async () => {
    const ada = await town.person();
    expect(await ada.try(people.follow, { account: ada.id })).toMatchObject(absent);
    expect(await ada.try(people.follow, { account: nobody() })).toMatchObject(absent);
  });

  test('long lists come in pages, newest first, each person once; cursors hold for their own list only', async () => {
    const star = await town.person();
    const fans = await many(120);
    for (const fan of fans) await fan.call(people.follow, { account: star.id });
    const seen: string[] = [];
    let cursor: string | undefined;
    const cursors: string[] = [];
    do {
      const page = await star.call(people.followers, {
        account: star.id,
        ...(cursor === undefined ? {} : { cursor }),
      });
      expect(page.people.length).toBeLessThanOrEqual(50);
      seen.push(...names(page.people));
      cursor = page.next;
      if (cursor) cursors.push(cursor);
    } while (cursor);
    expect(seen).toEqual(fans.map(({ handle }) => handle).reverse());
    const first = cursors[0]!;
    for (const [who, call, cursor] of [
      [star, people.following, first],
      [fans[0]!, people.followers, first],
      [star, people.followers, `${first.slice(0, -2)}${first.endsWith('AA') ? 'BA' : 'AA'}`],
      [star, people.followers, 'A'.repeat(22)],
    ] as const) {
      expect(await who.try(call, { account: star.id, cursor })).toMatchObject({
        status: 400,
        error: { code: 'malformed' },
      });
    }
  });

  test('P6 P7 private lists: neither counted nor listed, at either end', async () => {
    const [shy, ben, cem] = [await town.person('shy'), await town.person('benno'), await town.person('cem')];
    await shy.call(people.follow, { account: ben.id });
    await cem.call(people.follow, { account: ben.id });
    await ben.call(people.follow, { account: shy.id });
    await shy.call(people.setListsPrivate, { on: true });
    expect(await cem.call(people.profile, { account: shy.id })).not.toHaveProperty('counts');
    expect(await cem.try(people.following, { account: shy.id })).toMatchObject({
      error: { code: 'notAllowed' },
    });
    expect(names((await cem.call(people.followers, { account: ben.id })).people)).toEqual(['cem']);
    expect(names((await cem.call(people.following, { account: ben.id })).people)).toEqual([]);
    // The two ends know.
    expect(names((await ben.call(people.followers, { account: ben.id })).people)).toEqual(['cem', 'shy']);
    expect(names((await shy.call(people.following, { account: shy.id })).people)).toEqual(['benno']);
    expect(names((await shy.call(people.followers, { account: ben.id })).people)).toEqual(['cem', 'shy']);
  });

  test('follows made at once, both ways and many times, leave right counts', async () => {
    const crowd = await many(6);
    await Promise.all(
      crowd.flatMap((by) =>
        crowd.flatMap((of) =>
          by === of ? [] : [0, 1].map(() => by.call(people.follow, { account: of.id })),
        ),
      ),
    );
    const profiles = await Promise.all(crowd.map((one) => one.call(people.profile, { account: one.id })));
    expect(profiles.map(({ counts }) => counts)).toEqual(crowd.map(() => ({ followers: 5, following: 5 })));
  });

  test('an account that ends takes its follows from the counts of others', async () => {
    const [ada, ben] = await many(2);
    await ada!.call(people.follow, { account: ben!.id });
    await town.db.deleteFrom('accounts').where('handle', '=', ada!.handle).execute();
    expect(await ben!.call(people.profile, { account: ben!.id })).toMatchObject({ counts: { followers: 0 } });
  });
});

describe('blocks', () => {
  test('P3 P5 each is absent for the other: every answer is the same as about nobody', async () => {
    const [ada, troll, ben] = await many(3);
    await ada!.call(people.follow, { account: troll!.id });
    await troll!.call(people.follow, { account: ada!.id });
    await ben!.call(people.follow, { account: ada!.id });
    await ada!.call(people.block, { account: troll!.id });
    for (const [by, of] of [
      [ada!, troll!],
      [troll!, ada!],
    ] as const) {
      for (const call of [
        people.profile,
        people.follow,
        people.followers,
        people.following,
      ] as unknown as AboutOne[]) {
        const hidden = await by.try(call, { account: of.id });
        expect(hidden).toEqual(await by.try(call, { account: nobody() }));
        expect(hidden).toMatchObject(absent);
      }
      expect(await by.try(people.profile, { handle: of.handle })).toEqual(
        await by.try(people.profile, { handle: 'nobodyhere' }),
      );
      for (const call of [
        people.block,
        people.mute,
        people.unmute,
        people.unfollow,
      ] as unknown as AboutOne[]) {
        const hidden = await by.try(call, { account: of.id });
        expect(hidden).toEqual(await by.try(call, { account: nobody() }));
      }
      expect(names((await by.call(people.search, { text: of.handle })).people)).not.toContain(of.handle);
      const ofBen = await by.call(people.followers, { account: by.id });
      expect(names(ofBen.people)).not.toContain(of.handle);
    }
    expect(await ada!.call(people.profile, { account: ada!.id })).toMatchObject({
      counts: { followers: 1, following: 0 },
    });
  });

  test('P10 only the one who blocked lists it and ends it; follows do not come back', async () => {
    const [ada, troll] = await many(2);
    await troll!.call(people.follow, { account: ada!.id });
    await ada!.call(people.block, { account: troll!.id });
    await troll!.call(people.block, { account: ada!.id });
    expect(names((await ada!.call(people.blocked, {})).people)).toEqual([troll!.handle]);
    expect((await troll!.call(people.blocked, {})).people).toEqual([]);
    await troll!.call(people.unblock, { account: ada!.id });
    expect(await troll!.try(people.profile, { account: ada!.id })).toMatchObject(absent);
    await ada!.call(people.unblock, { account: troll!.id });
    expect(await troll!.call(people.profile, { account: ada!.id })).toMatchObject({ follows: false });
  });

  test('a block and follows at the same time never leave a follow behind a block', async () => {
    for (let i = 0; i < 10; i++) {
      const [ada, ben] = await many(2);
      await Promise.all([
        ada!.try(people.follow, { account: ben!.id }),
        ben!.try(people.follow, { account: ada!.id }),
        ada!.call(people.block, { account: ben!.id }),
      ]);
      expect(await ada!.call(people.profile, { account: ada!.id })).toMatchObject({
        counts: { followers: 0, following: 0 },
      });
    }
  });

  test('P20 the badge appears with the third blocker among those one follows, for nobody else', async () => {
    const [ada, troll, other] = await many(3);
    const friends = await many(3);
    for (const friend of friends) await ada!.call(people.follow, { account: friend.id });
    for (const [i, friend] of friends.entries()) {
      const { blockedByFollowed } = await ada!.call(people.profile, { account: troll!.id });
      expect([i, blockedByFollowed]).toEqual([i, false]);
      await friend.call(people.block, { account: troll!.id });
    }
    const badge = async (by: Person) =>
      (await by.call(people.profile, { account: troll!.id })).blockedByFollowed;
    expect([await badge(ada!), await badge(other!), await badge(troll!)]).toEqual([true, false, false]);
  });

  test('P9 a mute is mine alone', async () => {
    const [ada, ben] = await many(2);
    await ada!.call(people.mute, { account: ben!.id });
    expect(await ada!.call(people.profile, { account: ben!.id })).toMatchObject({ muted: true });
    expect(await ben!.call(people.profile, { account: ada!.id })).toMatchObject({ muted: false });
    expect(names((await ada!.call(people.muted, {})).people)).toEqual([ben!.handle]);
    await ada!.call(people.unmute, { account: ben!.id });
    expect((await ada!.call(people.muted, {})).people).toEqual([]);
  });
});

describe('banned by the operator', () => {
  test('P4 P5 nobody else sees the account, in any list; lifted, everything is as before', async () => {
    const [banned, ada, ben] = await many(3);
    await ada!.call(people.follow, { account: banned!.id });
    await banned!.call(people.follow, { account: ben!.id });
    await setGone(town.db, uuidOf(banned!.id), true);
    for (const call of [people.profile, people.follow, people.followers] as unknown as AboutOne[]) {
      expect(await ada!.try(call, { account: banned!.id })).toEqual(
        await ada!.try(call, { account: nobody() }),
      );
    }
    expect(names((await ada!.call(people.following, { account: ada!.id })).people)).toEqual([]);
    expect(names((await ada!.call(people.followers, { account: ben!.id })).people)).toEqual([]);
    expect(names((await ada!.call(people.suggestions, {})).people)).not.toContain(banned!.handle);
    await setGone(town.db, uuidOf(banned!.id), false);
    expect(names((await ada!.call(people.following, { account: ada!.id })).people)).toEqual([banned!.handle]);
  });
});

describe('scraping', () => {
  test('P30 sixty profiles a minute, there or not; one self is free; nothing of it is in the database', async () => {
    const reader = await town.person();
    const other = await town.person();
    for (let i = 0; i < 60; i++) {
      const got = await reader.try(people.profile, i % 2 ? { account: other.id } : { account: nobody() });
      expect(got.status).toBe(i % 2 ? 200 : 404);
    }
    const refused = await reader.try(people.profile, { account: other.id });
    expect(refused).toMatchObject({ status: 429, error: { code: 'tooFast' } });
    expect(await reader.try(people.profile, { account: nobody() })).toEqual(refused);
    expect((await reader.try(people.profile, { account: reader.id })).status).toBe(200);
    town.clock.pass(60_000);
    expect((await reader.try(people.profile, { account: other.id })).status).toBe(200);
  });

  test('P30 a thousand in a day', async () => {
    const reader = await town.person();
    let reads = 0;
    for (; reads < 1_100; reads++) {
      town.clock.pass(1_000);
      if ((await reader.try(people.profile, { account: nobody() })).status !== 404) break;
    }
    expect(reads).toBe(1_000);
    town.clock.pass(86_400_000);
    expect((await reader.try(people.profile, { account: nobody() })).status).toBe(404);
  }, 60_000);

  test('lists are read in so many pages a minute', async () => {
    const [reader, other] = await many(2);
    const statuses: number[] = [];
    for (let i = 0; i < 31; i++) {
      statuses.push((await reader!.try(people.followers, { account: other!.id })).status);
    }
    expect(statuses.indexOf(429)).toBe(30);
  });
});

describe('search and suggestions', () => {
  test('P40 a hit says whether one follows that person', async () => {
    const reader = await town.person('hitreader');
    const hit = await town.person('hitperson');
    const follows = async () =>
      (await reader.call(people.search, { text: 'hitperson' })).people.map((one) => one.follows);
    expect(await follows()).toEqual([false]);
    await reader.call(people.follow, { account: hit.id });
    expect(await follows()).toEqual([true]);
  });

  test('P40 P41 in five scripts, by beginnings and by parts', async () => {
    const reader = await town.person();
    for (const [handle, name] of [
      ['lovelace', 'Ada Lovelace'],
      ['bruceli', '李小龍'],
      ['xiaoming', '王晓明'],
      ['taro', '山田タロウ'],
      ['angel', 'Ángel Muñoz'],
      ['hammad', 'مُحَمَّد الأمين'],
    ] as const) {
      await town.person(handle, { name });
    }
    expect(await found(reader, 'love')).toEqual(['lovelace']);
    expect(await found(reader, 'LOVELACE ad')).toEqual(['lovelace']);
    expect(await found(reader, '小龍')).toEqual(['bruceli']);
    expect(await found(reader, '晓明')).toEqual(['xiaoming']);
    expect(await found(reader, '田たろ')).toEqual(['taro']);
    expect(await found(reader, 'munoz')).toEqual(['angel']);
    expect(await found(reader, 'محمد')).toEqual(['hammad']);
    expect(await found(reader, 'الامين')).toEqual(['hammad']);
    expect((await reader.call(people.search, { text: "ada' | ben:*\\" })).people).toEqual([]);
    expect(await reader.try(people.search, { text: '  ' })).toMatchObject({ error: { code: 'malformed' } });
  });

  test('the very handle first, then people one follows, then by followers', async () => {
    const reader = await town.person();
    const all = [];
    for (const handle of ['zoefan', 'zoefriend', 'zoe', 'zoestar']) {
      all.push(await town.person(handle, { name: `Zoe ${handle}` }));
    }
    for (const fan of await many(2)) await fan.call(people.follow, { account: all[3]!.id });
    await reader.call(people.follow, { account: all[1]!.id });
    await found(reader, 'zoe zoestar');
    expect(await found(reader, 'zoe')).toEqual(['zoe', 'zoefriend', 'zoestar', 'zoefan']);
  });

  test('a changed name is found, the former is not', async () => {
    const [reader, ada] = await many(2);
    await town.db
      .updateTable('accounts')
      .set({ name: 'Quixotic' })
      .where('handle', '=', ada!.handle)
      .execute();
    town.house.news.tell({ kind: 'profileChanged', account: ada!.id });
    expect(await found(reader!, 'quixo')).toEqual([ada!.handle]);
  });

  test('a former name that is indexed late does not come back', async () => {
    const [reader, ada] = await many(2);
    const id = uuidOf(ada!.id);
    let goOn = () => {};
    let late = Promise.resolve();
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await new Promise<void>((hasRead) => {
      const slow = town.db.withPlugin({
        transformQuery: ({ node }) => node,
        transformResult: ({ result }) => {
          hasRead();
          return held.then(() => result);
        },
      });
      late = indexPerson(slow, id);
    });
    await town.db.updateTable('accounts').set({ name: 'Zephyrine' }).where('id', '=', id).execute();
    await indexPerson(town.db, id);
    goOn();
    await late;
    expect(await found(reader!, 'zephyrine')).toEqual([ada!.handle]);
  });

  test('suggestions: friends of friends, not those followed, blocked, muted or private', async () => {
    const [reader, friend, near, shy, blocked, muted] = await many(6);
    await reader!.call(people.follow, { account: friend!.id });
    for (const one of [near!, shy!, blocked!, muted!]) await friend!.call(people.follow, { account: one.id });
    await shy!.call(people.setListsPrivate, { on: true });
    await reader!.call(people.block, { account: blocked!.id });
    await reader!.call(people.mute, { account: muted!.id });
    const suggested = names((await reader!.call(people.suggestions, {})).people);
    expect(suggested[0]).toBe(near!.handle);
    for (const one of [reader!, friend!, blocked!, muted!]) expect(suggested).not.toContain(one.handle);
  });
});
