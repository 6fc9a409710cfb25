import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roomHandle, subject, toBase64Url } from '@stoa/protocol';
import { accounts } from '@stoa/protocol/social';
import { createFakeRelayPool } from '@stoa/relay';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createServer, freshDeploymentKey, type RunningServer, type Store } from '../src/index.ts';
import { silentLog } from '../src/log.ts';
import { openStore } from '../src/store.ts';

let folder = '';
let store: Store;
let server: RunningServer;
const key = freshDeploymentKey();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stoa-social-'));
  await chmod(folder, 0o711);
  store = await openStore({ url: undefined, folder, say() {}, log: silentLog });
  server = await createServer({ port: 0, key, relays: createFakeRelayPool(), social: { db: store.db } });
}, 60_000);
afterAll(async () => {
  await server.stop();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const call = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('a server with accounts', () => {
  test('answers the calls of the app, with the headers of every answer', async () => {
    const response = await call(accounts.signInBegin.path, {}, { origin: server.url });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const { options } = accounts.signInBegin.reply.decode((await response.json()) as never);
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
  });

  test('refuses pages of other origins and strangers', async () => {
    expect((await call(accounts.signInBegin.path, {}, { origin: 'https://elsewhere.example' })).status).toBe(
      403,
    );
    const response = await call(accounts.me.path, {}, { origin: server.url });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'signedOut' } });
  });

  test('has its own socket beside signaling, for people who are signed in', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/live`, { origin: server.url });
    const error = await new Promise<Error>((resolve) => socket.on('error', resolve));
    expect(error.message).toContain('401');
  });

  test('rooms by link are open to guests as before', async () => {
    const response = await call('/api/rooms', { keyHash: toBase64Url(randomBytes(32)) });
    expect(response.status).toBe(201);
  });

  test('its voice plane signs tokens that control accepts, and knows no room that is not live', async () => {
    const { voice } = server.social!.house;
    const room = roomHandle(toBase64Url(randomBytes(16)));
    const who = subject(toBase64Url(randomBytes(16)));
    const token = await voice.token({ room, keyHash: randomBytes(32), subject: who, open: true });
    expect(token.reveal()).toMatch(/^[\w-]{200,512}$/);
    expect(await voice.card(room, who)).toBeUndefined();
    voice.expel(room, who);
    voice.end(room);
  });
});
