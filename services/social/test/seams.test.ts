import { endpoint, nothingSchema } from '@stoa/protocol/social';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { answer } from '../src/http/answer.ts';
import { Refusal } from '../src/http/refusal.ts';
import { SessionCookie } from '../src/http/session-cookie.ts';
import { siteOf } from '../src/http/site.ts';
import { Wayward } from '../src/http/wayward.ts';
import { useTown } from './town.ts';

const echo = endpoint({
  path: '/api/example/echo',
  access: 'account',
  scope: 'profileRead',
  body: z.object({ word: z.string().max(10) }),
  reply: z.object({ word: z.string(), times: z.int() }),
});
const shut = endpoint({
  path: '/api/example/shut',
  access: 'operator',
  body: nothingSchema,
  reply: nothingSchema,
});
const fresh = endpoint({
  path: '/api/example/fresh',
  access: 'account',
  fresh: true,
  body: nothingSchema,
  reply: nothingSchema,
});
const broken = endpoint({
  path: '/api/example/broken',
  access: 'anyone',
  body: nothingSchema,
  reply: nothingSchema,
});

const town = useTown({
  extra: [
    answer(echo, async ({ body }) => {
      if (body.word === 'no') throw new Refusal('taken', 'Somebody said it before.');
      return { word: body.word, times: (await town.db.selectFrom('accounts').selectAll().execute()).length };
    }),
    answer(shut, async () => ({})),
    answer(fresh, async () => ({})),
    answer(broken, async () => {
      throw new TypeError('a secret of the database');
    }),
  ],
});

describe('H1 one way for every call', () => {
  test('H1 a signed-in person is answered from the database', async () => {
    const ada = await town.person('ada');
    expect(await ada.call(echo, { word: 'hello' })).toEqual({ word: 'hello', times: 1 });
  });

  test('H2 who is not signed in is told so, whatever the body', async () => {
    expect(await town.stranger.try(echo, { word: 'hello' })).toMatchObject({
      status: 401,
      error: { code: 'signedOut' },
    });
    const got = await town.withCookie(`stoa-session=${'A'.repeat(43)}`).try(echo, { word: 'hello' });
    expect(got).toMatchObject({ status: 401 });
  });

  test('H2 a stranger’s body is not even looked at', async () => {
    const headers = { 'content-type': 'application/json', origin: town.origin, host: town.origin.slice(7) };
    const payload = `{${'x'.repeat(100_000)}`;
    const response = await town.app.inject({ method: 'POST', url: echo.path, headers, payload });
    expect(response.statusCode).toBe(401);
  });

  test('H3 a page of another origin, or one that does not say, cannot use the cookie', async () => {
    const { cookie } = await town.person();
    for (const headers of [{ cookie, origin: 'https://elsewhere.example' }, { cookie }]) {
      const got = await town.withHeaders(headers as Record<string, string>).try(echo, { word: 'hello' });
      expect(got).toMatchObject({ status: 400, error: { code: 'malformed' } });
    }
  });

  test('H4 a body of another shape, and a refusal, are uniform errors without an echo', async () => {
    const ada = await town.person();
    const long = await ada.try(echo, { word: 'no' });
    expect(long).toMatchObject({
      status: 409,
      error: { code: 'taken', message: 'Somebody said it before.' },
    });
    const response = await town.app.inject({
      method: 'POST',
      url: echo.path,
      headers: {
        'content-type': 'application/json',
        cookie: ada.cookie,
        origin: town.origin,
        host: town.origin.slice(7),
      },
      payload: JSON.stringify({ word: 'much too long a word' }),
    });
    expect(response.statusCode).toBe(400);
    expect(response.body).not.toContain('much');
  });

  test('H5 a call for operators does not exist for others', async () => {
    const ada = await town.person();
    expect(await ada.try(shut, {})).toMatchObject({ status: 404, error: { code: 'notFound' } });
    const operator = await town.person(undefined, { operator: true });
    expect(await operator.try(shut, {})).toMatchObject({ status: 200 });
  });

  test('H6 what asks for a passkey gets one of the last five minutes', async () => {
    const ada = await town.person();
    expect(await ada.try(fresh, {})).toMatchObject({ status: 200 });
    town.clock.pass(5 * 60_000);
    expect(await ada.try(fresh, {})).toMatchObject({ status: 403, error: { code: 'needsPasskey' } });
  });

  test('H7 a fault is said to be one, and nothing of it leaves', async () => {
    const got = await town.stranger.try(broken, {});
    expect(got).toMatchObject({ status: 503, error: { code: 'busy' } });
    expect(JSON.stringify([got, town.logged])).not.toContain('secret');
    expect(town.logged.at(-1)).toEqual({ event: 'fault' });
  });

  test('H8 an account has a burst of calls, then waits', async () => {
    const ada = await town.person();
    const codes = new Set<number>();
    for (let i = 0; i < 105; i++) codes.add((await ada.try(echo, { word: 'a' })).status);
    expect(codes).toEqual(new Set([200, 429]));
    town.clock.pass(1_000);
    expect(await ada.try(echo, { word: 'a' })).toMatchObject({ status: 200 });
  });
});

describe('H8 who calls too much, or wrongly', () => {
  const rules = { refusals: 3, withinMs: 1_000, blockMs: 5_000 };

  test('H8 refusal after refusal shuts a network out for a while', () => {
    const wayward = new Wayward(rules);
    for (const at of [0, 1, 1_500, 1_600]) wayward.refused('a', at);
    expect(wayward.blockedMs('a', 1_600)).toBeUndefined();
    wayward.refused('a', 1_700);
    expect(wayward.blockedMs('a', 1_700)).toBe(5_000);
    expect(wayward.blockedMs('b', 1_700)).toBeUndefined();
    expect(wayward.blockedMs('a', 6_700)).toBeUndefined();
  });

  test('H8 guesses of one do not shut out those behind the same address whose session is good', async () => {
    const ada = await town.person();
    await ada.call(echo, { word: 'a' });
    const codes = new Set<number>();
    for (let i = 0; i < 60; i++) {
      const guess = town.withCookie(`stoa-session=${String(i).padStart(43, 'A')}`);
      codes.add((await guess.try(echo, { word: 'a' })).status);
    }
    expect(codes).toEqual(new Set([401, 429]));
    expect(await ada.try(echo, { word: 'a' })).toMatchObject({ status: 200 });
    town.clock.pass(60_000);
  });

  test('H10 over https the cookie is bound to the host, and another origin is not ours', () => {
    const cookie = new SessionCookie(true);
    expect(cookie.set('x')).toMatch(/^__Host-stoa-session=x; .*Path=\/; HttpOnly; SameSite=Strict; Secure$/);
    expect(cookie.read(`stoa-session=${'A'.repeat(43)}`)).toBeUndefined();
    expect(cookie.read(`a=b; __Host-stoa-session=${'A'.repeat(43)}`)).toBe('A'.repeat(43));
    const site = siteOf(new URL('https://stoa.example'));
    expect(site.isOurs('https://stoa.example', 'stoa.example')).toBe(true);
    for (const origin of [
      'http://stoa.example',
      'https://stoa.example:8443',
      'https://a.stoa.example',
      'null',
    ]) {
      expect(site.isOurs(origin, new URL('https://x').host)).toBe(false);
    }
    expect(siteOf(undefined).isOurs('http://localhost:1', 'localhost:2')).toBe(false);
  });
});

describe('H9 the socket of a page', () => {
  test('H9 opens for a session, hears what it is told, and answers a ping', async () => {
    const ada = await town.person();
    const page = await town.page(ada.cookie);
    await page.next('hello');
    town.house.live.tell(ada.id, { t: 'meChanged' });
    await page.next('meChanged');
    page.send({ t: 'ping' });
    await page.next('pong');
  });

  test('H9 stays shut for strangers and for pages of other origins', async () => {
    const ada = await town.person();
    await expect(town.page('')).rejects.toThrow('401');
    await expect(town.page(ada.cookie, { origin: 'https://elsewhere.example' })).rejects.toThrow('401');
  });

  test('H9 closes when its session ends', async () => {
    const ada = await town.person();
    const page = await town.page(ada.cookie);
    town.house.news.tell({ kind: 'sessionEnded', account: ada.id, session: ada.session });
    await page.next('signedOut');
    expect(await page.closed).toBe(1008);
  });

  test('H9 a network that shows one wrong cookie after the other is asked to wait; who was in is not', async () => {
    const ada = await town.person();
    (await town.page(ada.cookie)).close();
    const wrong = () => town.page(`stoa-session=${'A'.repeat(43)}`).catch((error: Error) => error.message);
    const answers: unknown[] = [];
    for (let i = 0; i < 60; i++) answers.push(await wrong());
    expect(answers[0]).toContain('401');
    expect(answers.at(-1)).toContain('429');
    await (await town.page(ada.cookie)).next('hello');
  });
});
