import type { ApiTokenId, Endpoint } from '@stoa/protocol/social';
import pg from 'pg';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { bearerPrefix } from '../../src/accounts/authenticator.ts';
import { newSecretToken } from '../../src/accounts/secret-token.ts';
import { newId, uuidOf } from '../../src/store/ids.ts';
import { type Caller, randomly, useTown } from '../town.ts';
import { callsOfApp, features } from './features.ts';
import { authorisationPage } from './page.ts';
import { outcomesOf, type Row } from './row.ts';
import { sceneOf } from './scene.ts';
import { viewerKinds, viewerOf } from './viewers.ts';

const town = useTown({
  callLimits: {
    perAddress: { perSecond: 10_000, burst: 100_000 },
    perAccount: { perSecond: 10_000, burst: 100_000 },
  },
});

/** Every question that goes to the database from here on. */
const asked = vi.spyOn(pg.Client.prototype, 'query');
afterAll(() => asked.mockRestore());

/** What comes back to the byte, and how often the database was asked for it. */
async function heard(viewer: Caller, { call }: Row, body: unknown) {
  const before = asked.mock.calls.length;
  const got = await viewer.try(call, body as never);
  const { status, headers, payload } = town.last!;
  const { date: _, ...rest } = headers;
  const outcome = got.ok ? 'ok' : got.error.code;
  return { outcome, answer: { status, headers: rest, payload }, questions: asked.mock.calls.length - before };
}

const tries = 25;

/**
 * Questions to the database for each of two bodies, the least of several tries in turn: what was set going before (notices,
 * bells, lists read anew) asks at the same time, and ends.
 */
async function costs(viewer: Caller, row: Row, bodies: readonly [unknown, unknown]) {
  const least: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < tries && (i < 2 || least[0] !== least[1]); i++) {
    for (const which of [0, 1] as const) {
      least[which] = Math.min(least[which], (await heard(viewer, row, bodies[which])).questions);
    }
    if (i > 2) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { hidden: least[0], absent: least[1] };
}

describe.each(Object.entries(features))('%s', (_name, { rows }) => {
  test.each(rows.map((row) => [`${row.call.path} ${row.about}`.trim(), row] as const))(
    'H5 %s',
    async (_title, row) => {
      const scene = await sceneOf(town, row.room);
      const expected = outcomesOf(row);
      const got: string[] = [];
      for (const [i, kind] of viewerKinds.entries()) {
        const viewer = await viewerOf(town, scene, kind);
        const forbidden = await heard(viewer, row, row.body(scene));
        got.push(forbidden.outcome);
        if (!row.absent || expected[i] !== 'notFound') continue;
        const absent = await heard(viewer, row, row.absent(scene));
        expect(absent.answer).toEqual(forbidden.answer);
        // Once what is kept in memory is there, neither costs more than the other.
        const cost = await costs(viewer, row, [row.body(scene), row.absent(scene)]);
        expect(cost.hidden).toBe(cost.absent);
      }
      const table = (outcomes: readonly string[]) => viewerKinds.map((kind, i) => `${kind}: ${outcomes[i]}`);
      expect(table(got)).toEqual(table(expected));
    },
  );
});

describe('every call of the app, whatever it is', () => {
  test('has its line in the table, and is answered', () => {
    const lines = new Set(Object.values(features).flatMap(({ rows }) => rows.map(({ call }) => call.path)));
    const answered = new Set<string>(town.social.answers.map(({ endpoint }) => endpoint.path));
    const all = callsOfApp().map(({ path }) => path);
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter((path) => !lines.has(path))).toEqual([]);
    expect(all.filter((path) => !answered.has(path))).toEqual([]);
    const known = new Set<string>(all);
    expect([...answered].filter((path) => !known.has(path))).toEqual([]);
  });

  test('docs/authorisation.md is this table; `vitest -u` writes it anew', async () => {
    await expect(authorisationPage()).toMatchFileSnapshot('../../../../docs/authorisation.md');
  });

  const calls = () => town.social.answers.map(({ endpoint }) => endpoint);
  /** Nothing of a body is looked at before it is clear that its sender may ask. */
  const ask = async (headers: Record<string, string>, { path, raw }: Endpoint) => {
    const type = raw ? 'application/octet-stream' : 'application/json';
    const response = await town.app.inject({
      method: 'POST',
      url: path,
      headers: { host: town.origin.slice('http://'.length), 'content-type': type, ...headers },
      payload: raw ? Buffer.alloc(1) : '{"nonsense":true}',
    });
    return (response.json() as { error?: { code: string } }).error?.code ?? 'ok';
  };

  test('paths are told apart, and hold no id', () => {
    const paths = calls().map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    for (const path of paths) expect(path).toMatch(/^\/api\/[a-z-]+\/[a-z-]+$/);
  });

  test('H2 without an account: signed out, but for calls for anyone', async () => {
    for (const call of calls().filter(({ access }) => access !== 'anyone')) {
      expect([call.path, await ask({ origin: town.origin }, call)]).toEqual([call.path, 'signedOut']);
    }
  });

  test("an operator's call does not exist for anybody else", async () => {
    const { cookie } = await town.person();
    for (const call of calls().filter(({ access }) => access === 'operator')) {
      expect([call.path, await ask({ origin: town.origin, cookie }, call)]).toEqual([call.path, 'notFound']);
    }
  });

  test('a token without scopes opens nothing', async () => {
    const { id } = await town.person(undefined, { operator: true });
    const { token, hash } = newSecretToken(randomly);
    const tokenId: ApiTokenId = newId('apiToken', randomly);
    await town.db
      .insertInto('api_tokens')
      .values({
        id: uuidOf(tokenId),
        account: uuidOf(id),
        token_hash: hash,
        label: 'Empty',
        scopes: [],
        created_on: '2026-05-06',
        used_on: null,
        expires_on: null,
      })
      .execute();
    for (const call of calls().filter(({ access }) => access === 'account')) {
      expect([call.path, await ask({ authorization: `Bearer ${bearerPrefix}${token}` }, call)]).toEqual([
        call.path,
        'notAllowed',
      ]);
    }
  });
});
