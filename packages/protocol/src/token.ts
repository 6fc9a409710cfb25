import { concat, fromBase64Url, toBase64Url } from './bytes.ts';
import { type JoinToken, joinToken, type RoomHandle, roomHandle, type Subject, subject } from './opaque.ts';

/**
 * Join token: the app's word that the holder of one fresh key may come to one room, soon and once.
 *
 *   version:u8=1 | audience(16) | room(16) | SHA-256(key)(32) | subject(16) | grants:u8 | expires:u64 ms | jti(16) | Ed25519(64)
 */
export type TokenClaims = {
  /** First 16 bytes of SHA-256 of the app's public key: which deployment it is for. */
  readonly audience: Uint8Array;
  readonly room: RoomHandle;
  /** SHA-256 of the participant's Ed25519 key: the token is worthless without the private half. */
  readonly keyHash: Uint8Array;
  readonly subject: Subject;
  readonly grants: TokenGrants;
  /** Unix time, ms. */
  readonly expires: number;
  readonly jti: Uint8Array;
};

/** Everybody enters as a listener; only the opener of a room has more. */
export type TokenGrants = { readonly open: boolean };

export const tokenLifetimeMs = 60_000;
const bodyBytes = 1 + 16 + 16 + 32 + 16 + 1 + 8 + 16;
const signatureBytes = 64;
const domain = new Uint8Array([...'stoa join-token v1'].map((c) => c.charCodeAt(0)));

export type Sign = (message: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;
export type Verify = (
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
) => Promise<boolean>;

export async function signToken(claims: TokenClaims, sign: Sign): Promise<JoinToken> {
  const body = new Uint8Array(bodyBytes);
  const room = fixed(claims.room.reveal(), 16);
  const person = fixed(claims.subject.reveal(), 16);
  body[0] = 1;
  body.set(claims.audience, 1);
  body.set(room, 17);
  body.set(claims.keyHash, 33);
  body.set(person, 65);
  body[81] = claims.grants.open ? 1 : 0;
  new DataView(body.buffer).setBigUint64(82, BigInt(claims.expires));
  body.set(claims.jti, 90);
  return joinToken(toBase64Url(concat(body, await sign(concat(domain, body)))));
}

/** Undefined when malformed or not signed by the app. Expiry, audience and single use are the caller's to check. */
export async function openToken(token: JoinToken, verify: Verify): Promise<TokenClaims | undefined> {
  const all = fromBase64Url(token.reveal());
  if (!all || all.length !== bodyBytes + signatureBytes || all[0] !== 1 || all[81]! > 1) return undefined;
  const body = all.slice(0, bodyBytes);
  if (!(await verify(all.slice(bodyBytes), concat(domain, body)))) return undefined;
  return {
    audience: body.slice(1, 17),
    room: roomHandle(toBase64Url(body.subarray(17, 33))),
    keyHash: body.slice(33, 65),
    subject: subject(toBase64Url(body.subarray(65, 81))),
    grants: { open: body[81] === 1 },
    expires: Number(new DataView(body.buffer).getBigUint64(82)),
    jti: body.slice(90, 106),
  };
}

/** Which room a token is for, whoever wrote it: to find out who is to check it. */
export function roomOfToken(token: JoinToken): RoomHandle | undefined {
  const all = fromBase64Url(token.reveal());
  if (all?.length !== bodyBytes + signatureBytes) return undefined;
  return roomHandle(toBase64Url(all.subarray(17, 33)));
}

function fixed(text: string, length: number): Uint8Array {
  const value = fromBase64Url(text);
  if (value?.length !== length) throw new RangeError(`expected ${length} bytes of base64url`);
  return value;
}
