import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ClientMessageOf,
  encodeClientMessage,
  joinToken,
  newRoomResponseSchema,
  toBase64Url,
} from '@stoa/protocol';
import { createFakeRelayPool } from '@stoa/relay';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createServer, type RunningServer, type ServerOptions } from '../src/index.ts';

const running: RunningServer[] = [];
async function server(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const started = await createServer({ port: 0, relays: createFakeRelayPool(), ...options });
  running.push(started);
  return started;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

const keyHash = () => toBase64Url(randomBytes(32));
const call = (url: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('rooms and tokens', () => {
  test('a room is a fresh handle and a token; nothing is kept of it', async () => {
    const { url, control } = await server();
    const response = await call(url, '/api/rooms', { keyHash: keyHash() });
    expect(response.status).toBe(201);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const { room, token } = newRoomResponseSchema.decode((await response.json()) as never);
    expect(room.reveal()).toMatch(/^[\w-]{22}$/);
    expect(token.reveal().length).toBeLessThanOrEqual(512);
    expect(control.load.rooms).toBe(0);
  });

  test('absent rooms, whatever their handle, get the same answer', async () => {
    const { url } = await server();
    const known = newRoomResponseSchema.decode(
      (await (await call(url, '/api/rooms', { keyHash: keyHash() })).json()) as never,
    );
    const answers = [];
    for (const room of [known.room.reveal(), toBase64Url(randomBytes(16))]) {
      const response = await call(url, '/api/tokens', { room, keyHash: keyHash() });
      answers.push([response.status, await response.text()]);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]![0]).toBe(404);
  });

  test('a guest gets one random cookie that no script can read', async () => {
    const { url } = await server();
    const first = await call(url, '/api/rooms', { keyHash: keyHash() });
    const cookie = first.headers.get('set-cookie')!;
    expect(cookie).toMatch(/^stoa-guest=[\w-]{22}; Path=\/; HttpOnly; SameSite=Strict$/);
    const second = await call(url, '/api/rooms', { keyHash: keyHash() }, { cookie: cookie.split(';')[0]! });
    expect(second.headers.get('set-cookie')).toBeNull();
    const secure = await server({ publicUrl: new URL('https://stoa.example') });
    const over = (await call(secure.url, '/api/rooms', { keyHash: keyHash() })).headers.get('set-cookie');
    expect(over).toMatch(/^__Host-stoa-guest=[\w-]{22}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
  });

  test.each([
    ['no JSON', '{', 400],
    ['no body', '', 400],
    ['a list', '[]', 400],
    ['a short hash', JSON.stringify({ keyHash: 'AAAA' }), 400],
    ['an oversized body', JSON.stringify({ keyHash: keyHash(), x: 'x'.repeat(5_000) }), 413],
  ])('%s is refused without an echo', async (_what, body, status) => {
    const { url } = await server();
    const response = await call(url, '/api/rooms', body);
    expect(response.status).toBe(status);
    const answer = (await response.json()) as { error: { code: string; message: string } };
    expect(answer.error.code).toBe('malformed');
    expect(JSON.stringify(answer)).not.toContain('AAAA');
  });

  test('other content types and calls from pages of other origins are refused', async () => {
    const { url, port } = await server();
    const body = { keyHash: keyHash() };
    expect((await call(url, '/api/rooms', body, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await call(url, '/api/rooms', body, { origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await call(url, '/api/rooms', body, { origin: `http://localhost:${port}` })).status).toBe(201);
  });

  test('an address has so many calls a minute and is told when to come back', async () => {
    const { url } = await server({ budgets: { rooms: 2, tokens: 2, sockets: 10 } });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await call(url, '/api/rooms', { keyHash: keyHash() })).status);
    expect(statuses).toEqual([201, 201, 429]);
    const refused = await call(url, '/api/rooms', { keyHash: keyHash() });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ error: { code: 'tooFast' } });
  });
});

test('behind a proxy the budget is for the address that the proxy saw, whatever clients claim', async () => {
  const { url } = await server({ trustProxy: true, budgets: { rooms: 1, tokens: 1, sockets: 10 } });
  const from = (forwarded: string) =>
    call(url, '/api/rooms', { keyHash: keyHash() }, { 'x-forwarded-for': forwarded });
  expect((await from('198.51.100.1, 192.0.2.1')).status).toBe(201);
  expect((await from('198.51.100.2, 192.0.2.1')).status).toBe(429);
  expect((await from('198.51.100.1, 192.0.2.2')).status).toBe(201);
});

describe('the web app', () => {
  async function built(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'stoa-web-'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Stoa</title>');
    await writeFile(join(folder, '.secret'), 'no');
    return folder;
  }

  test('the start page and any room link are the same page, with strict headers', async () => {
    const { url } = await server({ webFolder: await built() });
    for (const path of ['/', '/r/AAAAAAAAAAAAAAAAAAAAAA']) {
      const response = await fetch(url + path);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('<title>Stoa</title>');
      const policy = response.headers.get('content-security-policy')!;
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toContain('unsafe');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(response.headers.get('permissions-policy')).toContain('microphone=(self)');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test('nothing else is served: no dot files, no way out of the folder, no echo of the path', async () => {
    const { url } = await server({ webFolder: await built() });
    for (const path of ['/.secret', '/..%2f..%2fetc%2fpasswd', '/assets/%2e%2e/.secret', '/unknown-path']) {
      const response = await fetch(url + path);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain('unknown');
    }
  });

  test('what installs it is served fresh, as what it is, and workers may control all pages', async () => {
    const folder = await built();
    await writeFile(join(folder, 'service-worker.js'), '1;');
    await writeFile(join(folder, 'manifest.webmanifest'), '{}');
    const { url } = await server({ webFolder: folder });
    const worker = await fetch(`${url}/service-worker.js`);
    expect(worker.headers.get('content-type')).toContain('javascript');
    expect(worker.headers.get('cache-control')).toBe('no-cache');
    expect(worker.headers.get('content-security-policy')).toContain("connect-src 'self'");
    const manifest = await fetch(`${url}/manifest.webmanifest`);
    expect(manifest.headers.get('content-type')).toContain('application/manifest+json');
    expect(manifest.headers.get('content-security-policy')).toContain("manifest-src 'self'");
    expect((await fetch(url)).headers.get('cache-control')).toBe('no-cache');
  });

  test('files whose name holds a hash of the content are kept for good', async () => {
    const folder = await built();
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'assets/index-A.js'), '1;');
    const { url } = await server({ webFolder: folder });
    const file = await fetch(`${url}/assets/index-A.js`);
    expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  test('without a build it says what to do', async () => {
    const { url } = await server({ webFolder: '/nonexistent' });
    const response = await fetch(url);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npm run build');
  });
});

test('health follows the relays', async () => {
  const relays = createFakeRelayPool();
  const { url } = await server({ relays });
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  relays.relays[0]!.crash();
  expect((await fetch(`${url}/healthz`)).status).toBe(503);
});

test('signaling is at /signal only, and its first word is a challenge', async () => {
  const { port } = await server();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/signal`);
  const first = await new Promise<string>((resolve) => {
    socket.onmessage = ({ data }) => resolve(String(data));
  });
  expect(JSON.parse(first)).toMatchObject({ t: 'challenge' });
  const wrong: Omit<ClientMessageOf<'join'>, never> = {
    t: 'join',
    token: joinToken('AAAA'),
    key: new Uint8Array(32),
    proof: new Uint8Array(64),
    offer: 'v=0',
    request: new Uint8Array(1),
  };
  socket.send(encodeClientMessage(wrong));
  const second = await new Promise<string>((resolve) => {
    socket.onmessage = ({ data }) => resolve(String(data));
  });
  expect(JSON.parse(second)).toMatchObject({ t: 'closed', code: 'tokenRefused' });
  const lost = new WebSocket(`ws://127.0.0.1:${port}/elsewhere`);
  await new Promise<void>((resolve) => {
    lost.onerror = () => resolve();
  });
});
