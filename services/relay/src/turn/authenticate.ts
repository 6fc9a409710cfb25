import { expiryOf, longTermKey } from './credentials.ts';
import { integrityHolds } from './integrity.ts';
import type { Nonces } from './nonces.ts';
import type { Authenticated } from './session-state.ts';
import { firstOf, type StunMessage } from './stun-message.ts';
import { attribute } from './stun-words.ts';

export type Door = {
  readonly secret: string;
  readonly realm: string;
  readonly nonces: Nonces;
};

/**
 * The long-term mechanism as a server has it (RFC 8489, section 9.2.4).
 *
 * @param scope the connection that its nonce must be for
 * @param now for nonces; `unix` for credentials, which end at a time of day. Both in milliseconds
 */
export function authenticate(
  message: StunMessage,
  door: Door,
  scope: number,
  now: number,
  unix: number,
): Authenticated {
  if (message.integrityAt === undefined) return { ok: false, code: 401 };
  const [username, realm, nonce] = [attribute.username, attribute.realm, attribute.nonce].map((type) =>
    firstOf(message, type)?.toString('utf8'),
  );
  if (username === undefined || realm === undefined || nonce === undefined) return { ok: false, code: 400 };
  if (!door.nonces.holds(nonce, scope, now)) return { ok: false, code: 438 };
  const expires = expiryOf(username);
  if (expires === undefined || realm !== door.realm) return { ok: false, code: 401 };
  const key = longTermKey(door.secret, realm, username);
  if (!integrityHolds(message, key)) return { ok: false, code: 401 };
  return { ok: true, username, key, expired: expires <= unix };
}
