import { cleanTitle, type Policy } from '@stoa/protocol';
import {
  cardVersion,
  decodeFence,
  deploymentKeyBytes,
  encodeFence,
  type Fence,
  fenceBytes,
} from '@stoa/protocol/fleet';
import { derive, hash } from '../keys/derive.ts';
import { type Bytes, concat, Reader, u8, u16 } from '../keys/layout.ts';
import { openOnce, sealOnce } from '../keys/sealing.ts';
import { type SigningKey, signedBytes, type Verifier } from '../keys/signature.ts';
import { type Chain, chainHolds, encodeChain, readChain } from './certificate.ts';
import { fitsLink, type Link, needsSecret } from './link.ts';
import { padded, unpadded } from './padded-text.ts';

/**
 * What a newcomer gets before anything else, checked against the link:
 *
 *   version:u8=2 | roomKey(32) | policy:u8 | generation:u16 | admissionKey(32) | fence(116) | deployment(32)
 *     | title(482 or 498) | Chain | Ed25519(64)
 *
 * Signed by the last device of the chain, whose first link says whether the room is strict. The title is
 * length:u16 || UTF-8 || zeros (482 B); in link and knock rooms it is sealed under the link's secret:
 * AES-128-GCM(HKDF(secret, "stoa title v1" || H(roomKey) || generation), ...). The fence is `@stoa/protocol/fleet`'s, in
 * one size whatever it says; control reads it in its place.
 */
export type Card = {
  readonly roomKey: Bytes;
  readonly policy: Policy;
  readonly generation: number;
  /** X25519 key that requests are sealed to. */
  readonly admissionKey: Bytes;
  /** What the room's traffic may touch, for as long as the room lives. */
  readonly fence: Fence;
  /** Ed25519 key of the deployment that it was opened at; undefined when its host knew none (zeros). */
  readonly deployment: Bytes | undefined;
  readonly titleBytes: Bytes;
  readonly chain: Chain;
};

const policies: readonly Policy[] = ['open', 'link', 'knock'];
const titleRoom = 480;
const plainTitle = titleRoom + 2;

const titleKey = (secret: Bytes, roomKey: Bytes, generation: number): Bytes =>
  derive(secret, 'title', concat(hash(roomKey), u16(generation)), 16);

export function sealTitle(
  title: string,
  roomKey: Bytes,
  generation: number,
  secret: Bytes | undefined,
): Bytes {
  const plain = padded(title, titleRoom);
  return secret ? sealOnce(titleKey(secret, roomKey, generation), roomKey, plain) : plain;
}

export function openTitle(card: Card, secret: Bytes | undefined): string | undefined {
  const { titleBytes, roomKey, generation } = card;
  const closed = needsSecret(card.policy);
  if (closed && !secret) return undefined;
  const plain =
    closed && secret ? openOnce(titleKey(secret, roomKey, generation), roomKey, titleBytes) : titleBytes;
  const title = plain && unpadded(plain);
  return title === undefined ? undefined : cleanTitle(title);
}

export async function signCard(card: Card, room: Bytes, signer: SigningKey): Promise<Bytes> {
  const body = concat(
    u8(cardVersion),
    card.roomKey,
    u8(policies.indexOf(card.policy)),
    u16(card.generation),
    card.admissionKey,
    encodeFence(card.fence),
    card.deployment ?? new Uint8Array(deploymentKeyBytes),
    card.titleBytes,
    encodeChain(card.chain),
  );
  return concat(body, await signer.sign(signedBytes('card', room, body)));
}

export type CardVerdict =
  | { readonly is: 'good'; readonly card: Card; readonly title: string }
  | { readonly is: 'wrongLink' | 'secretMissing' | 'otherVersion' };

export async function readCard(
  bytes: Uint8Array,
  room: Bytes,
  link: Link,
  verifier: Verifier,
): Promise<CardVerdict> {
  const reader = new Reader(bytes);
  const readVersion = reader.u8();
  const roomKey = reader.bytes(32);
  const policy = policies[reader.u8()];
  const generation = reader.u16();
  const admissionKey = reader.bytes(32);
  const fence = decodeFence(reader.bytes(fenceBytes));
  const deploymentKey = reader.bytes(deploymentKeyBytes);
  const titleBytes = reader.bytes(policy && needsSecret(policy) ? plainTitle + 16 : plainTitle);
  const chain = readChain(reader);
  const body = reader.before();
  const signature = reader.bytes(64);
  // Nothing else of another version is read: where what stands there is that version's business.
  if (readVersion !== cardVersion) return { is: 'otherVersion' };
  if (!policy || !chain || !fence || !reader.complete()) return { is: 'wrongLink' };
  if (!fitsLink(link, roomKey)) return { is: 'wrongLink' };
  const last = chain.at(-1);
  if (!last || !(await chainHolds(verifier, room, roomKey, chain, last))) return { is: 'wrongLink' };
  if (!(await verifier.verify(last.key, signature, signedBytes('card', room, body)))) {
    return { is: 'wrongLink' };
  }
  if (needsSecret(policy) && !link.secret) return { is: 'secretMissing' };
  const deployment = deploymentKey.some((byte) => byte !== 0) ? deploymentKey : undefined;
  const card: Card = { roomKey, policy, generation, admissionKey, fence, deployment, titleBytes, chain };
  const title = openTitle(card, link.secret);
  // With a valid signature only the secret can be wrong.
  return title === undefined ? { is: 'wrongLink' } : { is: 'good', card, title };
}
