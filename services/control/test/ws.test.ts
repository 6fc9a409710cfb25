import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import { decodeServerMessage, limits } from '@stoa/protocol';
import { VirtualClock } from '@stoa/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Acceptor, acceptWebSockets, type LogLine } from '../src/index.ts';
import { createWorld, type World } from './world.ts';

let world: World;
let server: Server;
let acceptor: Acceptor;
let pings: VirtualClock;
let lines: LogLine[];
let url: string;

beforeEach(async () => {
  world = createWorld();
  pings = new VirtualClock();
  lines = [];
  acceptor = acceptWebSockets({
    control: world.control,
    clock: pings,
    log: (line) => lines.push(line),
    originAllowed: (request) => request.headers.origin !== 'https://elsewhere.example',
    addressOf: () => '192.0.2.1',
    sockets: 3,
  });
  server = createServer();
  server.on('upgrade', (request, socket, head) => acceptor.upgrade(request, socket, head));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/signal`;
});

afterEach(async () => {
  acceptor.stop();
  server.closeAllConnections();
  server.close();
});

async function dial(options: object = {}): Promise<WebSocket> {
  const socket = new WebSocket(url, options);
  await once(socket, 'message');
  return socket;
}

const closeOf = async (socket: WebSocket): Promise<number> => ((await once(socket, 'close')) as [number])[0];

test('a socket gets its challenge, padded and without compression', async () => {
  const socket = new WebSocket(url, { perMessageDeflate: true });
  const [data] = (await once(socket, 'message')) as [Buffer];
  expect(data.length % 256).toBe(0);
  expect(decodeServerMessage(data.toString())?.t).toBe('challenge');
  expect(socket.extensions).toBe('');
  socket.terminate();
});

test('a page of another origin is refused before the upgrade, programs without origin are not', async () => {
  const socket = new WebSocket(url, { origin: 'https://elsewhere.example' });
  const [error] = (await once(socket, 'error')) as [Error];
  expect(error.message).toContain('403');
  (await dial()).terminate();
});

test('a server that is full says 503', async () => {
  const held = [await dial(), await dial(), await dial()];
  const [error] = (await once(new WebSocket(url), 'error')) as [Error];
  expect(error.message).toContain('503');
  for (const socket of held) socket.terminate();
});

test('an oversized frame is cut off at the socket, binary ones are malformed', async () => {
  const big = await dial();
  const closing = closeOf(big);
  big.send('x'.repeat(limits.stewardMessageBytes + 1));
  expect(await closing).toBe(1009);
  const binary = await dial();
  binary.send(Buffer.from('{"t":"ping"}'));
  const [data] = (await once(binary, 'message')) as [Buffer];
  expect(decodeServerMessage(data.toString())).toMatchObject({ t: 'closed', code: 'malformed' });
  binary.terminate();
});

test('many fragments are one message and count as one', async () => {
  const socket = await dial();
  const closing = closeOf(socket);
  for (let i = 0; i < 200; i++) socket.send('x'.repeat(2_000), { fin: false });
  expect(await closing).toBe(1009);
});

test('bad UTF-8 and nonsense on the wire close the socket', async () => {
  const raw = await rawSocket();
  const [closed] = [once(raw, 'close')];
  const mask = Buffer.from([1, 2, 3, 4]);
  const payload = Buffer.from([0xff, 0xfe, 0xfd]).map((byte, i) => byte ^ mask[i % 4]!);
  raw.write(Buffer.concat([Buffer.from([0x81, 0x80 | payload.length]), mask, payload]));
  await closed;
  const other = await rawSocket();
  const gone = once(other, 'close');
  other.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]));
  await gone;
  expect(world.control.load.sockets).toBe(0);
});

test('a socket without a sign of life is ended; one that answers pings stays', async () => {
  const silent = await rawSocket();
  const gone = once(silent, 'close');
  const alive = await dial();
  for (let i = 0; i < 4; i++) {
    await pings.advance(limits.socketPingMs);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await gone;
  expect(lines).toContainEqual({ event: 'socketClosed', why: 'silent' });
  expect(alive.readyState).toBe(WebSocket.OPEN);
  expect(world.control.load.sockets).toBe(1);
  alive.terminate();
});

/** A WebSocket by hand: it answers nothing by itself. */
async function rawSocket(): Promise<Socket> {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    `GET /signal HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\n\r\n`,
  );
  await once(socket, 'data');
  return socket;
}
