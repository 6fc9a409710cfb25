import { clubs, messageLimits, messages, safety, safetyLimits } from '@stoa/protocol/social';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { dayOf } from '../../src/store/day.ts';
import { newId, uuidOf } from '../../src/store/ids.ts';
import { addDevice, newMessage, sealed, write } from '../messenger.ts';
import { roomOf, seat } from '../room-of.ts';
import { type Person, randomly } from '../town.ts';
import { answerTo, doneBefore, letters, patient, plantAccounts, usePlainTown } from './reach.ts';

const town = usePlainTown();
const dayMs = 86_400_000;

async function acquainted() {
  const [ada, bo] = [await town.person(), await town.person()];
  const [adasDevice, bosDevice] = [await addDevice(ada, ada.id), await addDevice(bo, bo.id)];
  await write(ada, bo, [bosDevice]);
  await write(bo, ada, [adasDevice]);
  return { ada, bo, bosDevice };
}

/** Envelopes that wait for a device, as rows alone. */
async function plantEnvelopes(owner: Person, device: string, count: number): Promise<void> {
  const authors = await plantAccounts(town, count);
  await sql`insert into envelopes (id, device, owner, author, message, envelope, arrived_on)
    select gen_random_uuid(), ${device}, ${uuidOf(owner.id)}, id, gen_random_uuid(),
      ${Buffer.from(sealed())}, ${dayOf(town.clock.unix())}
    from unnest(${authors.map(uuidOf)}::uuid[]) as id`.execute(town.db);
}

test(
  'messageLimits.perDay',
  async () => {
    const ada = await town.person();
    await addDevice(ada, ada.id);
    // What is sent to nobody counts as well, so that nobody tries out names.
    const nobody = newId('account', randomly);
    const send = async () => {
      const got = await ada.try(messages.send, { to: nobody, message: newMessage(), envelopes: [] });
      return got.ok ? 'ok' : got.error.code;
    };
    let sent = 0;
    let inThisMinute = 0;
    do {
      town.clock.pass(60_000);
      inThisMinute = 0;
      while ((await send()) !== 'tooFast') inThisMinute += 1;
      sent += inThisMinute;
    } while (inThisMinute > 5);
    expect(sent).toBeGreaterThanOrEqual(messageLimits.perDay);
    // With what comes back within the time that it takes.
    expect(sent).toBeLessThan(messageLimits.perDay * 1.06);
  },
  patient,
);

test(
  'messageLimits.waiting and .atOnce',
  async () => {
    const { ada, bo, bosDevice } = await acquainted();
    await plantEnvelopes(bo, uuidOf(bosDevice), messageLimits.waiting);
    await write(ada, bo, [bosDevice]);
    const { rows } = await sql<{ n: number }>`
    select count(*) as n from envelopes where device = ${uuidOf(bosDevice)}`.execute(town.db);
    expect(rows[0]!.n).toBe(messageLimits.waiting);
    const { waiting, more } = await bo.call(messages.fetch, {});
    expect([waiting.length, more]).toEqual([messageLimits.atOnce, true]);
    const ids = (count: number) => ({
      ids: Array.from({ length: count }, () => newId('envelope', randomly).reveal()),
    });
    expect(await answerTo(town, bo, messages.taken, ids(messageLimits.atOnce))).toBe('ok');
    expect(await answerTo(town, bo, messages.taken, ids(messageLimits.atOnce + 1))).toBe('malformed');
  },
  patient,
);

test('messageLimits.devices: a message goes to the newest, and to no more than both may have', async () => {
  const { ada, bo, bosDevice } = await acquainted();
  const older = Array.from({ length: messageLimits.devices }, () => newId('device', randomly));
  await sql`insert into devices (id, account, ed25519, x25519, label, added_in, added_on)
    select id, ${uuidOf(bo.id)}::uuid, decode(md5(id::text) || md5('k' || id::text), 'hex'), decode(md5(id::text) || md5('x' || id::text), 'hex'),
      'Test', 100 + n::int, '2026-05-06'
    from unnest(${older.map(uuidOf)}::uuid[]) with ordinality as devices (id, n)`.execute(town.db);
  const outcome = async (devices: Parameters<typeof write>[2]) => {
    const got = await write(ada, bo, devices);
    return got.ok ? got.reply.outcome : got.error.code;
  };
  // The first of them is no longer among the newest.
  expect(await outcome(older)).toBe('sent');
  expect(await outcome([bosDevice, ...older.slice(1)])).toBe('changed');
  const envelopes = Array.from({ length: 2 * messageLimits.devices + 1 }, () => ({
    device: newId('device', randomly).reveal(),
    envelope: Buffer.from(sealed()).toString('base64url'),
  }));
  const body = { to: bo.id.reveal(), message: newMessage().reveal(), envelopes };
  expect(await answerTo(town, ada, messages.send, body)).toBe('malformed');
});

test('messageLimits.peopleAtOnce and .lookUpsPerMinute', async () => {
  const ada = await town.person();
  const accounts = Array.from({ length: messageLimits.peopleAtOnce + 1 }, () => newId('account', randomly));
  const ask = (count: number) =>
    answerTo(town, ada, messages.people, { accounts: accounts.slice(0, count).map((id) => id.reveal()) });
  expect(await ask(messageLimits.peopleAtOnce + 1)).toBe('malformed');
  expect(await ask(messageLimits.peopleAtOnce)).toBe('ok');
  const look = () => ada.try(messages.people, { accounts: accounts.slice(0, 1) });
  expect(1 + (await doneBefore('tooFast', look))).toBe(messageLimits.lookUpsPerMinute);
});

test('safetyLimits of words and days', async () => {
  const operator = await town.person(undefined, { operator: true });
  const report = (words: string) =>
    answerTo(town, operator, safety.report, {
      about: { kind: 'person', account: newId('account', randomly).reveal() },
      reason: 'spam',
      words,
    });
  expect(await report(letters(safetyLimits.wordsCodePoints))).toBe('ok');
  expect(await report(letters(safetyLimits.wordsCodePoints + 1))).toBe('malformed');
  const ticket = Buffer.from(randomly(32)).toString('base64url');
  const appeal = (words: string) => answerTo(town, operator, safety.appeal, { ticket, words });
  expect(await appeal(letters(safetyLimits.appealCodePoints))).toBe('notFound');
  expect(await appeal(letters(safetyLimits.appealCodePoints + 1))).toBe('malformed');
  const decide = (more: object) =>
    answerTo(town, operator, safety.decide, {
      case: newId('case', randomly).reveal(),
      decision: 'ban',
      reason: 'spam',
      note: '',
      endRooms: false,
      ...more,
    });
  expect(await decide({ note: letters(safetyLimits.noteCodePoints) })).toBe('notFound');
  expect(await decide({ note: letters(safetyLimits.noteCodePoints + 1) })).toBe('malformed');
  expect(await decide({ days: safetyLimits.banDaysAtMost })).toBe('notFound');
  expect(await decide({ days: safetyLimits.banDaysAtMost + 1 })).toBe('malformed');
});

test('safetyLimits.queueEntries', async () => {
  const operator = await town.person(undefined, { operator: true });
  const accounts = await plantAccounts(town, safetyLimits.queueEntries + 1);
  for (let i = 0; i < accounts.length; i += safetyLimits.reportsPerMinute) {
    const reporter = await town.person();
    for (const account of accounts.slice(i, i + safetyLimits.reportsPerMinute)) {
      await reporter.call(safety.report, { about: { kind: 'person', account }, reason: 'spam', words: '' });
    }
  }
  const { cases, total } = await operator.call(safety.queue, {});
  expect(cases).toHaveLength(safetyLimits.queueEntries);
  expect(total).toBeGreaterThan(safetyLimits.queueEntries);
});

test('safetyLimits.logEntries', async () => {
  const owner = await town.person();
  const { club } = await owner.call(clubs.create, {
    name: 'Readers',
    description: '',
    rules: [],
    wayIn: 'invitation',
    inDirectory: true,
  });
  const others = await plantAccounts(town, safetyLimits.logEntries + 1);
  for (const account of others) await owner.call(clubs.ban, { club, account });
  await expect
    .poll(async () => (await owner.call(safety.clubLog, { club })).entries.length, { timeout: 10_000 })
    .toBe(safetyLimits.logEntries);
  expect((await owner.call(safety.clubLog, { club })).next).toBeDefined();
});

test('safetyLimits.roomActs', async () => {
  const ada = await town.person();
  const room = await roomOf(town, ada);
  const by = town.house.pseudonym(ada.id, room);
  seat(town, ada, room, 'moderator');
  for (let i = 0; i <= safetyLimits.roomActs; i++) {
    town.clock.pass(1);
    town.voice.happen({ kind: 'act', room, act: i % 2 ? 'frozen' : 'thawed', by, of: undefined });
  }
  const { acts } = await ada.call(safety.roomLog, { room });
  expect(acts).toHaveLength(safetyLimits.roomActs);
});

test('safetyLimits.reportsPerMinute comes back', async () => {
  const ada = await town.person();
  const report = () =>
    ada.try(safety.report, {
      about: { kind: 'person', account: newId('account', randomly) },
      reason: 'spam',
      words: '',
    });
  expect(await doneBefore('tooFast', report)).toBe(safetyLimits.reportsPerMinute);
  town.clock.pass(dayMs);
  expect((await report()).ok).toBe(true);
});
