import { cleanName } from '@stoa/protocol';
import { derive } from '../keys/derive.ts';
import { type Bytes, concat, u32 } from '../keys/layout.ts';
import { openOnce, sealOnce } from '../keys/sealing.ts';
import { type AccountBinding, bindingBytes, encodeBinding, readBinding } from './binding.ts';
import { padded, unpadded } from './padded-text.ts';

/**
 * What is sealed to members under the generation's roster key, one size for everybody:
 *
 *   length:u16 | name | zeros to 258 | AccountBinding(112)                370 B; sealed 386 B
 */
export type Profile = { readonly name: string; readonly binding?: AccountBinding | undefined };

/** 64 code points of at most four bytes. */
const nameRoom = 256;
const nameBytes = nameRoom + 2;
export const plainProfileBytes = nameBytes + bindingBytes;
export const sealedProfileBytes = plainProfileBytes + 16;
export const rosterKeyBytes = 16;

export const encodeProfile = ({ name, binding }: Profile): Bytes =>
  concat(padded(name, nameRoom), encodeBinding(binding));

export function decodeProfile(bytes: Uint8Array): Profile | undefined {
  const text = bytes.length === plainProfileBytes ? unpadded(bytes.subarray(0, nameBytes)) : undefined;
  const name = text === undefined ? undefined : cleanName(text);
  return name === undefined ? undefined : { name, binding: readBinding(bytes.subarray(nameBytes)) };
}

/** The participant's key is in the context: two stewards that give one leaf to two people use two keys. */
const profileKey = (rosterKey: Bytes, leaf: number, participant: Bytes): Bytes =>
  derive(rosterKey, 'profile', concat(u32(leaf), participant), 16);

export const sealProfile = (rosterKey: Bytes, leaf: number, participant: Bytes, profile: Profile): Bytes =>
  sealOnce(profileKey(rosterKey, leaf, participant), participant, encodeProfile(profile));

export function openProfile(
  rosterKey: Bytes,
  leaf: number,
  participant: Bytes,
  sealed: Bytes,
): Profile | undefined {
  const plain = openOnce(profileKey(rosterKey, leaf, participant), participant, sealed);
  return plain && decodeProfile(plain);
}
