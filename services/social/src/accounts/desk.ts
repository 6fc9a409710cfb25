import { createHmac } from 'node:crypto';
import type { AccountId, Me, Registration, SessionId } from '@stoa/protocol/social';
import type { House } from '../feature.ts';
import { Refusal } from '../http/refusal.ts';
import { idOf, newId } from '../store/ids.ts';
import { Challenges, type Purpose } from './challenges.ts';
import { type Db, imageIdOf, insertSession, passkeysOf, profileOf, recoveryOf } from './queries.ts';
import { newSecretToken } from './secret-token.ts';
import { answeredChallenge, type NewPasskey, newPasskey } from './webauthn.ts';

type From = { readonly origin: string | undefined; readonly now: number };

/** What the answers about accounts share. */
export class Desk {
  readonly house: House;
  readonly challenges: Challenges;

  constructor(house: House) {
    this.house = house;
    this.challenges = new Challenges(house.options.secret, house.random);
  }

  get rpId(): string {
    return this.house.options.site.host;
  }

  /** Ceremonies happen on a page: what an authenticator signed must name the page that brings it. */
  origin({ origin }: From): string {
    if (origin) return origin;
    throw new Refusal('malformed', 'Passkeys are used on a page of this site.');
  }

  /** The challenge that this answers, if it is ours, unused and for this; used up by that. */
  challenge(response: { readonly clientDataJSON: string }, purpose: Purpose, about: string, { now }: From) {
    const challenge = answeredChallenge(response);
    return challenge !== undefined && this.challenges.use(challenge, purpose, about, now)
      ? challenge
      : undefined;
  }

  /** A checked new passkey, with the challenge that it answered. */
  async enrolled(
    registration: Registration,
    purpose: Purpose,
    about: string,
    from: From,
  ): Promise<{ readonly passkey: NewPasskey; readonly challenge: string }> {
    const origin = this.origin(from);
    const challenge = this.challenge(registration.response, purpose, about, from);
    const passkey = challenge && (await newPasskey(registration, { origin, rpId: this.rpId, challenge }));
    if (passkey) return { passkey, challenge };
    throw new Refusal('malformed', 'This passkey cannot be used: begin again.');
  }

  /** What an authenticator is told at sign-up, and the account keeps: known at both ends without keeping it between. */
  passkeyUser(challenge: string): Buffer {
    const mac = createHmac('sha256', this.house.options.secret)
      .update('stoa passkey user v1\0')
      .update(challenge);
    return mac.digest().subarray(0, 16);
  }

  /** A new session of somebody who just showed a passkey. The caller sets the cookie when it is stored. */
  async startSession(db: Db, account: AccountId, label: string, now: number) {
    const session = newId('session', this.house.random);
    const { token, hash } = newSecretToken(this.house.random);
    await insertSession(db, { id: session, account, hash, label }, now);
    return { session, token };
  }

  async me(account: AccountId, session: SessionId | undefined): Promise<Me> {
    const { db } = this.house;
    const [profile, passkeys, recovery] = await Promise.all([
      profileOf(db, account),
      passkeysOf(db, account),
      recoveryOf(db, account),
    ]);
    if (!profile) throw new Refusal('signedOut', 'This account is gone.');
    const waiting = passkeys.find((each) => each.usable_at !== null)?.usable_at;
    const image = imageIdOf(profile.image);
    return {
      id: account,
      ...(session ? { session } : {}),
      handle: profile.handle,
      name: profile.name,
      bio: profile.bio,
      links: profile.links,
      ...(image ? { image } : {}),
      operator: profile.operator,
      joinedOn: profile.created_on,
      passkeys: passkeys.filter((each) => each.usable_at === null).length,
      recovery: { code: recovery !== undefined, ...(waiting ? { usableAt: waiting.getTime() } : {}) },
      deviceGeneration: profile.device_generation,
    };
  }

  /** All pages of the person ask again what they show of it. */
  meChanged(account: AccountId): void {
    this.house.live.tell(account, { t: 'meChanged' });
  }
}

export const credentialText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
export const accountOf = (uuid: string): AccountId => idOf('account', uuid);
