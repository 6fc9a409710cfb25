import { createHash, createHmac } from 'node:crypto';

/** What a client is given to use TURN with; good for one session, for a while. */
export type TurnCredential = {
  readonly username: string;
  readonly credential: string;
  /** Milliseconds since 1970: no allocation is made with it later; those that are there stay. */
  readonly expires: number;
};

/**
 * A password from a name and a secret that only servers share, so that nothing has to be stored: the form of
 * draft-uberti-behave-turn-rest-00, which coturn reads too (`static-auth-secret`).
 *
 * @param random at least 8 bytes, fresh for each: they are the session whose allocations are counted
 */
export function turnCredential(secret: string, random: Uint8Array, expires: number): TurnCredential {
  const username = `${Math.floor(expires / 1_000)}:${Buffer.from(random).toString('hex')}`;
  return { username, credential: passwordOf(secret, username), expires };
}

/** When the credential of that name ends, in milliseconds since 1970; undefined for a name that is none of ours. */
export function expiryOf(username: string): number | undefined {
  const seconds = /^(\d{1,12}):[0-9a-f]{16,64}$/.exec(username)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}

/** Key of the long-term mechanism (RFC 8489, section 9.2.2). MD5 is the protocol's; the password is an HMAC. */
export const longTermKey = (secret: string, realm: string, username: string): Buffer =>
  createHash('md5')
    .update(`${username}:${realm}:${passwordOf(secret, username)}`)
    .digest();

const passwordOf = (secret: string, username: string): string =>
  createHmac('sha1', secret).update(username).digest('base64');
