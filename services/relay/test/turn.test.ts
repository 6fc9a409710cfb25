import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket as Stream } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTurnServer, type TurnServer, turnCredential } from '../src/turn/index.ts';
import { turnLimits } from '../src/turn/quota.ts';
import { TurnTestClient } from './turn-client.ts';

const secret = 'a secret of this test';
const here = '127.0.0.1';
/** As clients know the relay: another address than the one where it is reached, as behind NAT. */
const told = '203.0.113.9';

let turn: TurnServer;
let door: Server;
let relay: Socket;
let heard: { data: Buffer; port: number }[];
const clients: TurnTestClient[] = [];
const credential = (expires = Date.now() + 60_000) => turnCredential(secret, randomBytes(8), expires);

beforeEach(async () => {
  heard = [];
  relay = createSocket('udp4');
  relay.on('message', (data, from) => {
    heard.push({ data, port: from.port });
    relay.send(data, from.port, from.address);
  });
  relay.bind(0, here);
  await once(relay, 'listening');
  turn = createTurnServer({ secret, iceKey: randomBytes(32) });
  const { port } = relay.address();
  turn.reach([{ host: told, port, via: { host: here, port } }]);
  door = createServer((socket) => turn.accept(socket));
  door.listen(0, here);
  await once(door, 'listening');
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  turn.close();
  relay.close();
  door.close();
  await once(door, 'close');
});

async function client(who = credential()): Promise<TurnTestClient> {
  const address = door.address();
  const made = await TurnTestClient.connect(typeof address === 'object' ? address!.port : 0, who);
  clients.push(made);
  return made;
}

async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !what(); i++) await sleep(10);
  expect(what()).toBe(true);
}

test('T1 there and back, as indications and over a channel, the sizes kept', async () => {
  const one = await client();
  expect(await one.allocate()).toBe(0);
  const { port } = relay.address();
  expect(await one.permit(told)).toBe(0);
  one.indicate(told, port, Buffer.from('first'));
  await until(() => one.indications.length === 1);
  expect(one.indications[0]!.toString()).toBe('first');
  expect(await one.bind(0x4000, told, port)).toBe(0);
  const packet = randomBytes(193);
  one.send(0x4000, packet);
  await until(() => one.packets.length === 1);
  expect(one.packets[0]).toEqual([0x4000, packet]);
  expect(turn.load()).toMatchObject({ connections: 1, allocations: 1, packetsUp: 2, packetsDown: 2 });
  expect(turn.load()).toMatchObject({ bytesUp: 5 + 193, bytesDown: 5 + 193 });
});

test('T1 no other socket of this machine is ever reached, whatever it is called', async () => {
  const stranger = createSocket('udp4');
  const received: Buffer[] = [];
  stranger.on('message', (data) => received.push(data));
  stranger.bind(0, here);
  await once(stranger, 'listening');
  const { port } = stranger.address();
  const one = await client();
  expect(await one.allocate()).toBe(0);
  for (const host of [here, '0.0.0.0', '127.1.2.3']) {
    expect(await one.permit(host, port)).toBe(403);
    expect(await one.bind(0x4000, host, port)).toBe(403);
  }
  for (const host of ['::1', '::ffff:127.0.0.1', 'fe80::1'])
    expect(await one.bind(0x4000, host, port)).toBe(443);
  expect(await one.permit(told)).toBe(0);
  expect(await one.bind(0x4000, told, port)).toBe(403);
  for (const host of [here, told, '0.0.0.0']) one.indicate(host, port, Buffer.from('x'));
  one.send(0x4000, Buffer.from('x'));
  one.indicate(told, relay.address().port, Buffer.from('last'));
  await until(() => heard.length === 1);
  expect(received).toEqual([]);
  stranger.close();
});

test('T2 a stranger who finds the allocation is not heard', async () => {
  const one = await client();
  await one.allocate();
  await one.permit(told);
  one.indicate(told, relay.address().port, Buffer.from('hello'));
  await until(() => one.indications.length === 1);
  const stranger = createSocket('udp4');
  stranger.send(Buffer.from('stranger'), heard[0]!.port, here);
  await sleep(100);
  expect(one.indications).toHaveLength(1);
  stranger.close();
});

test('T5 two allocations to a credential; what ends gives its place back', async () => {
  const who = credential();
  const all = [await client(who), await client(who), await client(who)];
  expect([await all[0]!.allocate(), await all[1]!.allocate(), await all[2]!.allocate()]).toEqual([0, 0, 486]);
  expect(await all[0]!.allocate()).toBe(437);
  expect(await all[0]!.refresh(0)).toBe(0);
  await until(() => turn.load().allocations === 1);
  expect(await all[2]!.allocate()).toBe(0);
  all[1]!.close();
  await until(() => turn.load().allocations === 1 && turn.load().connections === 1);
});

test('T5 so many connections to an address', async () => {
  const sockets: TurnTestClient[] = [];
  for (let i = 0; i < turnLimits.connectionsPerAddress + 1; i++) sockets.push(await client());
  await until(() => turn.load().refused === 1);
  expect(turn.load().connections).toBe(turnLimits.connectionsPerAddress);
});

test('T4 an ended credential, T3 a made-up one', async () => {
  expect(await (await client(credential(Date.now() - 1_000))).allocate()).toBe(401);
  const wrong = { ...credential(), credential: 'guess' };
  expect(await (await client(wrong)).allocate()).toBe(401);
});

test('T8 a flood is cut to the rate', async () => {
  const one = await client();
  await one.allocate();
  await one.bind(0x4000, told, relay.address().port);
  for (let i = 0; i < 400; i++) one.send(0x4000, Buffer.alloc(1_000));
  await until(() => turn.load().packetsUp + turn.load().packetsDropped === 400);
  expect(turn.load().packetsUp).toBeLessThan(80);
});

test('T14 who asks and does not read is let go, and nothing of it stays', async () => {
  const accepted: Stream[] = [];
  door.on('connection', (socket) => accepted.push(socket));
  const address = door.address();
  const deaf = connect(typeof address === 'object' ? address!.port : 0, here).pause();
  deaf.on('error', () => {});
  // It is told what a credential would look like: five times as long as the question.
  const asked = Buffer.from('000300002112a442000102030405060708090a0b', 'hex');
  deaf.write(Buffer.concat(Array.from({ length: 120_000 }, () => asked)));
  let most = 0;
  for (let i = 0; i < 300 && !accepted[0]?.destroyed; i++) {
    await sleep(10);
    most = Math.max(most, accepted[0]?.writableLength ?? 0);
  }
  expect(accepted[0]?.destroyed).toBe(true);
  expect(most).toBeLessThan(4 * turnLimits.waitingBytes);
  expect(turn.load().connections).toBe(0);
  deaf.destroy();
});

test('T11 anything but TURN ends the connection', async () => {
  const one = await client();
  one.socket.write('GET / HTTP/1.1\r\n\r\n');
  await once(one.socket, 'close');
  await until(() => turn.load().connections === 0);
});
