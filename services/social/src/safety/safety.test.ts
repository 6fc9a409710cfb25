import { generateKeyPairSync, sign } from 'node:crypto';
import {
  type AccountId,
  accounts,
  clubs,
  deviceProofBytes,
  hallway,
  people,
  rooms,
  safety,
  safetyLimits,
  yourData,
} from '@stoa/protocol/social';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Joined, join, signIn } from '../../test/join.ts';
import { comeIn, roomOf, seat } from '../../test/room-of.ts';
import { type Person, randomly, useTown } from '../../test/town.ts';
import { newId } from '../store/ids.ts';
import { lookEveryMs } from './enforce.ts';

const plenty = { perSecond: 10_000, burst: 100_000 };
const town = useTown({
  signUpsPerAddressPerHour: 1_000,
  callLimits: { perAddress: plenty, perAccount: plenty },
});

const operator = () => town.person(undefined, { operator: true });
const dayMs = 86_400_000;
const report = (by: Pick<Person, 'call'>, account: AccountId, words = '') =>
  by.call(safety.report, { about: { kind: 'person', account }, reason: 'harassment', words });

/** The open case about somebody, as an operator finds it. */
async function caseOf(op: Person, account: AccountId) {
  const { cases } = await op.call(safety.queue, {});
  const card = cases.find(({ person }) => person.account.equals(account));
  return card && { card, whole: await op.call(safety.one, { case: card.case }) };
}

async function decide(
  op: Person,
  account: AccountId,
  decision: 'nothing' | 'warn' | 'ban',
  more: { days?: number; note?: string; endRooms?: boolean } = {},
) {
  const found = await caseOf(op, account);
  if (!found) throw new Error('There is no such case.');
  await op.call(safety.decide, {
    case: found.card.case,
    decision,
    reason: 'harassment',
    note: more.note ?? '',
    endRooms: more.endRooms ?? false,
    ...(more.days === undefined ? {} : { days: more.days }),
  });
}

async function banned(): Promise<Joined & { readonly op: Person }> {
  const person = await join(
    town,
    `ban${newId('case', randomly).reveal().slice(0, 8)}x`.toLowerCase().replace(/[^a-z0-9]/g, ''),
  );
  const op = await operator();
  await report(await town.person(), person.me.id);
  await decide(op, person.me.id, 'ban', { note: 'Read the rules.' });
  return { ...person, op };
}

describe('reports', () => {
  test('S2 a report is answered alike for somebody, for somebody behind a block, and for nobody', async () => {
    const [ada, bob] = [await town.person(), await town.person()];
    await bob.call(people.block, { account: ada.id });
    const about = (account: AccountId) =>
      ada.try(safety.report, { about: { kind: 'person', account }, reason: 'spam', words: '' });
    const answers = [
      await about(bob.id),
      await about((await town.person()).id),
      await about(newId('account', randomly)),
    ];
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 200 });
    expect(await about(ada.id)).toMatchObject({ error: { code: 'malformed' } });
  });

  test('S1 five in a minute, twenty in a day', async () => {
    const ada = await town.person();
    const nobody = () => newId('account', randomly);
    const attempt = () =>
      ada.try(safety.report, { about: { kind: 'person', account: nobody() }, reason: 'spam', words: '' });
    for (let day = 0; day < safetyLimits.reportsPerDay; day += safetyLimits.reportsPerMinute) {
      for (let i = 0; i < safetyLimits.reportsPerMinute; i++) {
        expect(await attempt()).toMatchObject({ status: 200 });
      }
      expect(await attempt()).toMatchObject({ error: { code: 'tooFast' } });
      town.clock.pass(60_000);
    }
    const got = await attempt();
    expect(got).toMatchObject({ error: { code: 'tooFast' } });
    expect(got.ok ? 0 : got.error.retryInMs).toBeGreaterThan(3_000_000);
  });

  test('S4 S5 reports about one person are one case, and saying it again is one report', async () => {
    const [ada, bob, eve, op] = [
      await town.person(),
      await town.person(),
      await town.person(),
      await operator(),
    ];
    await report(ada, eve.id, 'She shouts.');
    await report(ada, eve.id, 'She goes on.');
    await report(ada, eve.id, 'She goes on.');
    await bob.call(safety.report, {
      about: { kind: 'message', account: eve.id, where: 'direct' },
      reason: 'threats',
      words: '',
    });
    const found = await caseOf(op, eve.id);
    expect(found?.card).toMatchObject({
      urgency: 'now',
      reporters: 2,
      reasons: ['threats', 'harassment'],
      kinds: ['message', 'person'],
    });
    expect(found?.whole.reports.map(({ words, times, by }) => [words, times, by?.handle])).toEqual([
      ['', 1, bob.handle],
      ['She shouts.\n\nShe goes on.', 3, ada.handle],
    ]);
  });

  test('S3 the reported hear nothing of it, and their export does not have it; the reporter hears what became of it', async () => {
    const [ada, eve, op] = [await town.person(), await town.person(), await operator()];
    await report(ada, eve.id, 'Insultorium');
    const mine = async () =>
      (await ada.call(safety.mine, {})).reports.map(({ state, name }) => [state, name]);
    expect(await mine()).toEqual([['waiting', eve.handle]]);
    const told = JSON.stringify(await eve.call(yourData.export, {}));
    expect(told).not.toContain('Insultorium');
    expect(told).not.toContain(ada.handle);
    await decide(op, eve.id, 'nothing');
    expect(await mine()).toEqual([['nothing', eve.handle]]);
    expect((await eve.call(safety.mine, {})).decisions).toEqual([]);
    expect(JSON.stringify((await eve.call(yourData.export, {})).data)).not.toMatch(/nothing|Insultorium/);
    await report(ada, eve.id);
    await decide(op, eve.id, 'warn', { note: 'Be kind.' });
    expect((await mine())[0]).toEqual(['acted', eve.handle]);
    expect((await eve.call(safety.mine, {})).decisions).toMatchObject([
      { act: 'warned', reason: 'harassment', note: 'Be kind.' },
    ]);
  });

  test('S6 sealed evidence comes out as it went in; for a key that never was, or too long, it is refused', async () => {
    const [ada, eve, op] = [await town.person(), await town.person(), await operator()];
    const attempt = (key: number, bytes: number) =>
      ada.try(safety.report, {
        about: { kind: 'person', account: eve.id },
        reason: 'hate',
        words: '',
        evidence: { key, sealed: new Uint8Array(bytes).fill(7) },
      });
    expect(await attempt(999, 10)).toMatchObject({ error: { code: 'malformed' } });
    const publicKey = new Uint8Array(randomly(32));
    const { number } = await op.call(safety.keySet, { publicKey });
    expect((await ada.call(safety.key, {})).key).toEqual({ number, publicKey });
    expect(await attempt(number, 262_144)).toMatchObject({ status: 200 });
    const found = await caseOf(op, eve.id);
    expect(found?.whole.reports[0]?.evidence).toEqual({ key: number, bytes: 262_144 });
    const { sealed } = await op.call(safety.evidence, { report: found!.whole.reports[0]!.report });
    expect(Buffer.from(sealed).equals(Buffer.alloc(262_144, 7))).toBe(true);
    const response = await town.app.inject({
      method: 'POST',
      url: safety.report.path,
      headers: { host: town.origin.slice(7), origin: town.origin, cookie: ada.cookie },
      payload: {
        about: { kind: 'person', account: eve.id.reveal() },
        reason: 'hate',
        words: '',
        evidence: { key: number, sealed: Buffer.alloc(262_145).toString('base64url') },
      },
    });
    expect(response.statusCode).toBe(400);
  });

  test('S20 what a reporter wrote goes with its account; the report stays, without a name', async () => {
    const [ada, eve, op] = [await town.person(), await town.person(), await operator()];
    await report(ada, eve.id, 'Leavingwords');
    await ada.call(yourData.deleteAccount, { handle: ada.handle });
    const found = await caseOf(op, eve.id);
    expect(found?.whole.reports).toMatchObject([{ reason: 'harassment', words: '' }]);
    expect(found?.whole.reports[0]?.by).toBeUndefined();
  });
});

describe('rooms', () => {
  const inHallway = async (viewer: Person, room: Awaited<ReturnType<typeof roomOf>>) => {
    const { rooms: shown } = await viewer.call(hallway.feed, {
      taste: { topics: [], languages: [] },
      limit: 50,
      skip: 0,
    });
    return shown.some((card) => card.room.equals(room));
  };
  const aboutRoom = (by: Person, room: Awaited<ReturnType<typeof roomOf>>) =>
    by.try(safety.report, { about: { kind: 'room', room }, reason: 'hate', words: '' });

  test('S8 a room that three people reported leaves the hallway until somebody has looked, and then stays', async () => {
    const [host, viewer, op] = [await town.person(), await town.person(), await operator()];
    const room = await roomOf(town, host);
    const reporters = await Promise.all([0, 1, 2, 3, 4, 5].map(() => town.person()));
    for (const one of reporters.slice(0, 2)) await aboutRoom(one, room);
    await aboutRoom(reporters[0]!, room);
    expect(await inHallway(viewer, room)).toBe(true);
    await aboutRoom(reporters[2]!, room);
    expect(await inHallway(viewer, room)).toBe(false);
    // It goes on for whoever has the link.
    expect(await viewer.try(rooms.show, { room })).toMatchObject({ status: 200 });
    const found = await caseOf(op, host.id);
    expect(found?.whole.rooms).toMatchObject([{ title: 'Tea and talk', hidden: true, people: 1 }]);
    expect(found?.whole.rooms[0]?.moderators.map(({ handle }) => handle)).toEqual([host.handle]);
    await decide(op, host.id, 'nothing');
    expect(await inHallway(viewer, room)).toBe(true);
    for (const one of reporters.slice(3)) await aboutRoom(one, room);
    expect(await inHallway(viewer, room)).toBe(true);
  });

  test('S7 the handle of a reported room is written nowhere, and an ended room is in no case', async () => {
    const [host, ada, op] = [await town.person(), await town.person(), await operator()];
    const room = await roomOf(town, host, { title: 'Titulus' });
    await aboutRoom(ada, room);
    expect((await caseOf(op, host.id))?.whole.rooms).toHaveLength(1);
    const { rows } = await sql<{ text: string }>`
      select r::text as text from safety_reports r union all select c::text from safety_cases c
      union all select w::text from safety_reporters w union all select m::text from moderation_log m`.execute(
      town.db,
    );
    const hex = Buffer.from(room.reveal(), 'base64url').toString('hex');
    for (const { text } of rows) {
      expect(text).not.toContain(room.reveal());
      expect(text.replaceAll('-', '')).not.toContain(hex);
    }
    town.voice.happen({ kind: 'ended', room });
    const found = await caseOf(op, host.id);
    expect(found?.whole.rooms).toEqual([]);
    expect(found?.whole.reports).toMatchObject([{ kind: 'room', title: 'Titulus' }]);
    expect(await aboutRoom(ada, room)).toMatchObject({ error: { code: 'notFound' } });
  });

  test('S2 a room that one may not see is absent', async () => {
    const [host, ada] = [await town.person(), await town.person()];
    await host.call(people.block, { account: ada.id });
    const room = await roomOf(town, host);
    expect(await aboutRoom(ada, room)).toEqual(
      await ada.try(safety.report, {
        about: { kind: 'room', room: newId('room', randomly) },
        reason: 'hate',
        words: '',
      }),
    );
  });

  test('S10 a decision may end the rooms that reports name', async () => {
    const [host, ada, op] = [await town.person(), await town.person(), await operator()];
    const room = await roomOf(town, host);
    await aboutRoom(ada, room);
    await decide(op, host.id, 'warn', { endRooms: true });
    expect(town.voice.endedRooms.some((each) => each.equals(room))).toBe(true);
  });

  test('S19 moderators read what was done in their room; others do not, and with the room it is gone', async () => {
    const [host, ada, bob] = [await town.person(), await town.person(), await town.person()];
    const room = await roomOf(town, host);
    await comeIn(town, ada, room);
    const name = (who: Person) => town.house.pseudonym(who.id, room);
    town.voice.happen({ kind: 'act', room, act: 'frozen', by: name(host), of: undefined });
    town.voice.happen({ kind: 'act', room, act: 'removed', by: name(host), of: name(ada) });
    town.voice.happen({ kind: 'act', room, act: 'muted', by: name(host), of: name(bob) });
    const { acts } = await host.call(safety.roomLog, { room });
    expect(acts.map(({ act, by, of, ofGuest }) => [act, by?.handle, of?.handle, ofGuest])).toEqual([
      ['muted', host.handle, undefined, true],
      ['removed', host.handle, ada.handle, false],
      ['frozen', host.handle, undefined, false],
    ]);
    const no = { status: 404, error: { code: 'notFound' } };
    expect(await ada.try(safety.roomLog, { room })).toMatchObject(no);
    town.voice.happen({ kind: 'ended', room });
    expect(await host.try(safety.roomLog, { room })).toMatchObject(no);
  });
});

describe('decisions', () => {
  test('S9 who claims a case works on it alone until it is given back', async () => {
    const [eve, one, two] = [await town.person(), await operator(), await operator()];
    await report(await town.person(), eve.id);
    const { card } = (await caseOf(one, eve.id))!;
    const claim = { case: card.case, on: true };
    await one.call(safety.claim, claim);
    await one.call(safety.claim, claim);
    expect((await caseOf(two, eve.id))?.card).toMatchObject({
      claimedByMe: false,
      claimedBy: { handle: one.handle },
    });
    const taken = { error: { code: 'taken' } };
    expect(await two.try(safety.claim, claim)).toMatchObject(taken);
    const decision = {
      case: card.case,
      decision: 'nothing',
      reason: 'other',
      note: '',
      endRooms: false,
    } as const;
    expect(await two.try(safety.decide, decision)).toMatchObject(taken);
    await one.call(safety.claim, { ...claim, on: false });
    expect(await two.try(safety.decide, decision)).toMatchObject({ status: 200 });
    expect(await one.try(safety.decide, decision)).toMatchObject({ error: { code: 'notFound' } });
  });

  test('S10 nobody bans themself, and only a ban lasts for days', async () => {
    const [op, other] = [await operator(), await operator()];
    await report(await town.person(), op.id);
    // The case is not shown to whom it is about.
    expect(await caseOf(op, op.id)).toBeUndefined();
    await expect(decide(other, op.id, 'nothing', { days: 3 })).rejects.toThrow(/malformed/);
    await decide(other, op.id, 'nothing');
  });

  test('S11 a ban ends seats, pages, sessions and tokens before it is answered, and nobody finds the account', async () => {
    const { me, page, cookie } = await join(town, 'evilina');
    const [ada, host, op] = [await town.person(), await town.person(), await operator()];
    const room = await roomOf(town, host);
    await page.call(rooms.join, { room, keyHash: new Uint8Array(32) });
    seat(town, me, room, 'speaker');
    const { token } = await page.call(accounts.tokenMake, { label: 'Bot', scopes: ['profileRead'] });
    const open = await town.page(cookie);
    await report(ada, me.id);
    await decide(op, me.id, 'ban');
    const subject = town.house.pseudonym(me.id, room);
    expect(town.voice.expelled.some((each) => each.who.equals(subject) && each.room.equals(room))).toBe(true);
    expect((await open.next('banned')).ticket).toHaveLength(43);
    await open.next('signedOut');
    expect(await open.closed).toBe(1008);
    expect(await page.try(accounts.me, {})).toMatchObject({ error: { code: 'signedOut' } });
    expect(await town.program(token).try(accounts.me, {})).toMatchObject({ error: { code: 'signedOut' } });
    expect(await ada.try(people.profile, { account: me.id })).toMatchObject({ error: { code: 'notFound' } });
  });

  test('S12 a banned person is told why, until when and how to object, after showing a passkey and not before', async () => {
    const { authenticator, op, me } = await banned();
    const got = await signIn(town, authenticator);
    expect(got).toMatchObject({ status: 403, error: { code: 'banned' } });
    if (got.ok) throw new Error('signed in');
    const ticket = got.error.ticket!;
    expect(got.error.retryInMs).toBeUndefined();
    expect(await town.stranger.call(safety.ban, { ticket })).toMatchObject({
      reason: 'harassment',
      note: 'Read the rules.',
      appeal: 'possible',
    });
    await town.stranger.call(safety.appeal, { ticket, words: 'It was not me.' });
    expect(await town.stranger.try(safety.appeal, { ticket, words: 'Again.' })).toMatchObject({
      error: { code: 'taken' },
    });
    expect((await town.stranger.call(safety.ban, { ticket })).appeal).toBe('waiting');
    expect((await op.call(safety.queue, {})).appeals).toBeGreaterThan(0);
    const { bans } = await op.call(safety.bans, {});
    expect(bans.find(({ person }) => person.account.equals(me.id))).toMatchObject({
      appeal: 'It was not me.',
    });
    await op.call(safety.review, { account: me.id, lift: false, note: 'It was.' });
    expect((await town.stranger.call(safety.ban, { ticket })).appeal).toBe('answered');
    town.clock.pass(15 * 60_000);
    expect(await town.stranger.try(safety.ban, { ticket })).toMatchObject({ error: { code: 'notFound' } });
    const other = await signIn(town, authenticator, { challenge: 'AAAA' });
    expect(other).toMatchObject({ error: { code: 'signedOut' } });
  });

  test('S12 the recovery code of somebody banned opens nothing', async () => {
    const { page, me } = await join(town, 'recoverer');
    const { code } = await page.call(accounts.recoveryMake, {});
    const op = await operator();
    await report(await town.person(), me.id);
    await decide(op, me.id, 'ban', { days: 2 });
    const got = await town.stranger.try(accounts.recoveryBegin, { code });
    expect(got).toMatchObject({ error: { code: 'banned', retryInMs: 2 * dayMs } });
  });

  test('S13 a device key of somebody banned is refused to another account, also one that it had before', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const ed25519 = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url'));
    const publish = (person: Joined, key = ed25519) => {
      const x25519 = new Uint8Array(32).fill(5);
      const proof = new Uint8Array(sign(null, deviceProofBytes(person.me.id, x25519), privateKey));
      return person.page.try(accounts.deviceSet, { ed25519: key, x25519, proof, label: 'Phone' });
    };
    const evil = await join(town, 'twoface');
    expect(await publish(evil)).toMatchObject({ status: 200 });
    await evil.page.call(accounts.sessionEnd, { id: evil.me.session! });
    const op = await operator();
    await report(await town.person(), evil.me.id);
    const found = await caseOf(op, evil.me.id);
    expect(found?.whole.devices.map((key) => Buffer.from(key).equals(Buffer.from(ed25519)))).toEqual([true]);
    await decide(op, evil.me.id, 'ban');
    const again = await join(town, 'threeface');
    expect(await publish(again)).toMatchObject({ status: 403, error: { code: 'notAllowed' } });
    await op.call(safety.review, { account: evil.me.id, lift: true, note: '' });
    expect(await publish(again)).toMatchObject({ status: 200 });
  });

  test('S11 a ban that another process stored is noticed within half a second, and so is its end', async () => {
    const { me, page, cookie } = await join(town, 'elsewhere');
    const open = await town.page(cookie);
    const { storeBan, removeBan } = await import('./bans.ts');
    const now = town.clock.unix();
    await town.db
      .transaction()
      .execute((trx) => storeBan(trx, me.id, { reason: 'spam', note: '', until: undefined }, now));
    // Calls are refused already; the page is told with the next look.
    expect(await page.try(accounts.me, {})).toMatchObject({ error: { code: 'signedOut' } });
    town.clock.pass(lookEveryMs);
    await open.next('banned');
    await open.closed;
    expect(town.house.hall.rooms.isBanned(me.id)).toBe(true);
    await town.db.transaction().execute((trx) => removeBan(trx, me.id));
    await expect
      .poll(() => {
        town.clock.pass(lookEveryMs);
        return town.house.hall.rooms.isBanned(me.id);
      })
      .toBe(false);
  });

  test('S14 a ban for days ends by itself; one that is lifted gives everything back but sessions', async () => {
    const { authenticator, op, me, page } = await banned();
    await op.call(safety.review, { account: me.id, lift: true, note: 'Sorry.' });
    expect(await signIn(town, authenticator)).toMatchObject({ ok: true, reply: { handle: me.handle } });
    expect(await page.try(accounts.me, {})).toMatchObject({ error: { code: 'signedOut' } });
    expect(await op.try(people.profile, { account: me.id })).toMatchObject({ status: 200 });
    await report(await town.person(), me.id);
    await decide(op, me.id, 'ban', { days: 1 });
    expect(await signIn(town, authenticator)).toMatchObject({ error: { code: 'banned', retryInMs: dayMs } });
    town.clock.pass(dayMs);
    await expect
      .poll(async () => {
        town.clock.pass(60_000);
        return (await signIn(town, authenticator)).ok;
      })
      .toBe(true);
  });
});

describe('the moderation log', () => {
  test('S16 the database refuses to change, remove or empty it', async () => {
    await banned();
    for (const statement of [
      sql`update moderation_log set act = 'nothing'`,
      sql`delete from moderation_log`,
      sql`truncate moderation_log cascade`,
      sql`update moderation_people set salt = ''`,
      sql`update moderation_words set words = ''`,
    ]) {
      await expect(statement.execute(town.db)).rejects.toThrow('The moderation log only grows.');
    }
  });

  test('S18 those who run a club read what was done in it, others do not', async () => {
    const [owner, admin, member, stranger] = await Promise.all([0, 1, 2, 3].map(() => town.person()));
    const words = { name: 'Readers', description: '', rules: [], wayIn: 'open', inDirectory: true } as const;
    const { club } = await owner!.call(clubs.create, { ...words, rules: [] });
    for (const one of [admin!, member!]) await one.call(clubs.join, { club, rulesVersion: 1 });
    await owner!.call(clubs.promote, { club, account: admin!.id });
    await admin!.call(clubs.edit, { club, rules: ['Be brief.'] });
    await admin!.call(clubs.edit, { club, description: 'Books' });
    await admin!.call(clubs.ban, { club, account: member!.id });
    const { entries } = await admin!.call(safety.clubLog, { club });
    expect(entries.map(({ n, act, by, of }) => [n, act, by?.shown?.handle, of?.shown?.handle])).toEqual([
      [4, 'clubBanned', admin!.handle, member!.handle],
      [3, 'edited', admin!.handle, undefined],
      [2, 'rulesChanged', admin!.handle, undefined],
      [1, 'promoted', owner!.handle, admin!.handle],
    ]);
    expect(JSON.parse(entries[2]!.words!.text)).toEqual({ rules: ['Be brief.'] });
    expect(await stranger!.try(safety.clubLog, { club })).toMatchObject({ error: { code: 'notAllowed' } });
    expect(await member!.try(safety.clubLog, { club })).toMatchObject({ error: { code: 'notFound' } });
    // S21 one is told what became of oneself, but a ban from a club.
    expect((await admin!.call(safety.mine, {})).decisions).toMatchObject([
      { act: 'promoted', club: 'Readers' },
    ]);
    expect((await member!.call(safety.mine, {})).decisions).toEqual([]);
    expect(JSON.stringify((await member!.call(yourData.export, {})).data)).not.toContain('clubBanned');
  });

  test('S16 S17 whoever reads it finds that none is missing, also after somebody in it has left', async () => {
    const { createHash } = await import('node:crypto');
    const { logEntryBytes, markBytes, noMark } = await import('@stoa/protocol/social');
    const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    const { op, me } = await banned();
    await op.call(safety.review, { account: me.id, lift: true, note: 'Oops' });
    const read = async () => {
      const entries = [];
      for (let before: number | undefined; ; ) {
        const page = await op.call(safety.log, before === undefined ? {} : { before });
        entries.push(...page.entries);
        if (page.next === undefined) return entries;
        before = page.next;
      }
    };
    const check = async () => {
      const entries = await read();
      for (const [i, entry] of entries.entries()) {
        expect(entry.n).toBe(entries.length - i);
        expect(hex(entry.before)).toBe(hex(entries[i + 1]?.hash ?? noMark));
        expect(hex(entry.hash)).toBe(sha256(logEntryBytes(new Uint8Array(16), entry)));
        for (const part of ['by', 'of'] as const) {
          const told = entry[part];
          if (!told?.shown) continue;
          const id = Buffer.from(told.shown.account.reveal(), 'base64url');
          expect(hex(entry.marks[part])).toBe(sha256(markBytes(told.salt, id)));
        }
      }
      return entries;
    };
    expect((await check())[0]).toMatchObject({ act: 'unbanned', of: { shown: { handle: me.handle } } });
    const { leave } = await import('../your-data/erase.ts');
    await leave(town.house, me.id, town.clock.unix());
    const [newest] = await check();
    expect(newest).toMatchObject({ act: 'unbanned' });
    expect(newest?.of).toBeUndefined();
    expect(newest?.words).toBeUndefined();
  });

  test('S16 many at once are one after the other', async () => {
    const owner = await town.person();
    const words = { name: 'Busy', description: '', rules: [], wayIn: 'open', inDirectory: true } as const;
    const { club } = await owner.call(clubs.create, { ...words, rules: [] });
    const { appendToLog } = await import('./moderation-log.ts');
    await Promise.all(
      Array.from({ length: 12 }, () =>
        town.db
          .transaction()
          .execute((trx) => appendToLog(trx, randomly, club, { act: 'edited', by: owner.id }, 0)),
      ),
    );
    const { entries } = await owner.call(safety.clubLog, { club });
    expect(entries.map(({ n }) => n)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(new Set(entries.map(({ before }) => Buffer.from(before).toString('hex'))).size).toBe(12);
  });
});
