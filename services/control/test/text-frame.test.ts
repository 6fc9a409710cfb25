import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { FrameOnce, textFrame } from '../src/adapters/ws/text-frame.ts';

const server = createServer();
const accepted = new WebSocketServer({ noServer: true });
/** Writes these bytes onto the carrier of an open WebSocket; what its client makes of them. */
async function read(frame: Buffer): Promise<string> {
  server.once('upgrade', (request, carrier, head) => {
    accepted.handleUpgrade(request, carrier, head, () => carrier.write(frame));
  });
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const [data, isBinary] = (await once(socket, 'message')) as [Buffer, boolean];
  socket.terminate();
  expect(isBinary).toBe(false);
  return data.toString();
}
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test.each([0, 1, 125, 126, 65_535, 65_536, 300_000])('a text of %d bytes is one frame', async (length) => {
  const text = 'x'.repeat(length);
  expect(await read(textFrame(text))).toBe(text);
});

test('lengths count bytes, not characters', async () => {
  for (const text of ['é'.repeat(63), '茶'.repeat(21_846), '🎧 tea'])
    expect(await read(textFrame(text))).toBe(text);
});

test('the frame of a text is made once, and another text has another frame', async () => {
  const frames = new FrameOnce();
  const first = frames.of('one');
  expect(frames.of('one')).toBe(first);
  expect(await read(frames.of('two'))).toBe('two');
  expect(await read(first)).toBe('one');
  expect(await read(frames.of(''))).toBe('');
});
