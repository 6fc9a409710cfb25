import { randomBytes } from 'node:crypto';
import { connect } from '@nats-io/transport-node';
import { roomHandle } from '@stoa/protocol';
import { socketPair } from '@stoa/testkit';
import { afterEach, expect, test } from 'vitest';
import { overNats, until } from './contract.ts';

const text = (value: string) => new Uint8Array(Buffer.from(value));
let end = async () => {};
afterEach(() => end());

async function fleet() {
  const shared = await overNats();
  end = () => shared.end();
  return shared;
}

test('W2 a broker reads nothing of a room, and cannot change, move or shorten a part of it', async () => {
  const shared = await fleet();
  const a = await shared.join();
  const nats = await connect({ servers: shared.server.url });
  shared.connections.push(nats);
  const seen: { subject: string; data: Uint8Array }[] = [];
  nats.subscribe('>', { callback: (_, { subject, data }) => void seen.push({ subject, data }) });
  await nats.flush();
  const handle = roomHandle(randomBytes(16).toString('base64url'));
  const name = a.nameOf(handle);
  await a.memory.put(name, 1, 'core', text(`people of ${handle.reveal()}`));
  await a.sockets.begin('edge', () => ({ text() {}, gone() {} }));
  await (await shared.join()).sockets.begin('owner', () => ({ text() {}, gone() {} }));
  await a.sockets.carry('owner', socketPair()[0], { nonce: new Uint8Array(16), text: handle.reveal() });
  const all = seen.map(({ subject, data }) => subject + Buffer.from(data).toString('latin1')).join('\n');
  expect(all).toContain(name);
  expect(all).not.toContain(handle.reveal());
  expect(all).not.toContain('people of');

  const subject = `stoa.memory.${name}.1.core`;
  const sealed = seen.find((one) => one.subject === subject)!.data;
  for (const [where, bytes] of [
    [subject, sealed.map((byte, i) => (i === 20 ? byte ^ 1 : byte))],
    [subject, sealed.slice(0, -1)],
    [subject, text('x')],
    [`stoa.memory.${name}.2.core`, sealed],
  ] as const) {
    nats.publish(where, bytes);
    await nats.flush();
    await expect(a.memory.load(name)).rejects.toThrow('altered');
    nats.publish(`stoa.memory.${name}.2.core`, new Uint8Array());
    nats.publish(subject, sealed);
    await nats.flush();
    expect((await a.memory.load(name)).get(1)?.get('core')).toBeDefined();
  }
  await expect((await shared.join(new Uint8Array(32))).memory.load(name)).rejects.toThrow('altered');
});

test('while the broker is away every call says so at once; back again, leases are as they were and memory is empty', async () => {
  const shared = await fleet();
  const a = await shared.join();
  const revision = (await a.leases.lives.write('me', text('1'), 0))!;
  await a.memory.put('room', 1, 'core', text('x'));
  await shared.server.kill();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const before = performance.now();
  for (const ask of [
    () => a.leases.lives.write('me', text('2'), revision),
    () => a.leases.rooms.read('room'),
    () => a.memory.put('room', 1, 'core', text('y')),
    () => a.memory.load('room'),
  ])
    await expect(ask()).rejects.toThrow();
  expect(performance.now() - before).toBeLessThan(2_000);
  await shared.server.restart();
  await until(() => true);
  let again: number | undefined;
  for (let i = 0; i < 50 && again === undefined; i++) {
    again = await a.leases.lives.write('me', text('3'), revision).catch(() => undefined);
    if (again === undefined) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(again).toBeGreaterThan(revision);
  await a.memory.put('room', 1, 'core', text('z')).catch(() => {});
  await a.memory.put('room', 1, 'core', text('z'));
  expect((await a.memory.load('room')).get(1)?.get('core')).toEqual(text('z'));
});

test('W10 a carried socket answers pings while the broker is away, and is dropped when it is back', async () => {
  const shared = await fleet();
  const [a, b] = [await shared.join(), await shared.join()];
  await a.sockets.begin('edge', () => ({ text() {}, gone() {} }));
  const said: string[] = [];
  let gone = 0;
  await b.sockets.begin('owner', () => ({ text: (it) => void said.push(it), gone: () => void gone++ }));
  const [near, person] = socketPair();
  const heard: string[] = [];
  let dropped = false;
  person.onText((it) => heard.push(it));
  person.onGone(() => {
    dropped = true;
  });
  const events = (await a.sockets.carry('owner', near, { nonce: new Uint8Array(16), text: 'x' }))!;
  await shared.server.kill();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await until(() => {
    events.text('{"t":"ping"}');
    return heard.length > 0;
  });
  events.text('{"t":"leave"}');
  for (const it of heard) expect(JSON.parse(it)).toEqual({ t: 'pong' });
  expect([dropped, gone]).toEqual([false, 0]);
  await shared.server.restart();
  await until(() => dropped && gone === 1);
  expect(said.filter((it) => it.includes('leave'))).toEqual([]);
});

test('W10 sockets that were carried to a control that was killed end', async () => {
  const shared = await fleet();
  const [a, b] = [await shared.join(), await shared.join()];
  await a.sockets.begin('edge', () => ({ text() {}, gone() {} }));
  await b.sockets.begin('owner', () => ({ text() {}, gone() {} }));
  const [near, person] = socketPair();
  let dropped = false;
  person.onGone(() => {
    dropped = true;
  });
  await a.sockets.carry('owner', near, { nonce: new Uint8Array(16), text: 'x' });
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(dropped).toBe(false);
  await shared.connections[1]!.close();
  await until(() => dropped);
});
