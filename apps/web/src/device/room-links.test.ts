import * as sealing from '@stoa/client/direct';
import { fromBase64Url, roomHandle } from '@stoa/protocol';
import { type AccountId, accountId, deviceId } from '@stoa/protocol/social';
import { expect, test } from 'vitest';
import type { Call } from '../api/call.ts';
import type { OwnDevice } from './own-device.ts';
import { openSealedLink, sealedLinksFor } from './room-links.ts';

const { subtle } = globalThis.crypto;
const idOf = (letter: string) => `${letter.repeat(21)}A`;
const bytesOf = (id: string) => new Uint8Array(fromBase64Url(id)!);
const room = roomHandle(idOf('r'));
const link = `https://stoa.example/r/${idOf('r')}#${idOf('k')}.${idOf('s')}`;

async function device(account: string, id: string): Promise<OwnDevice> {
  const keyed = await sealing.keyedDevice(await sealing.makeDeviceKeys(subtle), subtle);
  return {
    ...{ id: deviceId(id), account: accountId(account), ed25519: keyed.signKey, x25519: keyed.sealKey },
    sign: (bytes) => keyed.signer.sign(bytes),
    sealing: { ...keyed, id: bytesOf(id), account: bytesOf(account) },
  };
}

async function three() {
  const [ada, bo, eve] = await Promise.all(
    ['a', 'b', 'e'].map((letter) => device(idOf(letter), idOf(letter.toUpperCase()))),
  );
  const all = [ada!, bo!, eve!];
  const call = (async (_endpoint: unknown, { account }: { account: AccountId }) => ({
    generation: 1,
    devices: all.filter((one) => one.account.equals(account)),
  })) as unknown as Call;
  const ports = (of: OwnDevice) => ({ call, devices: { own: async () => of }, load: async () => sealing });
  return { ada: ada!, bo: bo!, eve: eve!, ports };
}

test('L1 the invited person opens the link of a closed room, and knows whose invitation it is', async () => {
  const { ada, bo, eve, ports } = await three();
  const links = await sealedLinksFor(ports(ada), ada.account, bo.account, link);
  const opened = await openSealedLink(ports(bo), bo.account, room, links);
  expect(opened?.path).toBe(new URL(link).pathname + new URL(link).hash);
  expect(opened?.from.equals(ada.account)).toBe(true);
  expect(await openSealedLink(ports(eve), eve.account, room, links)).toBeUndefined();
});

test('L1 a link of another room, no link at all, and one in the name of somebody else lead nowhere', async () => {
  const { ada, bo, eve, ports } = await three();
  const other = await sealedLinksFor(ports(ada), ada.account, bo.account, link);
  expect(await openSealedLink(ports(bo), bo.account, roomHandle(idOf('q')), other)).toBeUndefined();
  const words = await sealedLinksFor(ports(ada), ada.account, bo.account, 'javascript:alert(1)');
  expect(await openSealedLink(ports(bo), bo.account, room, words)).toBeUndefined();
  const forger = { ...eve, sealing: { ...eve.sealing, id: ada.sealing.id, account: ada.sealing.account } };
  const forged = await sealedLinksFor(ports(forger), ada.account, bo.account, link);
  expect(await openSealedLink(ports(bo), bo.account, room, forged)).toBeUndefined();
});

test('L3 of somebody whom one writes with, a device that nobody has looked at gets no link', async () => {
  const { ada, bo, ports } = await three();
  const added = await device(idOf('b'), idOf('G'));
  const call = (async () => ({ generation: 2, devices: [bo, added] })) as unknown as Call;
  const known = [{ id: idOf('B'), ed25519: bo.ed25519, x25519: bo.x25519 }];
  const links = await sealedLinksFor({ ...ports(ada), call }, ada.account, bo.account, link, known);
  expect(links.map((one) => one.device.reveal())).toEqual([idOf('B')]);
  const exchanged = (async () => ({ generation: 2, devices: [{ ...added, id: bo.id }] })) as unknown as Call;
  const none = sealedLinksFor({ ...ports(ada), call: exchanged }, ada.account, bo.account, link, known);
  expect(await none).toEqual([]);
  expect(await sealedLinksFor({ ...ports(ada), call }, ada.account, bo.account, link)).toHaveLength(2);
});
