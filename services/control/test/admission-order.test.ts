import { createHash } from 'node:crypto';
import type { Leaf } from '@stoa/protocol';
import { settled } from '@stoa/testkit';
import { expect, test } from 'vitest';
import { ScriptedClient } from './scripted-client.ts';
import { createWorld } from './world.ts';

test('an admission that follows another entry than the last is refused, whatever its number', async () => {
  const world = createWorld();
  const { handle, host } = await world.room();
  host.admits = false;
  await new ScriptedClient(world).join(handle);
  const { request } = host.last('request');
  const admit = (prev: Uint8Array<ArrayBuffer>) =>
    host.say({
      ...{ t: 'admit', request, leaf: 1 as Leaf, prev },
      ...{ entry: world.chance.bytes(200), wrap: world.chance.bytes(540) },
    });
  admit(world.chance.bytes(32));
  await settled();
  expect(world.control.load).toMatchObject({ participants: 1, waiting: 1 });
  expect(host.last('entries')).toMatchObject({ from: 1, entries: [] });
  admit(new Uint8Array(createHash('sha256').update(host.last('admitted').entry).digest()));
  await settled();
  expect(world.control.load).toMatchObject({ participants: 2, waiting: 0 });
});

test('a steward that comes back hears the head before the log that it vouches for', async () => {
  const world = createWorld();
  const { handle, host } = await world.room();
  const other = await new ScriptedClient(world).join(handle);
  const leaf = other.leaf!;
  await host.command({ do: 'invite', leaf });
  await other.command({ do: 'acceptInvite' });
  await host.command({ do: 'makeModerator', leaf });
  other.socket.drop();
  await settled();
  await host.head({ epoch: 1 });
  const from = other.received.length;
  await other.resume(handle, { headSeq: 0 });
  expect(other.last('entries').from).toBe(0);
  const order = other.received.slice(from).map(({ t }) => t);
  expect(order.indexOf('head')).toBeGreaterThan(-1);
  expect(order.indexOf('head')).toBeLessThan(order.indexOf('entries'));
  // The head came first, and then the socket broke: the log may have got lost.
  other.socket.drop();
  await settled();
  const again = other.received.length;
  await other.resume(handle, { headSeq: 1 });
  expect(other.received.slice(again).find(({ t }) => t === 'entries')).toMatchObject({ from: 0 });
});

test('a steward that answers a request which was answered already is told that it is gone', async () => {
  const world = createWorld();
  const { handle, host } = await world.room();
  host.admits = false;
  await new ScriptedClient(world).join(handle);
  const { request } = host.last('request');
  host.say({ t: 'deny', request });
  await settled();
  const before = host.received.length;
  const prev = new Uint8Array(createHash('sha256').update(host.last('admitted').entry).digest());
  host.say({
    ...{ t: 'admit', request, leaf: 1 as Leaf, prev },
    ...{ entry: world.chance.bytes(200), wrap: world.chance.bytes(540) },
  });
  await settled();
  // Without that word it would try for ever, and everybody who came later would wait behind.
  expect(host.received.slice(before).filter(({ t }) => t === 'requestGone')).toMatchObject([{ request }]);
  expect(world.control.load).toMatchObject({ participants: 1, waiting: 0 });
});
