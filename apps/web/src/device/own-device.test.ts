import type { DeviceKeys } from '@stoa/client/direct';
import { accountId, deviceProofBytes, sessionId } from '@stoa/protocol/social';
import { expect, test } from 'vitest';
import type { Call } from '../api/call.ts';
import { refused } from '../test/replies.ts';
import type { KeyShelf } from './key-shelf.ts';
import { createDevices, type DevicePorts } from './own-device.ts';

const { subtle } = globalThis.crypto;
const id = (letter: string) => `${letter.repeat(21)}A`;
const ada = accountId(id('a'));
const bo = accountId(id('b'));
const session = sessionId(id('s'));

type Published = {
  ed25519: Uint8Array<ArrayBuffer>;
  x25519: Uint8Array<ArrayBuffer>;
  proof: Uint8Array<ArrayBuffer>;
};

function world(more: Partial<DevicePorts> = {}) {
  const kept = new Map<string, DeviceKeys>();
  const published: Published[] = [];
  const shelf: KeyShelf = {
    get: async (account) => kept.get(account),
    keep: async (account, keys) => {
      if (!kept.has(account)) kept.set(account, keys);
      return kept.get(account)!;
    },
    remove: async (account) => void kept.delete(account),
  };
  const call = (async (_endpoint: unknown, body: Published) => {
    published.push(body);
    const index = published.findIndex((one) => Buffer.compare(one.ed25519, body.ed25519) === 0);
    return { id: { reveal: () => id('cdefgh'[index]!) }, generation: index + 1 };
  }) as unknown as Call;
  const ports: DevicePorts = { shelf, call, subtle, label: () => 'Test', ...more };
  return { kept, published, ports };
}

test('keys are made once, published with a proof, and the same after a reload', async () => {
  const { ports, published } = world();
  const first = await createDevices(ports).own(ada);
  const again = await createDevices(ports).own(ada);
  expect(again.ed25519).toEqual(first.ed25519);
  expect(again.id.reveal()).toBe(first.id.reveal());
  expect(published).toHaveLength(2);
  const { ed25519, x25519, proof } = published[0]!;
  const key = await subtle.importKey('raw', ed25519, 'Ed25519', false, ['verify']);
  expect(await subtle.verify('Ed25519', key, proof, deviceProofBytes(ada, x25519))).toBe(true);
  const words = new TextEncoder().encode('what it is, and what it says');
  expect(await subtle.verify('Ed25519', key, await first.sign(words), words)).toBe(true);
});

test('two tabs that begin at once have the same keys; two accounts have different ones', async () => {
  const { ports } = world();
  const [one, two] = await Promise.all([createDevices(ports).own(ada), createDevices(ports).own(ada)]);
  expect(one.ed25519).toEqual(two.ed25519);
  expect((await createDevices(ports).own(bo)).ed25519).not.toEqual(one.ed25519);
});

test('one page publishes once, and again for another session', async () => {
  const { ports, published } = world();
  const devices = createDevices(ports);
  devices.start(ada, session);
  await devices.own(ada);
  devices.start(ada, session);
  await devices.own(ada);
  expect(published).toHaveLength(1);
  devices.start(ada, sessionId(id('t')));
  await devices.own(ada);
  expect(published).toHaveLength(2);
});

test('after signing out the keys are gone, and the next are others', async () => {
  const { ports, kept } = world();
  const devices = createDevices(ports);
  const before = await devices.own(ada);
  await devices.forget(ada);
  expect(kept.size).toBe(0);
  expect((await devices.own(ada)).ed25519).not.toEqual(before.ed25519);
});

test('each trouble has its word, and the next try may succeed', async () => {
  const none = world({ subtle: undefined });
  await expect(createDevices(none.ports).own(ada)).rejects.toMatchObject({ why: 'unsupported' });
  const closed = world();
  const get = async () => Promise.reject(new DOMException('', 'InvalidStateError'));
  const unkept = createDevices({ ...closed.ports, shelf: { ...closed.ports.shelf, get } });
  await expect(unkept.own(ada)).rejects.toMatchObject({ why: 'unkept' });

  const { ports } = world();
  let offline = true;
  const devices = createDevices({
    ...ports,
    call: (async (...said: Parameters<Call>) =>
      offline ? refused('offline')() : ports.call(...said)) as Call,
  });
  await expect(devices.own(ada)).rejects.toMatchObject({ why: 'offline' });
  offline = false;
  await expect(devices.own(ada)).resolves.toBeDefined();
});
