import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type LinkId, linkId } from '@stoa/protocol';
import { startNats } from '@stoa/testkit/nats';
import { afterEach, describe, expect, test } from 'vitest';
import { inProcessBackbone } from '../src/adapters/in-process/backbone.ts';
import { openLocalSockets } from '../src/adapters/local-socket/backbone.ts';
import { openNatsBackbone } from '../src/adapters/nats/backbone.ts';
import type { Backbone, Deliver } from '../src/process/backbone/backbone.ts';
import { longestLinkMessage } from '../src/process/backbone/link-message.ts';
import { until, wait } from './harness.ts';

type Carrier = {
  open(link: LinkId, deliver: Deliver): Promise<Backbone>;
  link(name: string): LinkId;
  end(): unknown;
};

async function inProcess(): Promise<Carrier> {
  const open = inProcessBackbone();
  return { open: (link, deliver) => open(link)(deliver), link: linkId, end() {} };
}

async function localSockets(): Promise<Carrier> {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-links-'));
  return {
    open: (link, deliver) => openLocalSockets(folder, link, deliver),
    link: linkId,
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function overNats(): Promise<Carrier> {
  const server = await startNats();
  const connections: NatsConnection[] = [];
  return {
    async open(link, deliver) {
      const connection = await connect({ servers: server.url });
      connections.push(connection);
      return openNatsBackbone(connection, link, deliver);
    },
    link: (name) => linkId(`${name.replace(/[^a-z]/g, '')}.life1`),
    async end() {
      await Promise.all(connections.map((connection) => connection.close()));
      await server.stop();
    },
  };
}

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

describe.each([
  ['in process', inProcess],
  ['local sockets', localSockets],
  ['NATS', overNats],
] as const)('a backbone: %s', (_, make) => {
  type Heard = { from: LinkId; bytes: Buffer }[];
  const carrier = async () => {
    const made = await make();
    ends.push(() => made.end());
    return async (name: string) => {
      const heard: Heard = [];
      const link = made.link(name);
      const backbone = await made.open(link, (from, bytes) =>
        heard.push({ from, bytes: Buffer.from(bytes) }),
      );
      ends.unshift(() => backbone.close());
      return { backbone, heard, link };
    };
  };

  test('L8 messages come in order, once, from whom they are, to the named relay alone', async () => {
    const open = await carrier();
    const [a, b, c] = [await open('a'), await open('b'), await open('c')];
    const out = Buffer.alloc(longestLinkMessage);
    for (let i = 0; i < 500; i++) {
      // The caller's buffer is its own again at once, and lengths differ.
      const message = out.subarray(0, 2 + (i % (longestLinkMessage - 1)));
      message.fill(i & 0xff);
      message.writeUInt16BE(i, 0);
      a.backbone.send(b.link, message);
      if (i % 5 === 0) c.backbone.send(b.link, message);
    }
    out.fill(0);
    await until('all have come', () => b.heard.length === 600);
    const fromA = b.heard.filter(({ from }) => from === a.link);
    expect(fromA.map(({ bytes }) => bytes.readUInt16BE(0))).toEqual(Array.from({ length: 500 }, (_, i) => i));
    for (const { bytes } of fromA) {
      const i = bytes.readUInt16BE(0);
      expect(bytes.length).toBe(2 + (i % (longestLinkMessage - 1)));
      expect(bytes.subarray(2).every((byte) => byte === (i & 0xff))).toBe(true);
    }
    await wait(30);
    expect(b.heard).toHaveLength(600);
    expect([a.heard, c.heard]).toEqual([[], []]);
  });

  test('L8 sending to nobody, to one who left and after closing is no error', async () => {
    const open = await carrier();
    const [a, b] = [await open('a'), await open('b')];
    const message = Buffer.from('hello');
    a.backbone.send(linkId('nobody'), message);
    a.backbone.send(linkId('../../etc'), message);
    a.backbone.send(b.link, message);
    await until('it has come', () => b.heard.length === 1);
    b.backbone.close();
    await wait(20);
    for (let i = 0; i < 100; i++) a.backbone.send(b.link, message);
    await wait(20);
    a.backbone.close();
    a.backbone.send(b.link, message);
    expect(b.heard).toHaveLength(1);
  });

  test('L8 whoever begins later is reached from then on', async () => {
    const open = await carrier();
    const a = await open('a');
    const b = await open('b');
    b.backbone.close();
    a.backbone.send(b.link, Buffer.from('early'));
    await wait(10);
    const again = await open('b');
    await until('it is reached', () => {
      a.backbone.send(b.link, Buffer.from('later'));
      return again.heard.length > 0;
    });
    expect(again.heard.every(({ bytes }) => bytes.toString() === 'later')).toBe(true);
  });
});

test('L8 over NATS, frames of the time without a broker are lost, not late, and the next ones arrive', async () => {
  const server = await startNats();
  const [one, two] = await Promise.all(
    [0, 1].map(() => connect({ servers: server.url, reconnectTimeWait: 50, maxReconnectAttempts: -1 })),
  );
  ends.push(
    () => Promise.all([one!.close(), two!.close()]),
    () => server.stop(),
  );
  const heard: string[] = [];
  const b = await openNatsBackbone(two!, linkId('b.1'), (_, message) => heard.push(message.toString()));
  const a = await openNatsBackbone(one!, linkId('a.1'), () => {});
  a.send(b.link, Buffer.from('before'));
  await until('it has come', () => heard.length === 1);
  await server.kill();
  await wait(100);
  for (let i = 0; i < 1_000; i++) a.send(b.link, Buffer.from('meanwhile'));
  await server.restart();
  await until('the broker carries again', () => {
    a.send(b.link, Buffer.from('after'));
    return heard.includes('after');
  });
  expect(heard).not.toContain('meanwhile');
  a.close();
  b.close();
});

test('L8 a relay with its own credentials speaks and hears in its own name alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-nats-'));
  const config = join(folder, 'nats.conf');
  const user = (name: string) =>
    `{ user: ${name}, password: pw, permissions: { publish: ["stoa.link.*.*.${name}.>"], subscribe: ["stoa.link.${name}.>"] } }`;
  writeFileSync(config, `authorization { users = [ ${user('a')}, ${user('b')}, ${user('eve')} ] }\n`);
  const server = await startNats({ config });
  ends.push(
    () => server.stop(),
    () => rmSync(folder, { recursive: true, force: true }),
  );
  const open = async (name: string) => {
    const connection = await connect({ servers: server.url, user: name, pass: 'pw' });
    ends.unshift(() => connection.close());
    return connection;
  };
  const [ofA, ofB, ofEve] = [await open('a'), await open('b'), await open('eve')];
  const heard: string[] = [];
  const b = await openNatsBackbone(ofB, linkId('b.1'), (from) => heard.push(from));
  const a = await openNatsBackbone(ofA, linkId('a.1'), () => {});
  // Eve says that she is a, and listens where b does.
  ofEve.publish('stoa.link.b.1.a.1', Buffer.from('forged'));
  const overheard: unknown[] = [];
  ofEve.subscribe('stoa.link.b.>', {
    callback(error, message) {
      overheard.push(error ? 'refused' : message);
    },
  });
  await ofEve.flush();
  a.send(b.link, Buffer.from('true'));
  await until('it has come', () => heard.length > 0);
  await until('she is refused', () => overheard.length > 0);
  expect(heard).toEqual(['a.1']);
  expect(overheard).toEqual(['refused']);
  a.close();
  b.close();
});
