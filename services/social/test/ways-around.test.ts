import {
  accounts,
  clubs,
  events,
  hallway,
  messageLimits,
  messages,
  type ReportReason,
  safety,
} from '@stoa/protocol/social';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { removeBan } from '../src/safety/bans.ts';
import { dayAfter } from '../src/store/day.ts';
import { uuidOf } from '../src/store/ids.ts';
import { SoftAuthenticator } from './authenticator.ts';
import { join, signIn } from './join.ts';
import { addDevice, newMessage, toDevices, waitingFor } from './messenger.ts';
import { type Person, useTown } from './town.ts';

const plenty = { perSecond: 10_000, burst: 100_000 };
const town = useTown({ callLimits: { perAddress: plenty, perAccount: plenty } });

const report = (by: Person, of: Person, reason: ReportReason = 'harassment') =>
  by.call(safety.report, { about: { kind: 'person', account: of.id }, reason, words: 'Look.' });
const localStart = new Date(town.clock.unix() + 7 * 86_400_000).toISOString().slice(0, 16);
const decision = { reason: 'harassment', note: '', endRooms: false } as const;

async function ban(person: Person) {
  const op = await town.person(undefined, { operator: true });
  await report(await town.person(), person);
  const { cases } = await op.call(safety.queue, {});
  const found = cases.find((each) => each.person.account.equals(person.id));
  return await op.try(safety.decide, { case: found!.case, decision: 'ban', ...decision });
}

const calendar = async (path: string) =>
  (await town.app.inject({ method: 'GET', url: path, headers: { host: 'localhost' } })).statusCode;

describe('bans', () => {
  test('S11 the calendar of somebody banned is as absent as one that never was', async () => {
    const eve = await town.person();
    const { path } = await eve.call(events.createFeed, {});
    expect(await calendar(path)).toBe(200);
    await ban(eve);
    expect(await calendar(path)).toBe(404);
  });

  test('S11 nobody makes themself too large to be banned', async () => {
    const eve = await town.person();
    await sql`insert into devices (id, account, session, ed25519, x25519, label, added_in, removed_in, added_on, removed_on)
      select gen_random_uuid(), ${uuidOf(eve.id)}, ${uuidOf(eve.session)}, sha256(int4send(n)), sha256(int4send(n)), '',
        n, n, current_date, current_date from generate_series(1, 40000) as n`.execute(town.db);
    await sql`insert into sessions (id, account, token_hash, label, created_on, used_on)
      select gen_random_uuid(), ${uuidOf(eve.id)}, sha256(int4send(n)), '', current_date, current_date
        from generate_series(1, 70000) as n`.execute(town.db);
    expect(await ban(eve)).toMatchObject({ status: 200 });
    expect(await eve.try(accounts.me, {})).toMatchObject({ status: 401 });
    const left = await town.db
      .selectFrom('sessions')
      .where('account', '=', uuidOf(eve.id))
      .select('id')
      .limit(1)
      .execute();
    expect(left).toEqual([]);
  }, 60_000);

  test('S11 no page opens with a session that ended while it was looked at', async () => {
    const eve = await town.person();
    const mine = (db: typeof town.db) => db.updateTable('sessions').where('id', '=', uuidOf(eve.session));
    // Its first use of the day is noted, which waits for whoever ends it.
    await mine(town.db)
      .set({ used_on: dayAfter(town.clock.unix(), -1) })
      .execute();
    let opening: Promise<unknown> | undefined;
    await town.db.transaction().execute(async (trx) => {
      await trx.deleteFrom('sessions').where('id', '=', uuidOf(eve.session)).execute();
      opening = town.page(eve.cookie).then(
        () => 'open',
        () => 'refused',
      );
      await expect
        .poll(async () => (await sql`select from pg_locks where not granted`.execute(town.db)).rows.length)
        .toBeGreaterThan(0);
    });
    town.house.news.tell({ kind: 'sessionEnded', account: eve.id, session: eve.session });
    expect(await opening).toBe('refused');
    expect(town.house.live.isHere(eve.id)).toBe(false);
  });

  test('S14 a ban that was made anew is not lifted with the one that was over', async () => {
    const eve = await town.person();
    await ban(eve);
    const lift = () => town.db.transaction().execute((trx) => removeBan(trx, eve.id, town.clock.unix()));
    expect(await lift()).toBe(false);
    await town.db
      .updateTable('bans')
      .set({ until: new Date(town.clock.unix()) })
      .where('account', '=', uuidOf(eve.id))
      .execute();
    expect(await lift()).toBe(true);
  });

  test('A10 so many new device keys a day, also after a restart', async () => {
    const eve = await town.person();
    for (let i = 0; i < 50; i++) await addDevice(eve, eve.id);
    await expect(addDevice(eve, eve.id)).rejects.toThrow(/tooFast/);
    town.clock.pass(86_400_000);
    await addDevice(eve, eve.id);
  }, 30_000);
});

describe('the safety team', () => {
  test('S10 whoever is reported finds neither the case nor who reported, also in the safety team', async () => {
    const [ada, op, other] = [
      await town.person(),
      await town.person(undefined, { operator: true }),
      await town.person(undefined, { operator: true }),
    ];
    await report(ada, op);
    const seen = await other.call(safety.queue, {});
    const { case: id } = seen.cases.find(({ person }) => person.account.equals(op.id))!;
    const own = await op.call(safety.queue, {});
    expect(own.cases.some(({ person }) => person.account.equals(op.id))).toBe(false);
    expect(own.total).toBe(seen.total - 1);
    expect(await op.try(safety.one, { case: id })).toMatchObject({ error: { code: 'notFound' } });
    expect(await op.try(safety.claim, { case: id, on: true })).toMatchObject({ error: { code: 'notFound' } });
    expect(await op.try(safety.decide, { case: id, decision: 'nothing', ...decision })).toMatchObject({
      error: { code: 'notFound' },
    });
    expect(await other.try(safety.decide, { case: id, decision: 'nothing', ...decision })).toMatchObject({
      status: 200,
    });
  });
});

describe('recovery', () => {
  test('A9 no passkey comes after the cancellation, however many were on their way', async () => {
    const { page, me } = await join(town, 'mallory');
    const { code } = await page.call(accounts.recoveryMake, {});
    const thief = new SoftAuthenticator(() => town.origin);
    const attempt = async () => {
      const { options } = await town.stranger.call(accounts.recoveryBegin, { code });
      return { code, registration: thief.create(options), label: 'x' };
    };
    const [one, two] = [await attempt(), await attempt()];
    await town.stranger.call(accounts.recoveryFinish, one);
    // The second has shown the code, and waits for the account, when the cancellation comes first.
    let finishing: Promise<unknown> | undefined;
    await town.db.transaction().execute(async (trx) => {
      await trx.selectFrom('accounts').where('id', '=', uuidOf(me.id)).select('id').forUpdate().execute();
      finishing = town.stranger.try(accounts.recoveryFinish, two);
      await expect
        .poll(async () => {
          const { rows } = await sql`select from pg_locks where not granted`.execute(town.db);
          return rows.length;
        })
        .toBeGreaterThan(0);
      await trx.deleteFrom('passkeys').where('usable_at', 'is not', null).execute();
      await trx.deleteFrom('recovery_codes').where('account', '=', uuidOf(me.id)).execute();
    });
    expect(await finishing).toMatchObject({ error: { code: 'notFound' } });
    expect((await page.call(accounts.passkeyList, {})).passkeys).toHaveLength(1);
  });
});

describe('sessions', () => {
  test('A8 who signs in again and again has a hundred sessions, the newest among them', async () => {
    const { me, authenticator } = await join(town, 'trillian');
    await sql`insert into sessions (id, account, token_hash, label, created_on, used_on)
      select gen_random_uuid(), ${uuidOf(me.id)}, sha256(int4send(-n)), '', ${dayAfter(town.clock.unix(), -2)},
        ${dayAfter(town.clock.unix(), -2)} from generate_series(1, 120) as n`.execute(town.db);
    const got = await signIn(town, authenticator);
    if (!got.ok || !got.cookie) throw new Error('The sign-in failed.');
    const { sessions } = await town.withCookie(got.cookie).call(accounts.sessionList, {});
    expect(sessions).toHaveLength(100);
  });
});

describe('clubs', () => {
  test('V2 an event for everyone names no club that its reader may not see', async () => {
    const [owner, member, stranger] = [await town.person(), await town.person(), await town.person()];
    const words = { name: 'Hidden', description: '', rules: [], wayIn: 'open' as const };
    const { club } = await owner.call(clubs.create, { ...words, inDirectory: true });
    await member.call(clubs.join, { club, rulesVersion: 1 });
    await owner.call(clubs.edit, { club, inDirectory: false });
    const { event } = await owner.call(events.create, {
      title: 'Tea',
      description: '',
      starts: localStart,
      zone: 'UTC',
      minutes: 60,
      audience: 'everyone',
      club,
    });
    expect((await member.call(events.one, { event })).club?.name).toBe('Hidden');
    const seen = await stranger.call(events.one, { event });
    expect(seen.title).toBe('Tea');
    expect(seen.club).toBeUndefined();
  });
});

describe('tokens', () => {
  test('A12 a token without the scope of rooms reads no hallway as the person', async () => {
    const ada = await town.person();
    const { token } = await ada.call(accounts.tokenMake, { label: 'Bot', scopes: ['profileRead'] });
    const taste = { topics: [], languages: [] };
    expect(await town.program(token).try(hallway.feed, { taste, limit: 10, skip: 0 })).toMatchObject({
      error: { code: 'notAllowed' },
    });
    const { token: able } = await ada.call(accounts.tokenMake, { label: 'Bot', scopes: ['roomsRead'] });
    expect(await town.program(able).try(hallway.feed, { taste, limit: 10, skip: 0 })).toMatchObject({
      status: 200,
    });
  });
});

describe('messages to strangers', () => {
  test('M7 a message that was sent to somebody else first opens no way around the limits', async () => {
    const [eve, friend, bo] = [await town.person(), await town.person(), await town.person()];
    await addDevice(eve, eve.id);
    const [friends, bos] = [await addDevice(friend, friend.id), await addDevice(bo, bo.id)];
    await friend.call(messages.send, {
      to: eve.id,
      message: newMessage(),
      envelopes: toDevices([(await eve.call(accounts.devicesOf, { account: eve.id })).devices[0]!.id]),
    });
    const got: string[] = [];
    for (let i = 0; i <= messageLimits.unanswered; i++) {
      const message = newMessage();
      await eve.call(messages.send, { to: friend.id, message, envelopes: toDevices([friends]) });
      const answer = await eve.try(messages.send, { to: bo.id, message, envelopes: toDevices([bos]) });
      got.push(answer.ok ? answer.reply.outcome : answer.error.code);
    }
    expect(got).toEqual([...Array(messageLimits.unanswered).fill('sent'), 'notYet']);
    expect(await waitingFor(bo)).toHaveLength(messageLimits.unanswered);
    await bo.call(messages.refuse, { account: eve.id });
    expect(await waitingFor(bo)).toEqual([]);
  });
});
