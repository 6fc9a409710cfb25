import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { Assertion, CreationOptions, Registration, RequestOptions } from '@stoa/protocol/social';

/** What an attacker, or a broken device, does otherwise than it should. */
export type Deviation = {
  readonly origin?: string;
  readonly challenge?: string;
  readonly rpId?: string;
  readonly userVerified?: boolean;
  readonly counter?: number;
  readonly type?: string;
  readonly userHandle?: string;
  readonly crossOrigin?: boolean;
  /** Claims this credential while it signs with its own key. */
  readonly credential?: Buffer;
};

type Credential = {
  readonly id: Buffer;
  readonly key: KeyObject;
  readonly user: string;
  readonly rpId: string;
  counter: number;
};

/**
 * An authenticator of our own: ES256, discoverable, no attestation. It makes what a browser would hand to the page
 * (WebAuthn Level 3, sections 5.8.1 and 6.1), and wrong versions of it where a test says so.
 */
export class SoftAuthenticator {
  readonly credentials: Credential[] = [];
  readonly #origin: () => string;

  constructor(origin: () => string) {
    this.#origin = origin;
  }

  create(options: CreationOptions, deviation: Deviation = {}): Registration {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const credential: Credential = {
      id: deviation.credential ?? randomBytes(16),
      key: privateKey,
      user: options.user.id,
      rpId: options.rp.id,
      counter: 0,
    };
    const cose = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ]);
    const attested = Buffer.concat([Buffer.alloc(16), lengthOf(credential.id), credential.id, cose]);
    const data = Buffer.concat([this.#authenticatorData(credential, deviation, 0x40), attested]);
    // { "fmt": "none", "attStmt": {}, "authData": bytes }
    const attestation = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746159', 'hex'),
      lengthOf(data),
      data,
    ]);
    this.credentials.push(credential);
    const id = credential.id.toString('base64url');
    return {
      id,
      rawId: id,
      type: 'public-key',
      response: {
        clientDataJSON: this.#clientData('webauthn.create', options.challenge, deviation).toString(
          'base64url',
        ),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  get(options: RequestOptions, deviation: Deviation = {}, which = 0): Assertion {
    const credential = this.credentials.filter(({ rpId }) => rpId === options.rpId)[which];
    if (!credential) throw new Error('This authenticator has no such credential.');
    credential.counter = deviation.counter ?? credential.counter + 1;
    const data = this.#authenticatorData(credential, deviation, 0);
    const clientData = this.#clientData('webauthn.get', options.challenge, deviation);
    const hash = createHash('sha256').update(clientData).digest();
    const id = (deviation.credential ?? credential.id).toString('base64url');
    return {
      id,
      rawId: id,
      type: 'public-key',
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', Buffer.concat([data, hash]), credential.key).toString('base64url'),
        userHandle: deviation.userHandle ?? credential.user,
      },
    };
  }

  #clientData(type: string, challenge: string, deviation: Deviation): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: deviation.type ?? type,
        challenge: deviation.challenge ?? challenge,
        origin: deviation.origin ?? this.#origin(),
        crossOrigin: deviation.crossOrigin ?? false,
      }),
    );
  }

  /** rpIdHash | flags (user present, user verified, attested data) | counter */
  #authenticatorData(credential: Credential, deviation: Deviation, more: number): Buffer {
    const flags = 0x01 | ((deviation.userVerified ?? true) ? 0x04 : 0) | more;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(credential.counter);
    const rpIdHash = createHash('sha256')
      .update(deviation.rpId ?? credential.rpId)
      .digest();
    return Buffer.concat([rpIdHash, Buffer.of(flags), counter]);
  }
}

const lengthOf = (bytes: Buffer): Buffer => {
  const out = Buffer.alloc(2);
  out.writeUInt16BE(bytes.length);
  return out;
};
