import type { ClientMessage, Leaf } from '@stoa/protocol';
import type { Keys, Offer } from './ports.ts';
import type { Ticket } from './ticket.ts';

/** What a device says of itself on a socket: each proven with its key, for the challenge of that socket. */

/** `open` or `join`, once in a life. */
export async function introduction(
  keys: Keys,
  nonce: Uint8Array,
  ticket: Ticket,
  offer: Offer,
): Promise<ClientMessage> {
  const { token, introduction } = ticket;
  const [proof, wish] = await Promise.all([keys.proveJoin(nonce, token, offer.fingerprint), offer.wish?.()]);
  const common = {
    ...{ token, key: new Uint8Array(keys.key), proof: new Uint8Array(proof), offer: offer.text },
    ...(wish && { wish }),
  };
  if ('request' in introduction) {
    return { t: 'join', ...common, request: new Uint8Array(introduction.request) };
  }
  const { fragment: _secret, ...opening } = introduction.opening;
  return { t: 'open', ...common, ...opening };
}

/** Where a device stands: its seat, and the last event and head that it saw. */
export type Standing = { readonly leaf: Leaf; readonly seen: number; readonly headSeq: number };

export async function resumption(
  keys: Keys,
  nonce: Uint8Array,
  ticket: Ticket,
  standing: Standing & { readonly mail: number },
): Promise<ClientMessage> {
  const proof = new Uint8Array(await keys.proveResume(nonce));
  return { t: 'resume', room: ticket.card.room, proof, ...standing };
}

/** `next`: for a second transport, its number. */
export async function newOffer(
  keys: Keys,
  nonce: Uint8Array,
  offer: Offer,
  next?: number,
): Promise<ClientMessage> {
  const [proof, wish] = await Promise.all([keys.proveOffer(nonce, offer.fingerprint), offer.wish?.()]);
  return {
    t: 'offer',
    offer: offer.text,
    proof: new Uint8Array(proof),
    ...(wish && { wish }),
    ...(next !== undefined && { next }),
  };
}
