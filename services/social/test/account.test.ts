import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { accountId, accounts, deviceProofBytes } from '@stoa/protocol/social';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { sweepAccounts } from '../src/accounts/sweep.ts';
import { dayAfter } from '../src/store/day.ts';
import { uuidOf } from '../src/store/ids.ts';
import { SoftAuthenticator } from './authenticator.ts';
import { type Joined, join, signIn } from './join.ts';
import { useTown } from './town.ts';

const plenty = { perSecond: 10_000, burst: 100_000 };
const town = useTown({
  signUpsPerAddressPerHour: 1_000,
  callLimits: { perAddress: plenty, perAccount: plenty },
});
const hour = 3_600_000;

async function addPasskey({ page }: Joined, label: string) {
  const second = new SoftAuthenticator(() => town.origin);
  const { options } = await page.call(accounts.passkeyAddBegin, {});
  const { id } = await page.call(accounts.passkeyAddFinish, { registration: second.create(options), label });
  return { second, id, options };
}

describe('A8 passkeys of an account', () => {
  test('A8 a second one opens the same account, has a name, and can be taken away', async () => {
    const ada = await join(town, 'ada');
    const { second, id, options } = await addPasskey(ada, 'Key in the drawer');
    expect(options.excludeCredentials.map((each) => each.id)).toEqual([
      ada.authenticator.credentials[0]!.id.toString('base64url'),
    ]);
    expect(await signIn(town, second)).toMatchObject({ ok: true, reply: { handle: 'ada', passkeys: 2 } });
    await ada.page.call(accounts.passkeyRename, { id, label: 'Spare' });
    const { passkeys } = await ada.page.call(accounts.passkeyList, {});
    expect(passkeys.map((each) => each.label).sort()).toEqual(['Firefox on Linux', 'Spare']);
    await ada.page.call(accounts.passkeyRemove, { id });
    expect(await signIn(town, second)).toMatchObject({ status: 401 });
  });

  test('A8 the last one stays while there is no recovery code', async () => {
    const { page } = await join(town, 'grace');
    const [only] = (await page.call(accounts.passkeyList, {})).passkeys;
    expect(await page.try(accounts.passkeyRemove, { id: only!.id })).toMatchObject({
      error: { code: 'notAllowed' },
    });
    await page.call(accounts.recoveryMake, {});
    expect(await page.try(accounts.passkeyRemove, { id: only!.id })).toMatchObject({ status: 200 });
  });

  test('A8 of two removed at once, one stays', async () => {
    const hedy = await join(town, 'hedy');
    await addPasskey(hedy, 'Second');
    const { passkeys } = await hedy.page.call(accounts.passkeyList, {});
    const got = await Promise.all(passkeys.map(({ id }) => hedy.page.try(accounts.passkeyRemove, { id })));
    expect(got.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  test('A8 another account’s passkey does not exist', async () => {
    const [mary, joan] = [await join(town, 'mary'), await join(town, 'joan')];
    const [theirs] = (await mary.page.call(accounts.passkeyList, {})).passkeys;
    for (const got of [
      await joan.page.try(accounts.passkeyRename, { id: theirs!.id, label: 'Mine' }),
      await joan.page.try(accounts.passkeyRemove, { id: theirs!.id }),
    ]) {
      expect(got).toMatchObject({ status: 404, error: { code: 'notFound' } });
    }
  });

  test('A8 one passkey cannot be enrolled twice', async () => {
    const [one, two] = [await join(town, 'kay'), await join(town, 'fran')];
    const { options } = await two.page.call(accounts.passkeyAddBegin, {});
    const copy = new SoftAuthenticator(() => town.origin);
    const registration = copy.create(options, { credential: one.authenticator.credentials[0]!.id });
    const got = await two.page.try(accounts.passkeyAddFinish, { registration, label: 'X' });
    expect(got).toMatchObject({ status: 409, error: { code: 'taken' } });
    expect(await signIn(town, one.authenticator)).toMatchObject({ ok: true, reply: { handle: 'kay' } });
  });
});

describe('A9 recovery', () => {
  async function begun(handle: string) {
    const person = await join(town, handle);
    const { code } = await person.page.call(accounts.recoveryMake, {});
    const { options } = await town.stranger.call(accounts.recoveryBegin, { code });
    const fresh = new SoftAuthenticator(() => town.origin);
    const registration = fresh.create(options);
    const finish = (text: string = code) =>
      town.stranger.try(accounts.recoveryFinish, { code: text, registration, label: 'New phone' });
    return { ...person, code, fresh, finish };
  }

  test('A9 the code enrols a passkey that works after the delay; all pages hear of it at once', async () => {
    const { page, cookie, fresh, finish, authenticator } = await begun('lovelace');
    const open = await town.page(cookie);
    const got = await finish();
    const usableAt = town.clock.unix() + 48 * hour;
    expect(got).toMatchObject({ ok: true, reply: { usableAt } });
    expect(await open.next('recoveryBegun')).toEqual({ t: 'recoveryBegun', usableAt });
    expect((await page.call(accounts.me, {})).recovery).toEqual({ code: true, usableAt });
    const early = await signIn(town, fresh);
    expect(early).toMatchObject({ status: 409, error: { code: 'notYet', retryInMs: 48 * hour } });
    town.clock.pass(48 * hour);
    expect(await signIn(town, fresh)).toMatchObject({
      ok: true,
      reply: { handle: 'lovelace', passkeys: 2, recovery: { code: false } },
    });
    expect(await signIn(town, authenticator)).toMatchObject({ ok: true });
  });

  test('A9 any session cancels it without a passkey; the code is void then', async () => {
    const { page, code, fresh, finish } = await begun('hopper');
    await finish();
    town.clock.pass(47 * hour);
    await page.call(accounts.recoveryCancel, {});
    town.clock.pass(hour);
    expect(await signIn(town, fresh)).toMatchObject({ status: 401 });
    expect(await town.stranger.try(accounts.recoveryBegin, { code })).toMatchObject({ status: 404 });
    expect(await page.try(accounts.recoveryCancel, {})).toMatchObject({ status: 404 });
  });

  test('A9 every code that opens nothing gets the same answer, and five wrong tries end one', async () => {
    const { code, page } = await begun('lamarr');
    const wrong = wrongSecret(code);
    const answers = [await town.stranger.try(accounts.recoveryBegin, { code: wrong })];
    answers.push(await town.stranger.try(accounts.recoveryBegin, { code: '00000-00000-00000-00000-00000' }));
    answers.push(
      await town.stranger.try(accounts.recoveryBegin, { code: 'no code at all, but long enough' }),
    );
    // The right one makes up for the wrong one.
    expect(await town.stranger.try(accounts.recoveryBegin, { code })).toMatchObject({ status: 200 });
    for (let i = 0; i < 5; i++)
      answers.push(await town.stranger.try(accounts.recoveryBegin, { code: wrong }));
    answers.push(await town.stranger.try(accounts.recoveryBegin, { code }));
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404, error: { code: 'notFound' } });
    const { code: next } = await page.call(accounts.recoveryMake, {});
    expect(await town.stranger.try(accounts.recoveryBegin, { code: next })).toMatchObject({ status: 200 });
    expect(await town.stranger.try(accounts.recoveryBegin, { code })).toMatchObject({ status: 404 });
  });

  test('A9 tries at the same time all count', async () => {
    const { code } = await begun('turing');
    const wrong = wrongSecret(code);
    await Promise.all(
      Array.from({ length: 12 }, () => town.stranger.try(accounts.recoveryBegin, { code: wrong })),
    );
    expect(await town.stranger.try(accounts.recoveryBegin, { code })).toMatchObject({ status: 404 });
  });

  test('A9 a mistake of typing costs no try, and how it is written does not matter', async () => {
    const { code } = await begun('babbage');
    const typo = (code[0] === '2' ? '3' : '2') + code.slice(1);
    for (let i = 0; i < 6; i++) {
      expect(await town.stranger.try(accounts.recoveryBegin, { code: typo })).toMatchObject({ status: 404 });
    }
    const spoken = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    expect(await town.stranger.try(accounts.recoveryBegin, { code: spoken })).toMatchObject({ status: 200 });
  });

  test('A9 one at a time, and the code is in the database as a hash alone', async () => {
    const { code, finish } = await begun('boole');
    await finish();
    expect(await town.stranger.try(accounts.recoveryBegin, { code })).toMatchObject({
      error: { code: 'notYet' },
    });
    const rows = await town.db.selectFrom('recovery_codes').selectAll().execute();
    const secret = code.replaceAll('-', '').slice(7);
    expect(rows.some((row) => `${row.locator}${row.code_hash.toString()}`.includes(secret))).toBe(false);
  });

  /** A code whose check character is right and whose secret is not. */
  function wrongSecret(code: string): string {
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    const plain = code.replaceAll('-', '');
    const digit = alphabet.indexOf(plain[10]!);
    const body = `${plain.slice(0, 10)}${alphabet[(digit + 1) % 32]}${plain.slice(11, 24)}`;
    const sum = [...body].reduce((all, char, i) => all + (i + 1) * alphabet.indexOf(char), 0);
    return body + alphabet[sum % 31];
  }
});

describe('A10 sessions', () => {
  test('A10 a person sees where it is signed in, and ends any of them at once', async () => {
    const { page, authenticator, me } = await join(town, 'sofia');
    const other = await signIn(town, authenticator);
    if (!other.ok || !other.cookie) throw new Error('no session');
    const open = await town.page(other.cookie);
    const { sessions } = await page.call(accounts.sessionList, {});
    expect(sessions.map(({ label, here }) => [label, here]).sort()).toEqual([
      ['Chromium on Android', true],
      ['Firefox on Linux', false],
    ]);
    const theirs = sessions.find(({ id }) => !id.equals(me.session!))!;
    await page.call(accounts.sessionEnd, { id: theirs.id });
    await open.next('signedOut');
    expect(await town.withCookie(other.cookie).try(accounts.me, {})).toMatchObject({ status: 401 });
    expect(await page.try(accounts.me, {})).toMatchObject({ status: 200 });
    expect(await page.try(accounts.sessionEnd, { id: theirs.id })).toMatchObject({ status: 404 });
  });

  test('A10 all others end with one call; signing out ends this one and takes the cookie', async () => {
    const { page, authenticator } = await join(town, 'maria');
    for (let i = 0; i < 3; i++) await signIn(town, authenticator);
    expect(await page.call(accounts.sessionEndOthers, {})).toEqual({ ended: 3 });
    const got = await page.try(accounts.signOut, {});
    expect(got).toMatchObject({ ok: true, cookie: 'stoa-session=' });
    expect(await page.try(accounts.me, {})).toMatchObject({ status: 401 });
  });

  test('A10 a session that rests for 90 days is over and swept away, with its device; one in use goes on', async () => {
    const { page, authenticator, me } = await join(town, 'irene');
    const used = await signIn(town, authenticator);
    if (!used.ok || !used.cookie) throw new Error('no session');
    await page.call(accounts.deviceSet, device(me.id));
    const rest = (days: number) =>
      town.db
        .updateTable('sessions')
        .set({ used_on: dayAfter(town.clock.unix(), -days) })
        .where('id', '=', uuidOf(me.session!))
        .execute();
    const sweep = () => sweepAccounts(town.house, town.clock.unix());
    await rest(89);
    await sweep();
    expect(await page.try(accounts.me, {})).toMatchObject({ status: 200 });
    await rest(90);
    expect(await page.try(accounts.me, {})).toMatchObject({ status: 401 });
    await sweep();
    const other = town.withCookie(used.cookie);
    expect((await other.call(accounts.sessionList, {})).sessions.length).toBe(1);
    const { generation, devices } = await other.call(accounts.devicesOf, { account: me.id });
    expect([generation, devices.length]).toEqual([2, 0]);
  });
});

/** Keys of one device, with its proof. */
function device(account: Joined['me']['id'], x25519 = new Uint8Array(randomBytes(32))) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const ed25519 = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  const proof = new Uint8Array(sign(null, deviceProofBytes(account, x25519), privateKey));
  return { ed25519, x25519, proof, label: 'This phone' };
}

describe('A11 device keys', () => {
  test('A11 a device publishes its keys; every change raises the generation', async () => {
    const [ada, bob] = [await join(town, 'ada_d'), await join(town, 'bob_d')];
    const first = device(ada.me.id);
    const { generation } = await ada.page.call(accounts.deviceSet, first);
    expect(generation).toBe(1);
    expect((await ada.page.call(accounts.deviceSet, first)).generation).toBe(1);
    const seen = await bob.page.call(accounts.devicesOf, { account: ada.me.id });
    expect(seen).toMatchObject({
      generation: 1,
      devices: [{ ed25519: first.ed25519, x25519: first.x25519, addedIn: 1 }],
    });
    const second = device(ada.me.id);
    await ada.page.call(accounts.deviceSet, second);
    const again = await bob.page.call(accounts.devicesOf, { account: ada.me.id });
    expect(again).toMatchObject({ generation: 2, devices: [{ ed25519: second.ed25519, addedIn: 2 }] });
    const elsewhere = await signIn(town, ada.authenticator);
    if (!elsewhere.ok || !elsewhere.cookie) throw new Error('no session');
    await town.withCookie(elsewhere.cookie).call(accounts.deviceSet, device(ada.me.id));
    await town.withCookie(elsewhere.cookie).call(accounts.signOut, {});
    const last = await bob.page.call(accounts.devicesOf, { account: ada.me.id });
    expect(last.generation).toBe(4);
    expect(last.devices.length).toBe(1);
  });

  test('A11 keys without their holder’s proof, or with another’s, are refused', async () => {
    const [ada, eve] = [await join(town, 'ada_p'), await join(town, 'eve_p')];
    const real = device(ada.me.id);
    await ada.page.call(accounts.deviceSet, real);
    const got = [
      await eve.page.try(accounts.deviceSet, { ...device(eve.me.id), ed25519: real.ed25519 }),
      await eve.page.try(accounts.deviceSet, real),
      await eve.page.try(accounts.deviceSet, { ...device(eve.me.id), x25519: new Uint8Array(32) }),
    ];
    for (const each of got) expect(each).toMatchObject({ status: 400 });
    const nobody = accountId('A'.repeat(22));
    expect(await eve.page.try(accounts.devicesOf, { account: nobody })).toMatchObject({ status: 404 });
  });
});

/** Small-order points of Curve25519 in their encodings: u of 0, 1, order 8 twice, p-1, p, p+1. */
const smallOrder = [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
];

test('A11 a key that everybody shares a secret with is refused: points of small order', async () => {
  const { page, me } = await join(town, 'ada_small');
  for (const point of smallOrder) {
    const keys = device(me.id, new Uint8Array(Buffer.from(point, 'hex')));
    expect(await page.try(accounts.deviceSet, keys), point).toMatchObject({ status: 400 });
  }
  expect((await page.call(accounts.devicesOf, { account: me.id })).devices).toEqual([]);
});

test('A11 what a device calls itself, and its session, stand only in the list of one’s own', async () => {
  const [ada, bob] = [await join(town, 'ada_l'), await join(town, 'bob_l')];
  await ada.page.call(accounts.deviceSet, device(ada.me.id));
  const seen = async (page: Joined['page']) =>
    (await page.call(accounts.devicesOf, { account: ada.me.id })).devices[0]!;
  expect((await seen(ada.page)).session?.equals(ada.me.session!)).toBe(true);
  expect((await seen(ada.page)).label).toBeDefined();
  expect(Object.keys(await seen(bob.page)).sort()).toEqual(['addedIn', 'addedOn', 'ed25519', 'id', 'x25519']);
});

describe('A12 tokens for programs', () => {
  test('A12 a token may do what its scopes say, until it is removed', async () => {
    const { page } = await join(town, 'mallory');
    const { id, token } = await page.call(accounts.tokenMake, { label: 'Bot', scopes: ['profileRead'] });
    const bot = town.program(token);
    const me = await bot.call(accounts.me, {});
    expect(me).toMatchObject({ handle: 'mallory' });
    expect(me.session).toBeUndefined();
    const denied = await bot.try(accounts.profileSet, { name: 'Other' });
    expect(denied).toMatchObject({ status: 403, error: { code: 'notAllowed' } });
    // What has no scope is for the app's own sessions alone.
    expect(await bot.try(accounts.sessionList, {})).toMatchObject({ status: 403 });
    expect(await bot.try(accounts.tokenMake, { label: 'B', scopes: ['profileRead'] })).toMatchObject({
      status: 403,
    });
    expect((await page.call(accounts.tokenList, {})).tokens).toMatchObject([
      { label: 'Bot', scopes: ['profileRead'] },
    ]);
    await page.call(accounts.tokenRemove, { id });
    expect(await bot.try(accounts.me, {})).toMatchObject({ status: 401 });
    expect(await town.program('stoa_nonsense').try(accounts.me, {})).toMatchObject({ status: 401 });
  });

  test('A12 a token with an end ends, and is in the database as a hash alone', async () => {
    const { page } = await join(town, 'oscar');
    const { token } = await page.call(accounts.tokenMake, { label: 'Bot', scopes: ['profileRead'], days: 1 });
    const rows = await town.db.selectFrom('api_tokens').selectAll().execute();
    expect(rows.some((row) => row.token_hash.toString().includes(token.slice(5)))).toBe(false);
    expect(await town.program(token).try(accounts.me, {})).toMatchObject({ status: 200 });
    town.clock.pass(24 * hour);
    expect(await town.program(token).try(accounts.me, {})).toMatchObject({ status: 401 });
  });

  test('A12 an operator’s token is no operator', async () => {
    const person = await town.person('chief', { operator: true });
    const { token } = await person.call(accounts.tokenMake, { label: 'Bot', scopes: ['profileRead'] });
    const viewer = await town.social.authenticate({ bearer: token }, town.clock.unix());
    expect(viewer).toMatchObject({ operator: false, via: 'token' });
  });
});

describe('A13 the profile', () => {
  test('A13 name, handle, biography and links change; what is not sent stays', async () => {
    const { page } = await join(town, 'penny');
    const me = await page.call(accounts.profileSet, {
      bio: ' Sings.\n\n\n\nAnd listens. ',
      links: ['example.org'],
    });
    expect(me).toMatchObject({
      handle: 'penny',
      bio: 'Sings.\n\nAnd listens.',
      links: ['https://example.org/'],
    });
    expect(await page.call(accounts.profileSet, { name: 'Pénélope 龍' })).toMatchObject({
      name: 'Pénélope 龍',
      bio: me.bio,
    });
    await join(town, 'other');
    expect(await page.try(accounts.profileSet, { handle: 'OTHER' })).toMatchObject({
      error: { code: 'taken' },
    });
    expect(await page.call(accounts.profileSet, { handle: 'penelope' })).toMatchObject({
      handle: 'penelope',
    });
    expect(await page.try(accounts.profileSet, { links: ['javascript:alert(1)'] })).toMatchObject({
      status: 400,
    });
    expect(await page.try(accounts.profileSet, { name: '\u200b' })).toMatchObject({ status: 400 });
  });

  test('A13 a photo is drawn anew in three sizes, without what the camera wrote into it', async () => {
    const { page } = await join(town, 'photo');
    const file = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#c04020' } })
      .withExif({ IFD0: { Copyright: 'SECRET-PLACE', Artist: 'SECRET-PLACE' } })
      .jpeg()
      .toBuffer();
    expect(file.includes('SECRET-PLACE')).toBe(true);
    const { image } = await page.call(accounts.photoSet, new Uint8Array(file));
    expect((await page.call(accounts.me, {})).image?.equals(image)).toBe(true);
    for (const size of [64, 256, 512]) {
      const got = await town.app.inject({ method: 'GET', url: `/i/${image.reveal()}/${size}` });
      expect(got.statusCode).toBe(200);
      expect(got.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(got.headers['content-type']).toBe('image/webp');
      const drawn = await sharp(got.rawPayload).metadata();
      expect(drawn).toMatchObject({ format: 'webp', width: size, height: size });
      expect([drawn.exif, drawn.icc, drawn.xmp]).toEqual([undefined, undefined, undefined]);
      expect(got.rawPayload.includes('SECRET')).toBe(false);
    }
    const { image: next } = await page.call(accounts.photoSet, new Uint8Array(file));
    expect(next.equals(image)).toBe(false);
    expect((await town.app.inject({ method: 'GET', url: `/i/${image.reveal()}/64` })).statusCode).toBe(404);
    await page.call(accounts.photoRemove, {});
    expect((await town.app.inject({ method: 'GET', url: `/i/${next.reveal()}/64` })).statusCode).toBe(404);
    expect((await town.app.inject({ method: 'GET', url: '/i/nonsense/64' })).statusCode).toBe(404);
  });

  test('A13 a photo taken with the camera on its side stands upright', async () => {
    const { page } = await join(town, 'upright');
    // Left half red, right half blue; "turn by 90 degrees" makes red the upper half.
    const half = await sharp({ create: { width: 100, height: 200, channels: 3, background: '#ff0000' } })
      .png()
      .toBuffer();
    const file = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#0000ff' } })
      .composite([{ input: half, left: 0, top: 0 }])
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { image } = await page.call(accounts.photoSet, new Uint8Array(file));
    const got = await town.app.inject({ method: 'GET', url: `/i/${image.reveal()}/64` });
    const pixels = await sharp(got.rawPayload).removeAlpha().raw().toBuffer();
    const at = (x: number, y: number) => [...pixels.subarray((y * 64 + x) * 3, (y * 64 + x) * 3 + 3)];
    expect(at(32, 5)[0]).toBeGreaterThan(200);
    expect(at(32, 58)[2]).toBeGreaterThan(200);
  });

  test.each([
    [
      'a drawing with scripts',
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${' '.repeat(100)}</svg>`),
      /JPEG/,
    ],
    ['text', Buffer.from('x'.repeat(100)), /JPEG/],
    ['nothing', Buffer.alloc(0), /JPEG/],
    [
      'half a picture',
      Buffer.concat([Buffer.from('\xff\xd8\xff\xe0', 'latin1'), Buffer.alloc(200)]),
      /damaged/,
    ],
  ])('A13 %s is no photo, and the answer says so', async (_what, file, words) => {
    const person = await town.person();
    const got = await person.try(accounts.photoSet, new Uint8Array(file));
    expect(got).toMatchObject({ status: 400, error: { code: 'malformed' } });
    if (!got.ok) expect(got.error.message).toMatch(words);
  });

  test('A13 a small file that claims to be a huge picture, and a file above 5 MB, are refused', async () => {
    const person = await town.person();
    const huge = await sharp({ create: { width: 9_000, height: 9_000, channels: 3, background: '#000' } })
      .png()
      .toBuffer();
    expect(huge.length).toBeLessThan(1_000_000);
    const got = await person.try(accounts.photoSet, new Uint8Array(huge));
    expect(got.ok ? '' : got.error.message).toMatch(/too many pixels/);
    expect(await person.try(accounts.photoSet, new Uint8Array(5 * 1_048_576 + 1))).toMatchObject({
      status: 400,
    });
  });
});

test('A15 nothing of a device but what it calls itself is stored: no address, no user agent', async () => {
  const authenticator = new SoftAuthenticator(() => town.origin);
  const planted = {
    'user-agent': 'PLANTED-AGENT/1.0',
    'x-forwarded-for': '203.0.113.77',
    'accept-language': 'PLANTED',
  };
  const page = town.withHeaders({ origin: town.origin, ...planted });
  const who = { handle: 'private', name: 'P' };
  const { options } = await page.call(accounts.signUpBegin, who);
  await page.call(accounts.signUpFinish, { ...who, registration: authenticator.create(options), label: 'X' });
  const all: unknown[] = [];
  for (const table of [
    'accounts',
    'passkeys',
    'sessions',
    'devices',
    'recovery_codes',
    'api_tokens',
  ] as const) {
    all.push(await town.db.selectFrom(table).selectAll().execute());
  }
  const text = JSON.stringify([all, town.logged]);
  expect(text).toContain('private');
  for (const hidden of ['PLANTED', '203.0.113.77', '192.0.2.1']) expect(text).not.toContain(hidden);
});
