import { accountBindingBytes } from '@stoa/client';
import { accountId } from '@stoa/protocol/social';
import { expect, test, vi } from 'vitest';
import { accountBinder, patienceMs } from './account-binder.ts';
import type { OwnDevice } from './own-device.ts';

const account = accountId('AAECAwQFBgcICQoLDA0ODw');
const id = Uint8Array.from({ length: 16 }, (_, i) => i);
const key = new Uint8Array(32).fill(1);
const room = new Uint8Array(32).fill(2);

test('a device signs for its account, this participant and this room', async () => {
  const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  const ed25519 = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const sign = async (bytes: Uint8Array<ArrayBuffer>) =>
    new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, bytes));
  const device = { ed25519, sign } as unknown as OwnDevice;
  const bound = await accountBinder({ own: async () => device }, account)(key, room);
  expect(bound?.account).toEqual(id);
  expect(bound?.device).toEqual(ed25519);
  const signature = new Uint8Array(bound!.signature);
  const holds = (participant: Uint8Array, at: Uint8Array) =>
    crypto.subtle.verify('Ed25519', pair.publicKey, signature, accountBindingBytes(at, participant, id));
  expect(await holds(key, room)).toBe(true);
  expect(await holds(room, room)).toBe(false);
  expect(await holds(key, key)).toBe(false);
});

test('without a device, or with one that is not published in time, a person comes in all the same', async () => {
  expect(await accountBinder({ own: () => Promise.reject(new Error('none')) }, account)(key, room)).toBe(
    undefined,
  );
  vi.useFakeTimers();
  const waiting = accountBinder({ own: () => new Promise(() => {}) }, account)(key, room);
  await vi.advanceTimersByTimeAsync(patienceMs);
  expect(await waiting).toBe(undefined);
  vi.useRealTimers();
});
