import { openDirect, readEnvelope, sealDirect } from '@stoa/e2ee/direct';
import { expect, test } from 'vitest';
import { keyedDevice, makeDeviceKeys, NoDeviceKeys } from './device-keys.ts';

const { subtle } = globalThis.crypto;
const bytes = (length: number, fill: number) => new Uint8Array(length).fill(fill);

test('keys that cannot be read open what was sealed to them, and sign what others check', async () => {
  const keys = await makeDeviceKeys(subtle);
  expect([keys.signing.privateKey.extractable, keys.opening.privateKey.extractable]).toEqual([false, false]);
  const device = { ...(await keyedDevice(keys, subtle)), id: bytes(16, 1), account: bytes(16, 2) };
  const words = new TextEncoder().encode('hello');
  const message = { id: bytes(16, 9), time: 1_700_000_000_000, body: words };
  const [sealed] = await sealDirect(device, bytes(16, 3), [device], message);
  expect((await openDirect(device, readEnvelope(sealed!.envelope)!))?.body).toEqual(words);
});

test('a browser without these keys is told apart from other faults', async () => {
  const refuses = {
    generateKey: async () => Promise.reject(new DOMException('Unrecognized', 'NotSupportedError')),
  };
  await expect(makeDeviceKeys(refuses as never)).rejects.toThrow(NoDeviceKeys);
  await expect(makeDeviceKeys(undefined)).rejects.toThrow(NoDeviceKeys);
});
