import type { LinkFragment, Policy, RoomHandle } from '@stoa/protocol';
import type { Fence } from '@stoa/protocol/fleet';
import { readCard } from '../admission/card.ts';
import { isStrict } from '../admission/certificate.ts';
import { readFragment, roomHash } from '../admission/link.ts';
import { Verifier } from '../keys/signature.ts';

/** What a room says of itself to whoever has its link, before anybody asks to come in. */
export type CardFacts = {
  readonly title: string;
  readonly policy: Policy;
  readonly strict: boolean;
  readonly fence: Fence;
  /** Ed25519 key of the deployment, as the room's host signed it. */
  readonly deployment: Uint8Array | undefined;
};

/** Undefined for a card that is not this link's: nothing of it is to be shown. */
export async function readCardFacts(
  card: Uint8Array,
  room: RoomHandle,
  fragment: LinkFragment,
  subtle: SubtleCrypto = globalThis.crypto.subtle,
): Promise<CardFacts | undefined> {
  const link = readFragment(fragment);
  const verdict = link && (await readCard(card, roomHash(room), link, new Verifier(subtle)));
  if (verdict?.is !== 'good') return undefined;
  const { policy, chain, fence, deployment } = verdict.card;
  return { title: verdict.title, policy, strict: isStrict(chain), fence, deployment };
}
