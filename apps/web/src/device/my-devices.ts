import { messageLimits } from '@stoa/protocol/social';
import type { Call } from '../api/call.ts';
import { emptyConversation, type KnownDevice, sameKey } from './conversation.ts';
import type { MailShelf } from './mail-shelf.ts';
import type { OwnDevice } from './own-device.ts';
import { devicesOf } from './sealing.ts';

type Looking = { readonly call: Call; readonly shelf: MailShelf; readonly device: OwnDevice };

/**
 * The other devices of one's own account that this one goes by. The first list is taken as it is; what the server lists later
 * waits in the account's own row until somebody says whose it is. What is no longer listed is forgotten.
 */
export async function lookAtOwn({ call, shelf, device }: Looking): Promise<readonly KnownDevice[]> {
  const account = device.account.reveal();
  const { generation, devices } = await devicesOf(call, device.account);
  const others = devices.slice(-messageLimits.devices).filter(({ id }) => id !== device.id.reveal());
  let known: readonly KnownDevice[] = [];
  await shelf.change({ account, other: account }, 'written', [], (there) => {
    const before = there ?? emptyConversation(account, account);
    const isKnown = (one: KnownDevice) => before.known?.devices.some((old) => sameKeys(old, one)) ?? true;
    known = others.filter(isKnown);
    const added = others.filter((one) => !isKnown(one));
    return {
      ...before,
      known: { generation, devices: known },
      changed: added.length > 0 ? { generation, devices: added } : undefined,
    };
  });
  return known;
}

/** Those that were there when it was looked last; undefined before that. */
export const knownOwn = async (
  shelf: MailShelf,
  account: string,
): Promise<readonly KnownDevice[] | undefined> =>
  (await shelf.conversations(account)).find(({ other }) => other === account)?.known?.devices;

/** This very device, by the person's word: what it was shown as, not what the server lists now. */
export async function confirmOwn(shelf: MailShelf, account: string, one: KnownDevice): Promise<void> {
  await shelf.change({ account, other: account }, 'written', [], (there) => {
    if (!there?.known) return undefined;
    const { generation, devices } = there.known;
    const rest = there.changed?.devices.filter((other) => !sameKeys(other, one)) ?? [];
    return {
      ...there,
      known: { generation, devices: [...devices.filter((other) => !sameKeys(other, one)), one] },
      changed: rest.length > 0 ? { generation, devices: rest } : undefined,
    };
  });
}

/** By its keys: the same device has another id after a new sign-in. */
const sameKeys = (one: KnownDevice, other: KnownDevice): boolean =>
  sameKey(one.ed25519, other.ed25519) && sameKey(one.x25519, other.x25519);
