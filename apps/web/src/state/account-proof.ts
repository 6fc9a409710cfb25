import type { accounts } from '@stoa/protocol/social';
import type { z } from 'zod';

type Published = z.output<typeof accounts.devicesOf.reply>;

/** Is the key with which somebody in a room proved an account one of those that the account publishes? */
export function deviceIsPublished(device: Uint8Array, { devices }: Published): boolean {
  return devices.some(({ ed25519, removedIn }) => removedIn === undefined && sameBytes(ed25519, device));
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, place) => byte === b[place]);
