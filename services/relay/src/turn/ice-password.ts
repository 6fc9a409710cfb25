import { createHmac } from 'node:crypto';

/**
 * The relay's ICE password of a connection, from its ufrag and a key that relays and TURN of a deployment share. So
 * TURN can mend a check (see `tie-breaker.ts`) without asking anybody. 32 characters; without the key as good as random.
 */
export const icePassword = (key: Uint8Array, ufrag: string): string =>
  createHmac('sha256', key)
    .update('stoa ice password v1\0')
    .update(ufrag)
    .digest()
    .subarray(0, 24)
    .toString('base64');
