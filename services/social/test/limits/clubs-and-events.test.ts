import { clubLimits, clubs, eventLimits, events } from '@stoa/protocol/social';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newId, uuidOf } from '../../src/store/ids.ts';
import { type Person, randomly } from '../town.ts';
import { answerTo, doneBefore, letters, patient, plantAccounts, usePlainTown } from './reach.ts';

const town = usePlainTown();
const dayMs = 86_400_000;

const words = {
  name: 'Readers',
  description: '',
  rules: [] as string[],
  wayIn: 'open' as const,
  inDirectory: true,
};
const found = async (owner: Person, more: Partial<typeof words> = {}) =>
  (await owner.call(clubs.create, { ...words, ...more })).club;
/** Clubs in which a person stands so, as rows alone. */
async function plantClubs(person: Person, count: number, standing: 'owner' | 'member') {
  const ids = Array.from({ length: count }, () => uuidOf(newId('club', randomly)));
  await sql`insert into clubs (id, name, description, rules, way_in, in_directory, created_on, search)
    select id, 'Planted', '', '{}', 'open', true, '2026-05-06', '' from unnest(${ids}::uuid[]) as id`.execute(
    town.db,
  );
  await sql`insert into club_people (club, account, standing, rules_version)
    select id, ${uuidOf(person.id)}::uuid, ${standing}, 1 from unnest(${ids}::uuid[]) as id`.execute(town.db);
}

test('clubLimits of words', async () => {
  const ada = await town.person();
  const club = await found(ada);
  const edit = (more: object) => answerTo(town, ada, clubs.edit, { club: club.reveal(), ...words, ...more });
  const at = clubLimits;
  const cases: readonly (readonly [object, object])[] = [
    [{ name: letters(at.nameCodePoints) }, { name: letters(at.nameCodePoints + 1) }],
    [
      { description: letters(at.descriptionCodePoints) },
      { description: letters(at.descriptionCodePoints + 1) },
    ],
    [{ rules: Array(at.rules).fill('Be kind') }, { rules: Array(at.rules + 1).fill('Be kind') }],
    [{ rules: [letters(at.ruleCodePoints)] }, { rules: [letters(at.ruleCodePoints + 1)] }],
  ];
  for (const [fits, tooMuch] of cases)
    expect([await edit(fits), await edit(tooMuch)]).toEqual(['ok', 'malformed']);
});

test('clubLimits.createdPerDay, .owned and .joined', async () => {
  const ada = await town.person();
  expect(await doneBefore('tooFast', () => ada.try(clubs.create, words))).toBe(clubLimits.createdPerDay);
  await plantClubs(ada, clubLimits.owned - clubLimits.createdPerDay - 1, 'owner');
  town.clock.pass(dayMs);
  expect(await doneBefore('tooMany', () => ada.try(clubs.create, words))).toBe(1);

  const [bo, cy] = [await town.person(), await town.person()];
  await plantClubs(bo, clubLimits.joined - 1, 'member');
  const open = [await found(cy), await found(cy)];
  expect(await doneBefore('tooMany', (i) => bo.try(clubs.join, { club: open[i]!, rulesVersion: 1 }))).toBe(1);
});

test('clubLimits.members', async () => {
  const [ada, bo, cy] = [await town.person(), await town.person(), await town.person()];
  const club = await found(ada);
  // The count is what is looked at; a hundred thousand people would only take longer.
  await sql`update clubs set members = ${clubLimits.members - 1} where id = ${uuidOf(club)}`.execute(town.db);
  const come = (i: number) => [bo, cy][i]!.try(clubs.join, { club, rulesVersion: 1 });
  expect(await doneBefore('full', come)).toBe(1);
});

test(
  'clubLimits.invitationsPerDay, .changesPerDay and .pageEntries',
  async () => {
    const ada = await town.person();
    const club = await found(ada);
    const others = await plantAccounts(town, clubLimits.invitationsPerDay + 1);
    const invite = (i: number) => ada.try(clubs.invite, { club, account: others[i]! });
    expect(await doneBefore('tooFast', invite)).toBe(clubLimits.invitationsPerDay);
    const { people, next } = await ada.call(clubs.invitations, { club });
    expect(people).toHaveLength(clubLimits.pageEntries);
    expect(next).toBeDefined();
    // Invitations are changes too, but for the one that was not tried.
    const change = (i: number) => ada.try(clubs.uninvite, { club, account: others[i % 2]! });
    let done = 0;
    for (;;) {
      const got = await change(done);
      if (!got.ok && got.error.code === 'tooFast') break;
      done += 1;
    }
    expect(done).toBe(clubLimits.changesPerDay - clubLimits.invitationsPerDay);
  },
  patient,
);

test(
  'clubLimits.searchResults',
  async () => {
    const ada = await town.person();
    for (let i = 0; i <= clubLimits.searchResults; i++) {
      if (i % clubLimits.createdPerDay === 0) town.clock.pass(dayMs);
      await found(i < 10 ? ada : await town.person(), { name: 'Zanzibar' });
    }
    const { clubs: seen } = await ada.call(clubs.directory, { text: 'zanzibar' });
    expect(seen).toHaveLength(clubLimits.searchResults);
  },
  patient,
);

const later = (ms: number) => new Date(town.clock.unix() + ms).toISOString().slice(0, 16);
const plan = (more: object = {}) => ({
  title: 'Reading',
  description: '',
  starts: later(3_600_000),
  zone: 'UTC',
  minutes: 60,
  audience: 'everyone' as const,
  ...more,
});

test('eventLimits of words and times', async () => {
  const at = eventLimits;
  const cases: readonly (readonly [object, object])[] = [
    [{ title: letters(at.titleCodePoints) }, { title: letters(at.titleCodePoints + 1) }],
    [
      { description: letters(at.descriptionCodePoints) },
      { description: letters(at.descriptionCodePoints + 1) },
    ],
    [{ minutes: at.leastMinutes }, { minutes: at.leastMinutes - 1 }],
    [{ minutes: at.mostMinutes }, { minutes: at.mostMinutes + 1 }],
    [{ starts: later((at.aheadDays - 1) * dayMs) }, { starts: later((at.aheadDays + 1) * dayMs) }],
  ];
  for (const [fits, tooMuch] of cases) {
    const ada = await town.person();
    const create = (more: object) => answerTo(town, ada, events.create, plan(more));
    expect([await create(fits), await create(tooMuch)]).toEqual(['ok', 'malformed']);
  }
});

test(
  'eventLimits.createdPerDay and .planned',
  async () => {
    const ada = await town.person();
    const create = () => ada.try(events.create, plan({ starts: later(100 * dayMs) }));
    expect(await doneBefore('tooFast', create)).toBe(eventLimits.createdPerDay);
    for (let day = 1; day < eventLimits.planned / eventLimits.createdPerDay; day++) {
      town.clock.pass(dayMs);
      for (let i = 0; i < eventLimits.createdPerDay; i++) expect((await create()).ok).toBe(true);
    }
    town.clock.pass(dayMs);
    expect(await create()).toMatchObject({ error: { code: 'tooMany' } });
    // All of them on one page: as many as a page has; one more makes a second.
    expect((await ada.call(events.list, { host: ada.id })).events).toHaveLength(eventLimits.pageEntries);
    const bo = await town.person();
    await bo.call(events.answer, { event: (await bo.call(events.create, plan())).event, answer: 'going' });
    const mine = (await ada.call(events.list, { host: ada.id })).events;
    for (const { event } of mine) await bo.call(events.answer, { event, answer: 'maybe' });
    expect(await bo.call(events.list, { forMe: true })).toMatchObject({ next: expect.any(String) });
  },
  patient,
);

test('eventLimits.coHosts', async () => {
  const ada = await town.person();
  const others = await plantAccounts(town, eventLimits.coHosts + 1);
  const { event } = await ada.call(events.create, plan());
  const ask = (i: number) => ada.try(events.askToHost, { event, account: others[i]! });
  expect(await doneBefore('tooMany', ask)).toBe(eventLimits.coHosts);
  const coHosts = (count: number) => plan({ coHosts: others.slice(0, count).map((id) => id.reveal()) });
  expect(await answerTo(town, ada, events.create, coHosts(eventLimits.coHosts))).toBe('ok');
  expect(await answerTo(town, ada, events.create, coHosts(eventLimits.coHosts + 1))).toBe('malformed');
});

test(
  'eventLimits.changesPerDay and .answersPerDay',
  async () => {
    const [ada, bo] = [await town.person(), await town.person()];
    const { event } = await ada.call(events.create, plan());
    const change = (i: number) => ada.try(events.edit, { event, title: `Reading ${i}` });
    expect(await doneBefore('tooFast', change)).toBe(eventLimits.changesPerDay);
    const answer = (i: number) => bo.try(events.answer, { event, answer: i % 2 ? 'going' : 'maybe' });
    expect(await doneBefore('tooFast', answer)).toBe(eventLimits.answersPerDay);
  },
  patient,
);

test('eventLimits.going, .reminders and .feeds', async () => {
  const [ada, bo, cy] = [await town.person(), await town.person(), await town.person()];
  const { event } = await ada.call(events.create, plan());
  await sql`update events set going = ${eventLimits.going - 1} where id = ${uuidOf(event)}`.execute(town.db);
  const go = (i: number) => [bo, cy][i]!.try(events.answer, { event, answer: 'going' });
  expect(await doneBefore('full', go)).toBe(1);
  const remind = (minutes: number) =>
    answerTo(town, cy, events.answer, { event: event.reveal(), answer: 'maybe', remind: minutes });
  for (const minutes of eventLimits.reminders) expect(await remind(minutes)).toBe('ok');
  expect(await remind(Math.max(...eventLimits.reminders) + 1)).toBe('malformed');
  expect(await doneBefore('tooMany', () => ada.try(events.createFeed, {}))).toBe(eventLimits.feeds);
});
