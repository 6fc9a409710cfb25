import { type AccountBinder, accountBindingBytes } from '@stoa/client';
import { fromBase64Url } from '@stoa/protocol';
import type { AccountId } from '@stoa/protocol/social';
import type { Devices } from './own-device.ts';

/** Whoever comes into a room does not wait longer for a device that is still being published: it goes without. */
export const patienceMs = 2_000;

/** Says to the members of a room, and to nobody else, whose account somebody is. */
export function accountBinder(devices: Pick<Devices, 'own'>, account: AccountId): AccountBinder {
  return async (participantKey, roomHash) => {
    const id = fromBase64Url(account.reveal());
    const device = await inTime(devices.own(account));
    if (!device || !id) return undefined;
    const signature = await device.sign(accountBindingBytes(roomHash, participantKey, id));
    return { account: id, device: device.ed25519, signature };
  };
}

function inTime<T>(made: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), patienceMs);
    const settle = (value: T | undefined) => {
      clearTimeout(timer);
      resolve(value);
    };
    made.then(settle, () => settle(undefined));
  });
}
