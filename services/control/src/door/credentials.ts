import { createHash } from 'node:crypto';
import {
  type ClientMessageOf,
  dtlsFingerprint,
  joinProofBytes,
  openToken,
  type TokenClaims,
  tokenLifetimeMs,
} from '@stoa/protocol';
import type { Clock, DoorFault, TokenAuthority, VerifySignature } from '../ports.ts';
import { UsedTokens } from './used-tokens.ts';

/** How far ahead another machine's clock may be that wrote the token. A late clock only shortens a token's life. */
const skewMs = 60_000;

/** Checks what `open` and `join` show: a fresh token for us, its key, and the key's word for this very transport. */
export class Credentials {
  readonly #authority: TokenAuthority;
  readonly #verify: VerifySignature;
  readonly #clock: Clock;
  readonly #used = new UsedTokens();

  constructor(authority: TokenAuthority, verify: VerifySignature, clock: Clock) {
    this.#authority = authority;
    this.#verify = verify;
    this.#clock = clock;
  }

  /** Uses the token up when everything is right. */
  async check(
    message: ClientMessageOf<'open'> | ClientMessageOf<'join'>,
    nonce: Uint8Array,
  ): Promise<TokenClaims | DoorFault> {
    const { key } = this.#authority;
    const claims = await openToken(message.token, (signature, body) => this.#verify(key, signature, body));
    if (!claims) return 'tokenMalformed';
    if (!same(claims.audience, this.#authority.audience)) return 'tokenOfOthers';
    const now = this.#clock.unix();
    if (claims.expires <= now) return 'tokenExpired';
    if (claims.expires > now + tokenLifetimeMs + skewMs) return 'tokenFromFuture';
    if (claims.grants.open !== (message.t === 'open')) return 'tokenWrongGrant';
    if (!same(claims.keyHash, sha256(message.key))) return 'tokenStolen';
    const fingerprint = dtlsFingerprint(message.offer);
    if (!fingerprint) return 'offerWithoutFingerprint';
    const proven = joinProofBytes(nonce, message.token, fingerprint);
    if (!(await this.#verify(message.key, message.proof, proven))) return 'proofWrong';
    return this.#used.use(claims.jti, claims.expires, now) ? claims : 'tokenUsed';
  }
}

const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest();
const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);
