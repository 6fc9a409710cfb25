import type { RoomHandle } from '@stoa/protocol';
import { type AccountId, accountId, deviceId, messageLimits, type RoomCard } from '@stoa/protocol/social';
import type { Call } from '../api/call.ts';
import { type KnownDevice, sameDevices } from './conversation.ts';
import type { Devices } from './own-device.ts';
import { devicesOf, loadSealing, publicDevice, type Sealing, textId } from './sealing.ts';

export type SealedLinks = NonNullable<RoomCard['links']>;

export type LinkPorts = {
  readonly call: Call;
  readonly devices: Pick<Devices, 'own'>;
  readonly load?: () => Promise<Sealing>;
};

/**
 * A closed room's whole link for somebody who is invited, sealed to each of that person's devices: no server can open it.
 * Empty when they have none. Of somebody whom one writes with, only devices in `known` get it: one that was added since then
 * waits for a look, as messages do. Rejects with `NoDevice` or `CallRefused`.
 */
export async function sealedLinksFor(
  { call, devices, load = loadSealing }: LinkPorts,
  me: AccountId,
  account: AccountId,
  link: string,
  known?: readonly KnownDevice[],
): Promise<SealedLinks> {
  const [device, published, sealing] = await Promise.all([devices.own(me), devicesOf(call, account), load()]);
  const trusted = known
    ? published.devices.filter((one) => known.some((before) => sameDevices([before], [one])))
    : published.devices;
  return Promise.all(
    trusted.slice(-messageLimits.devices).map(async (one) => ({
      device: deviceId(one.id),
      sealed: await sealing.sealLink(device.sealing, publicDevice(account, one), link),
    })),
  );
}

/**
 * Path and fragment of the link that was sealed for this device, and whose invitation it is. Undefined when there is none, when
 * it leads to another room, or was not signed by a device that its author publishes.
 */
export async function openSealedLink(
  { call, devices, load = loadSealing }: LinkPorts,
  me: AccountId,
  room: RoomHandle,
  links: SealedLinks,
): Promise<{ readonly path: string; readonly from: AccountId } | undefined> {
  const device = await devices.own(me);
  const mine = links.find((one) => one.device.equals(device.id));
  if (!mine) return undefined;
  const sealing = await load();
  const opened = await sealing.openLink(device.sealing, mine.sealed);
  const path = opened && pathOf(opened.link, room);
  if (!opened || !path) return undefined;
  const from = accountId(textId(opened.fromAccount));
  const author = textId(opened.fromDevice);
  const published = await devicesOf(call, from, deviceId(author));
  const signer = [...published.devices, ...published.removed].find(({ id }) => id === author);
  const verifier = new sealing.Verifier(globalThis.crypto.subtle);
  return signer && (await opened.isBy(signer.ed25519, verifier)) ? { path, from } : undefined;
}

/** Only of this room, and without the origin: whatever else stood in it leads nowhere. */
function pathOf(link: string, room: RoomHandle): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const { pathname, hash } = new URL(link);
  return pathname === `/r/${room.reveal()}` && hash.length > 1 ? `${pathname}${hash}` : undefined;
}
