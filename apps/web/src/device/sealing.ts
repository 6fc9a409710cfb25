import type { PublicDevice } from '@stoa/client/direct';
import { cleanText, toBase64Url } from '@stoa/protocol';
import { type AccountId, accounts, type DeviceId } from '@stoa/protocol/social';
import type { Call } from '../api/call.ts';
import type { KnownDevice, KnownDevices } from './conversation.ts';
import { bytesOf } from './id-bytes.ts';

/** What seals and opens messages, loaded when it is needed. */
export type Sealing = typeof import('@stoa/client/direct');
export const loadSealing = (): Promise<Sealing> => import('@stoa/client/direct');

/** More than any device calls itself. */
const labelCodePoints = 200;

/** What an account publishes now; with `also`, that device too when it was taken away since. */
export async function devicesOf(
  call: Call,
  account: AccountId,
  also?: DeviceId,
): Promise<KnownDevices & { readonly removed: readonly KnownDevice[] }> {
  const reply = await call(accounts.devicesOf, { account, ...(also ? { also } : {}) });
  const plain = (one: (typeof reply.devices)[number]): KnownDevice => ({
    id: one.id.reveal(),
    ed25519: new Uint8Array(one.ed25519),
    x25519: new Uint8Array(one.x25519),
    ...(one.label !== undefined && {
      addedOn: one.addedOn,
      label: cleanText(one.label, labelCodePoints) ?? '?',
    }),
    ...(one.session && { session: one.session.reveal() }),
  });
  return {
    generation: reply.generation,
    devices: reply.devices.filter(({ removedIn }) => removedIn === undefined).map(plain),
    removed: reply.devices.filter(({ removedIn }) => removedIn !== undefined).map(plain),
  };
}

export const publicDevice = (account: AccountId, { id, ed25519, x25519 }: KnownDevice): PublicDevice => ({
  id: bytesOf({ reveal: () => id }),
  account: bytesOf(account),
  signKey: ed25519,
  sealKey: x25519,
});

export const textId = (bytes: Uint8Array): string => toBase64Url(bytes);
