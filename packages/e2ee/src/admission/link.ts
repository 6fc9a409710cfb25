import {
  fromBase64Url,
  type LinkFragment,
  linkFragment,
  type Policy,
  type RoomHandle,
  toBase64Url,
} from '@stoa/protocol';
import { hash, mac } from '../keys/derive.ts';
import { ascii, type Bytes, same } from '../keys/layout.ts';

/**
 * What follows the `#` of an invite link:
 *
 *   base64url(SHA-256(roomKey)[0..16])                                 open rooms, 22 characters
 *   base64url(SHA-256(roomKey)[0..16]) "." base64url(secret(16))       link and knock rooms, 45 characters
 */
export type Link = { readonly keyHash: Bytes; readonly secret: Bytes | undefined };

export const linkSecretBytes = 16;
const keyHashBytes = 16;

export const needsSecret = (policy: Policy): boolean => policy !== 'open';

export function makeFragment(roomKey: Bytes, secret: Bytes | undefined): LinkFragment {
  const base = toBase64Url(hash(roomKey).subarray(0, keyHashBytes));
  return linkFragment(secret ? `${base}.${toBase64Url(secret)}` : base);
}

export function readFragment(fragment: LinkFragment): Link | undefined {
  const [first = '', second, ...more] = fragment.reveal().split('.');
  const keyHash = fromBase64Url(first);
  const secret = second === undefined ? undefined : fromBase64Url(second);
  if (keyHash?.length !== keyHashBytes || more.length > 0) return undefined;
  if (second !== undefined && secret?.length !== linkSecretBytes) return undefined;
  return { keyHash, secret };
}

export const fitsLink = (link: Link, roomKey: Bytes): boolean =>
  same(hash(roomKey).subarray(0, keyHashBytes), link.keyHash);

/** That the holder of a participant key knows a closed room's secret. */
export const linkProof = (secret: Bytes, participantKey: Bytes): Bytes =>
  mac(secret, ascii('stoa link proof v1'), participantKey);

/** Rooms go by the hash of their handle inside signatures, so that none of these formats holds a handle. */
export const roomHash = (room: RoomHandle): Bytes => hash(ascii(`stoa room v1 ${room.reveal()}`));
