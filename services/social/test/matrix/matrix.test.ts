import {
  type ApiTokenId,
  clubs,
  type Endpoint,
  events,
  notifications,
  people,
  yourData,
} from '@stoa/protocol/social';
import { describe, expect, test } from 'vitest';
import { bearerPrefix } from '../../src/accounts/authenticator.ts';
import { newSecretToken } from '../../src/accounts/secret-token.ts';
import { newId, uuidOf } from '../../src/store/ids.ts';
import { randomly, useTown } from '../town.ts';
import { clubsRows } from './clubs.ts';
import { eventsRows } from './events.ts';
import { notificationsRows } from './notifications.ts';
import { peopleRows } from './people.ts';
import { outcomesOf, type Row } from './row.ts';
import { sceneOf } from './scene.ts';
import { viewerKinds, viewerOf } from './viewers.ts';
import { yourDataRows } from './your-data.ts';

const town = useTown({
  callLimits: {
    perAddress: { perSecond: 10_000, burst: 100_000 },
    perAccount: { perSecond: 10_000, burst: 100_000 },
  },
});

/** Features whose calls all have their lines. */
const features: Readonly<Record<string, { readonly calls: object; readonly rows: readonly Row[] }>> = {
  people: { calls: people, rows: peopleRows },
  clubs: { calls: clubs, rows: clubsRows },
  events: { calls: events, rows: eventsRows },
  notifications: { calls: notifications, rows: notificationsRows },
  yourData: { calls: yourData, rows: yourDataRows },
};

describe.each(Object.entries(features))('%s', (_name, { calls, rows }) => {
  test('every call has its line', () => {
    const lines = new Set(rows.map(({ call }) => call.path));
    expect(
      (Object.values(calls) as Endpoint[]).map(({ path }) => path).filter((path) => !lines.has(path)),
    ).toEqual([]);
  });

  test.each(rows.map((row) => [`${row.call.path} ${row.about}`.trim(), row] as const))(
    'H5 %s',
    async (_title, row) => {
      const scene = await sceneOf(town);
      const got: string[] = [];
      for (const [i, kind] of viewerKinds.entries()) {
        const viewer = await viewerOf(town, scene, kind);
        const answer = await viewer.try(row.call, row.body(scene) as never);
        got.push(answer.ok ? 'ok' : answer.error.code);
        if (row.absent && outcomesOf(row)[i] === 'notFound') {
          expect(answer).toEqual(await viewer.try(row.call, row.absent(scene) as never));
        }
      }
      const table = (outcomes: readonly string[]) => viewerKinds.map((kind, i) => `${kind}: ${outcomes[i]}`);
      expect(table(got)).toEqual(table(outcomesOf(row)));
    },
  );
});

describe('every call of the app, whatever it is', () => {
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
