import { accounts } from '@stoa/protocol/social';
import { describe, expect, test } from 'vitest';
import { SoftAuthenticator } from './authenticator.ts';
import { join, signIn } from './join.ts';
import { useTown } from './town.ts';

const town = useTown({
  signUpsPerAddressPerHour: 1_000,
  callLimits: {
    perAddress: { perSecond: 1_000, burst: 10_000 },
    perAccount: { perSecond: 1_000, burst: 10_000 },
  },
});

describe('A2 signing up', () => {
  test('A2 a passkey, a handle and a name make an account and a session', async () => {
    const { me, page } = await join(town, 'ada', 'Ada Lovelace');
    expect(me).toMatchObject({ handle: 'ada', name: 'Ada Lovelace', passkeys: 1, recovery: { code: false } });
    expect(await page.call(accounts.me, {})).toEqual(me);
    expect(await town.stranger.try(accounts.me, {})).toMatchObject({ status: 401 });
  });

  test('A2 the cookie can be read by no script and sent by no other site; the database has its hash alone', async () => {
    const authenticator = new SoftAuthenticator(() => town.origin);
    const { options } = await town.stranger.call(accounts.signUpBegin, { handle: 'hedy', name: 'Hedy' });
    const response = await town.app.inject({
      method: 'POST',
      url: accounts.signUpFinish.path,
      headers: { 'content-type': 'application/json', origin: town.origin, host: town.origin.slice(7) },
      payload: JSON.stringify({
        handle: 'hedy',
        name: 'Hedy',
        registration: authenticator.create(options),
        label: 'Firefox on Linux',
      }),
    });
    const set = String(response.headers['set-cookie']);
    expect(set).toMatch(/^stoa-session=[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Strict$/);
    const token = /=([\w-]{43});/.exec(set)?.[1] ?? '';
    const rows = await town.db.selectFrom('sessions').selectAll().execute();
    expect(
      JSON.stringify(rows.map((row) => ({ ...row, token_hash: row.token_hash.toString() }))),
    ).not.toContain(token);
  });

  test('A3 a handle belongs to one account, whatever its capitals and look-alikes', async () => {
    await join(town, 'grace_h');
    for (const handle of ['grace_h', 'GRACE_H', 'graceh']) {
      const got = await town.stranger.try(accounts.signUpBegin, { handle, name: 'Other' });
      expect(got).toMatchObject({ status: 409, error: { code: 'taken' } });
    }
    const got = await town.stranger.try(accounts.signUpBegin, { handle: 'stoa', name: 'Other' });
    expect(got).toMatchObject({ status: 400 });
  });

  test('A3 of two people who take a handle at once, one gets it', async () => {
    const who = { handle: 'wanted', name: 'W' };
    const begin = async () => {
      const { options } = await town.stranger.call(accounts.signUpBegin, who);
      return new SoftAuthenticator(() => town.origin).create(options);
    };
    const registrations = await Promise.all([begin(), begin(), begin(), begin()]);
    const attempts = await Promise.all(
      registrations.map((registration) =>
        town.stranger.try(accounts.signUpFinish, { ...who, registration, label: 'X' }),
      ),
    );
    expect(attempts.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const rows = await town.db.selectFrom('accounts').select('id').where('handle', '=', 'wanted').execute();
    expect(rows.length).toBe(1);
  });

  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another challenge', { challenge: 'AAAA' }],
    ['another site', { rpId: 'evil.example' }],
    ['no user verification', { userVerified: false }],
    ['an assertion instead', { type: 'webauthn.get' }],
    ['a frame of another site', { crossOrigin: true }],
  ])('A4 a registration with %s makes nothing', async (_what, deviation) => {
    const who = { handle: 'mallory', name: 'M' };
    const { options } = await town.stranger.call(accounts.signUpBegin, who);
    const registration = new SoftAuthenticator(() => town.origin).create(options, deviation);
    const got = await town.stranger.try(accounts.signUpFinish, { ...who, registration, label: 'X' });
    expect(got).toMatchObject({ status: 400, error: { code: 'malformed' } });
    expect(
      await town.db.selectFrom('accounts').select('id').where('handle', '=', 'mallory').execute(),
    ).toEqual([]);
  });

  test('A4 a challenge is for its handle, for one use and for five minutes', async () => {
    const who = { handle: 'eve', name: 'E' };
    const { options } = await town.stranger.call(accounts.signUpBegin, who);
    const registration = new SoftAuthenticator(() => town.origin).create(options);
    const finish = (handle: string) =>
      town.stranger.try(accounts.signUpFinish, { handle, name: 'E', registration, label: 'X' });
    expect(await finish('eve_other')).toMatchObject({ status: 400 });
    expect(await finish('eve')).toMatchObject({ status: 200 });
    expect(await finish('eve_again')).toMatchObject({ status: 400 });
    const late = await town.stranger.call(accounts.signUpBegin, { handle: 'late', name: 'L' });
    const made = new SoftAuthenticator(() => town.origin).create(late.options);
    town.clock.pass(5 * 60_000);
    const got = await town.stranger.try(accounts.signUpFinish, {
      handle: 'late',
      name: 'L',
      registration: made,
      label: 'X',
    });
    expect(got).toMatchObject({ status: 400 });
  });

  test('A4 a program without a page cannot enrol', async () => {
    const who = { handle: 'robotic', name: 'R' };
    const { options } = await town.stranger.call(accounts.signUpBegin, who);
    const registration = new SoftAuthenticator(() => town.origin).create(options);
    const got = await town.withHeaders({}).try(accounts.signUpFinish, { ...who, registration, label: 'X' });
    expect(got).toMatchObject({ status: 400 });
  });

  test('A4 a certificate of the authenticator’s maker is not looked at', async () => {
    const who = { handle: 'certified', name: 'C' };
    const { options } = await town.stranger.call(accounts.signUpBegin, who);
    const made = new SoftAuthenticator(() => town.origin).create(options);
    const attestation = Buffer.from(made.response.attestationObject, 'base64url');
    // "fmt": "none" -> "appl", which would bring a certificate.
    const other = Buffer.from(attestation.toString('latin1').replace('none', 'appl'), 'latin1');
    const registration = {
      ...made,
      response: { ...made.response, attestationObject: other.toString('base64url') },
    };
    const got = await town.stranger.try(accounts.signUpFinish, { ...who, registration, label: 'X' });
    expect(got).toMatchObject({ status: 400 });
  });
});

describe('A6 signing in', () => {
  test('A6 a passkey alone finds its account', async () => {
    const { authenticator, me } = await join(town, 'katherine');
    const got = await signIn(town, authenticator);
    expect(got).toMatchObject({ ok: true, reply: { handle: 'katherine' } });
    if (!got.ok) return;
    expect(got.reply.id.equals(me.id)).toBe(true);
    expect(got.reply.session?.equals(me.session!)).toBe(false);
  });

  test('A6 everything that is no good passkey of ours gets one and the same answer', async () => {
    const { authenticator } = await join(town, 'dorothy');
    const { authenticator: other } = await join(town, 'mary');
    const stranger = new SoftAuthenticator(() => town.origin);
    const created = await town.stranger.call(accounts.signUpBegin, { handle: 'nobody_yet', name: 'N' });
    stranger.create(created.options);
    const answers = [
      await signIn(town, stranger),
      await signIn(town, authenticator, { origin: 'https://evil.example' }),
      await signIn(town, authenticator, { challenge: 'AAAA' }),
      await signIn(town, authenticator, { rpId: 'evil.example' }),
      await signIn(town, authenticator, { userVerified: false }),
      await signIn(town, authenticator, { type: 'webauthn.create' }),
      await signIn(town, authenticator, { crossOrigin: true }),
      await signIn(town, authenticator, { userHandle: other.credentials[0]!.user }),
      await signIn(town, other, { credential: authenticator.credentials[0]!.id }),
    ];
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, error: { code: 'signedOut' } });
    expect(await signIn(town, authenticator)).toMatchObject({ status: 200 });
  });

  test('A4 an assertion counts once, and not for another purpose', async () => {
    const { authenticator, page } = await join(town, 'annie');
    const { options } = await town.stranger.call(accounts.signInBegin, {});
    const assertion = authenticator.get(options);
    const finish = () => town.stranger.try(accounts.signInFinish, { assertion, label: 'X' });
    expect(await finish()).toMatchObject({ status: 200 });
    expect(await finish()).toMatchObject({ status: 401 });
    const again = await town.stranger.call(accounts.signInBegin, {});
    const misused = await page.try(accounts.confirmFinish, { assertion: authenticator.get(again.options) });
    expect(misused).toMatchObject({ status: 401 });
  });

  test('A7 a counter that goes back is a copy of the key', async () => {
    const { authenticator } = await join(town, 'rosalind');
    expect(await signIn(town, authenticator, { counter: 7 })).toMatchObject({ status: 200 });
    expect(await signIn(town, authenticator, { counter: 7 })).toMatchObject({ status: 401 });
    expect(await signIn(town, authenticator, { counter: 3 })).toMatchObject({ status: 401 });
    expect(await signIn(town, authenticator, { counter: 8 })).toMatchObject({ status: 200 });
  });

  test('A7 synced passkeys never count, and are welcome', async () => {
    const { authenticator } = await join(town, 'lise');
    expect(await signIn(town, authenticator, { counter: 0 })).toMatchObject({ status: 200 });
    expect(await signIn(town, authenticator, { counter: 0 })).toMatchObject({ status: 200 });
  });

  test('H6 confirming makes a session fresh again', async () => {
    const { authenticator, page, cookie } = await join(town, 'emmy');
    const other = await join(town, 'sophie');
    town.clock.pass(6 * 60_000);
    expect(await page.try(accounts.recoveryMake, {})).toMatchObject({ error: { code: 'needsPasskey' } });
    const theirs = await page.call(accounts.confirmBegin, {});
    const got = await page.try(accounts.confirmFinish, {
      assertion: other.authenticator.get(theirs.options),
    });
    expect(got).toMatchObject({ status: 401 });
    const { options } = await page.call(accounts.confirmBegin, {});
    await page.call(accounts.confirmFinish, { assertion: authenticator.get(options) });
    expect(await page.try(accounts.recoveryMake, {})).toMatchObject({ status: 200 });
    const elsewhere = await signIn(town, authenticator);
    expect(elsewhere.ok && elsewhere.cookie).not.toBe(cookie);
  });
});
