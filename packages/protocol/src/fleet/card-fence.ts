import type { Fence } from './fence.ts';
import { decodeFence, fenceBytes } from './fence-bytes.ts';

/**
 * A room's card begins, for whoever holds no key, with:
 *
 *   version:u8=2 | roomKey(32) | policy:u8 | generation:u16 | admissionKey(32) | fence(116) | deployment(32) | ...
 */
export const cardVersion = 2;
const fenceAt = 1 + 32 + 1 + 2 + 32;
const deploymentAt = fenceAt + fenceBytes;
export const deploymentKeyBytes = 32;

/** What the room's host demanded, as far as control may know it. Undefined for anything but a card of this version. */
export function fenceOfCard(card: Uint8Array): Fence | undefined {
  if (card[0] !== cardVersion || card.length < deploymentAt + deploymentKeyBytes) return undefined;
  return decodeFence(card.subarray(fenceAt, deploymentAt));
}

/** The key of the deployment that the room was made at; zeros when its host knew none. */
export function deploymentOfCard(card: Uint8Array): Uint8Array | undefined {
  if (card[0] !== cardVersion || card.length < deploymentAt + deploymentKeyBytes) return undefined;
  return card.slice(deploymentAt, deploymentAt + deploymentKeyBytes);
}
