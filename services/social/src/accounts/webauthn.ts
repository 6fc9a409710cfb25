import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject, isoBase64URL } from '@simplewebauthn/server/helpers';
import { fromBase64Url } from '@stoa/protocol';
import type { Assertion, CreationOptions, Registration, RequestOptions } from '@stoa/protocol/social';
import { challengeMs } from './challenges.ts';

/** EdDSA, ES256, RS256: what authenticators of today have. */
const algorithms = [-8, -7, -257];

export type NewPasskey = {
  readonly credential: Uint8Array;
  /** COSE. */
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly synced: boolean;
};

export type KnownPasskey = Pick<NewPasskey, 'credential' | 'publicKey' | 'counter'>;

export function creationOptions(of: {
  readonly rpId: string;
  readonly challenge: string;
  /** What the authenticator knows the account by, base64url. */
  readonly user: string;
  readonly handle: string;
  readonly name: string;
  /** Credentials that the account has, base64url: one authenticator does not get two. */
  readonly exclude: readonly string[];
}): CreationOptions {
  return {
    rp: { id: of.rpId, name: 'Stoa' },
    user: { id: of.user, name: of.handle, displayName: of.name },
    challenge: of.challenge,
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout: challengeMs,
    excludeCredentials: of.exclude.map((id) => ({ id, type: 'public-key' })),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    attestation: 'none',
  };
}

export const requestOptions = (rpId: string, challenge: string): RequestOptions => ({
  rpId,
  challenge,
  timeout: challengeMs,
  userVerification: 'required',
});

/** The challenge that a response answers; undefined for anything that is no client data of a page of its own. */
export function answeredChallenge(response: { readonly clientDataJSON: string }): string | undefined {
  try {
    const data: unknown = JSON.parse(isoBase64URL.toUTF8String(response.clientDataJSON));
    if (typeof data !== 'object' || data === null || !('challenge' in data)) return undefined;
    // Framed by another site's page: whoever clicked there did not mean us.
    if ('crossOrigin' in data && data.crossOrigin === true) return undefined;
    return typeof data.challenge === 'string' ? data.challenge : undefined;
  } catch {
    return undefined;
  }
}

type Expected = { readonly origin: string; readonly rpId: string; readonly challenge: string };

/** WebAuthn section 7.1. Undefined unless everything is right. */
export async function newPasskey(
  registration: Registration,
  expected: Expected,
): Promise<NewPasskey | undefined> {
  try {
    if (!selfMade(registration)) return undefined;
    const { transports = [], ...made } = registration.response;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { ...registration, response: { ...made, transports }, clientExtensionResults: {} },
      expectedChallenge: expected.challenge,
      expectedOrigin: expected.origin,
      expectedRPID: expected.rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    const id = verified ? fromBase64Url(registrationInfo.credential.id) : undefined;
    if (!registrationInfo || !id) return undefined;
    return {
      credential: id,
      publicKey: registrationInfo.credential.publicKey,
      counter: registrationInfo.credential.counter,
      transports,
      synced: registrationInfo.credentialBackedUp,
    };
  } catch {
    return undefined;
  }
}

/** We ask for no attestation. A certificate would only make the server look up what it names. */
function selfMade(registration: Registration): boolean {
  const attestation = decodeAttestationObject(isoBase64URL.toBuffer(registration.response.attestationObject));
  const format = attestation.get('fmt');
  return format === 'none' || (format === 'packed' && attestation.get('attStmt').get('x5c') === undefined);
}

/** WebAuthn section 7.2. The new counter, or undefined unless everything is right. */
export async function shownPasskey(
  assertion: Assertion,
  known: KnownPasskey,
  expected: Expected,
): Promise<number | undefined> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...assertion, clientExtensionResults: {} },
      expectedChallenge: expected.challenge,
      expectedOrigin: expected.origin,
      expectedRPID: expected.rpId,
      requireUserVerification: true,
      credential: {
        id: assertion.id,
        publicKey: new Uint8Array(known.publicKey),
        counter: known.counter,
      },
    });
    return verified ? authenticationInfo.newCounter : undefined;
  } catch {
    return undefined;
  }
}
