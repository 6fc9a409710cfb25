import { accounts, notifications, people, peopleLimits, profileLimits } from '@stoa/protocol/social';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { uuidOf } from '../../src/store/ids.ts';
import { answerTo, doneBefore, letters, patient, plantAccounts, usePlainTown } from './reach.ts';

const town = usePlainTown();

/** One person stands so to all but two of as many as there may be. */
async function allButOne(table: 'blocks' | 'mutes', [one, other]: readonly [string, string], most: number) {
  const person = await town.person();
  const others = await plantAccounts(town, most + 1);
  await sql`insert into ${sql.table(table)} (${sql.ref(one)}, ${sql.ref(other)})
    select ${uuidOf(person.id)}::uuid, id from unnest(${others.slice(2).map(uuidOf)}::uuid[]) as id`.execute(
    town.db,
  );
  return { person, left: others.slice(0, 2) };
}

test('peopleLimits.follows', async () => {
  const ada = await town.person();
  const others = await plantAccounts(town, 2);
  // The count is what is looked at; ten thousand follows would only take longer.
  await sql`update people set following = ${peopleLimits.follows - 1} where account = ${uuidOf(ada.id)}`.execute(
    town.db,
  );
  expect(await doneBefore('tooMany', (i) => ada.try(people.follow, { account: others[i]! }))).toBe(1);
});

test(
  'peopleLimits.followsPerDay',
  async () => {
    const ada = await town.person();
    const others = await plantAccounts(town, peopleLimits.followsPerDay + 1);
    const follow = (i: number) => ada.try(people.follow, { account: others[i]! });
    expect(await doneBefore('tooFast', follow)).toBe(peopleLimits.followsPerDay);
    // Of those who follow: as many as a page has.
    const { people: page, next } = await ada.call(people.following, { account: ada.id });
    expect(page).toHaveLength(peopleLimits.pageEntries);
    expect(next).toBeDefined();
  },
  patient,
);

test(
  'peopleLimits.blocks',
  async () => {
    const { person, left } = await allButOne('blocks', ['blocker', 'blocked'], peopleLimits.blocks);
    expect(await doneBefore('tooMany', (i) => person.try(people.block, { account: left[i]! }))).toBe(1);
  },
  patient,
);

test(
  'peopleLimits.blocksPerDay',
  async () => {
    const ada = await town.person();
    const others = await plantAccounts(town, peopleLimits.blocksPerDay + 1);
    expect(await doneBefore('tooFast', (i) => ada.try(people.block, { account: others[i]! }))).toBe(
      peopleLimits.blocksPerDay,
    );
  },
  patient,
);

test(
  'peopleLimits.mutes',
  async () => {
    const { person, left } = await allButOne('mutes', ['muter', 'muted'], peopleLimits.mutes);
    expect(await doneBefore('tooMany', (i) => person.try(people.mute, { account: left[i]! }))).toBe(1);
  },
  patient,
);

test('peopleLimits.bells', async () => {
  const ada = await town.person();
  const others = await plantAccounts(town, peopleLimits.bells + 1);
  await sql`insert into follows (follower, followed)
    select ${uuidOf(ada.id)}::uuid, id from unnest(${others.map(uuidOf)}::uuid[]) as id`.execute(town.db);
  await sql`insert into bells (account, about, level)
    select ${uuidOf(ada.id)}::uuid, id, 'always' from unnest(${others.slice(2).map(uuidOf)}::uuid[]) as id`.execute(
    town.db,
  );
  const ring = (i: number) => ada.try(notifications.setBell, { account: others[i]!, level: 'always' });
  expect(await doneBefore('tooMany', ring)).toBe(1);
  // A bell that is there may be changed, and taken away, which makes room for another.
  await ada.call(notifications.setBell, { account: others[5]!, level: 'never' });
  await ada.call(notifications.setBell, { account: others[5]!, level: 'sometimes' });
  expect((await ring(1)).ok).toBe(true);
});

test(
  'peopleLimits.pagesPerMinute and .pagesPerDay',
  async () => {
    const ada = await town.person();
    const look = () => ada.try(people.suggestions, {});
    expect(await doneBefore('tooFast', look)).toBe(peopleLimits.pagesPerMinute);
    let seen: number = peopleLimits.pagesPerMinute;
    for (let minute = 0; minute < 20; minute++) {
      town.clock.pass(60_000);
      seen += await doneBefore('tooFast', look);
    }
    // A little comes back in twenty minutes.
    expect(seen).toBeGreaterThanOrEqual(peopleLimits.pagesPerDay);
    expect(seen).toBeLessThan(peopleLimits.pagesPerDay * 1.05);
  },
  patient,
);

test('peopleLimits.searchResults, .searchCodePoints and .suggestions', async () => {
  const ada = await town.person();
  for (let i = 0; i <= peopleLimits.searchResults; i++) await town.person(undefined, { name: 'Zanzibar' });
  const search = (text: string) => ada.try(people.search, { text });
  await expect
    .poll(
      async () => {
        const got = await search('zanzibar');
        return got.ok ? got.reply.people.length : got.error.code;
      },
      { interval: 200, timeout: 5_000 },
    )
    .toBe(peopleLimits.searchResults);
  town.clock.pass(60_000);
  expect((await search(letters(peopleLimits.searchCodePoints))).ok).toBe(true);
  expect(await search(letters(peopleLimits.searchCodePoints + 1))).toMatchObject({
    error: { code: 'malformed' },
  });
  const { people: suggested } = await ada.call(people.suggestions, {});
  expect(suggested.length).toBeLessThanOrEqual(peopleLimits.suggestions);
});

test('profileLimits', async () => {
  const ada = await town.person();
  const set = (body: object) => answerTo(town, ada, accounts.profileSet, body);
  const link = (length: number) => `https://example.org/${letters(length - 'https://example.org/'.length)}`;
  const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}`).join('\n');
  const at = profileLimits;
  const cases: readonly (readonly [object, object])[] = [
    [{ bio: letters(at.bioCodePoints) }, { bio: letters(at.bioCodePoints + 1) }],
    [{ bio: lines(at.bioLines) }, { bio: lines(at.bioLines + 1) }],
    [{ links: Array(at.links).fill(link(40)) }, { links: Array(at.links + 1).fill(link(40)) }],
    [{ links: [link(at.linkLength)] }, { links: [link(at.linkLength + 1)] }],
  ];
  for (const [fits, tooMuch] of cases)
    expect([await set(fits), await set(tooMuch)]).toEqual(['ok', 'malformed']);
  const token = (label: string) => answerTo(town, ada, accounts.tokenMake, { label, scopes: ['roomsRead'] });
  expect(await token(letters(at.labelCodePoints))).toBe('ok');
  expect(await token(letters(at.labelCodePoints + 1))).toBe('malformed');
});
