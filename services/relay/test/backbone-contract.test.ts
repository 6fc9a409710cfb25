import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LinkId, linkId } from '@stoa/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { inProcessBackbone } from '../src/adapters/in-process/backbone.ts';
import { openLocalSockets } from '../src/adapters/local-socket/backbone.ts';
import type { Backbone, Deliver } from '../src/process/backbone/backbone.ts';
import { longestLinkMessage } from '../src/process/backbone/link-message.ts';
import { until, wait } from './harness.ts';

type Carrier = { open(link: LinkId, deliver: Deliver): Promise<Backbone>; end(): void };

function inProcess(): Carrier {
  const open = inProcessBackbone();
  return { open: (link, deliver) => open(link)(deliver), end() {} };
}

function localSockets(): Carrier {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-links-'));
  return {
    open: (link, deliver) => openLocalSockets(folder, link, deliver),
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

describe.each([
  ['in process', inProcess],
  ['local sockets', localSockets],
] as const)('a backbone: %s', (_, make) => {
  type Heard = { from: LinkId; bytes: Buffer }[];
  const carrier = () => {
    const made = make();
    ends.push(() => made.end());
    return async (name: string) => {
      const heard: Heard = [];
      const backbone = await made.open(linkId(name), (from, bytes) =>
        heard.push({ from, bytes: Buffer.from(bytes) }),
      );
      ends.unshift(() => backbone.close());
      return { backbone, heard, link: linkId(name) };
    };
  };

  test('L8 messages come in order, once, from whom they are, to the named relay alone', async () => {
    const open = carrier();
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
    const open = carrier();
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
    const open = carrier();
    const a = await open('a');
    a.backbone.send(linkId('b'), Buffer.from('early'));
    await wait(10);
    const b = await open('b');
    await until('it is reached', () => {
      a.backbone.send(b.link, Buffer.from('later'));
      return b.heard.length > 0;
    });
    expect(b.heard.every(({ bytes }) => bytes.toString() === 'later')).toBe(true);
  });
});
