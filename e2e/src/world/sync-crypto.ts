import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';

/**
 * WebCrypto answers from a pool of threads, in an order that no seed decides and at a time that no virtual clock knows.
 * Here the same algorithms are computed by the same library in the same turn, so that a history is the same each time
 * it is run. Whatever is not listed here is refused, so that nothing slips back into the pool unseen.
 */
export function answerCryptoInTheSameTurn(): void {
  const { subtle } = globalThis.crypto;
  const replace = (name: keyof SubtleCrypto, value: unknown) =>
    Object.defineProperty(subtle, name, { value, configurable: true, writable: true });
  const importKey = subtle.importKey.bind(subtle);
  replace('encrypt', async (algorithm: AesGcmParams, key: CryptoKey, data: BufferSource) =>
    encrypt(gcm(algorithm), key, data),
  );
  replace('decrypt', async (algorithm: AesGcmParams, key: CryptoKey, data: BufferSource) =>
    decrypt(gcm(algorithm), key, data),
  );
  replace('sign', async (algorithm: unknown, key: CryptoKey, data: BufferSource) =>
    nameOf(algorithm) === 'HMAC'
      ? exact(hmac(key, data))
      : exact(sign(null, view(data), keyObject(key, algorithm))),
  );
  replace(
    'verify',
    async (algorithm: unknown, key: CryptoKey, signature: BufferSource, data: BufferSource) =>
      nameOf(algorithm) === 'HMAC'
        ? timingSafeEqual(hmac(key, data), view(signature))
        : verify(null, view(data), keyObject(key, algorithm), view(signature)),
  );
  replace('deriveBits', async (algorithm: EcdhKeyDeriveParams & HkdfParams, key: CryptoKey, bits: number) =>
    nameOf(algorithm) === 'HKDF' ? hkdf(algorithm, key, bits) : x25519(algorithm, key),
  );
  replace('generateKey', async (algorithm: unknown, extractable: boolean, usages: KeyUsage[]) => {
    if (nameOf(algorithm) !== 'X25519') throw unexpected('generateKey', algorithm);
    const pair = generateKeyPairSync('x25519');
    const { d: _private, ...publicJwk } = pair.privateKey.export({ format: 'jwk' });
    const privateJwk = pair.privateKey.export({ format: 'jwk' });
    return {
      publicKey: await importKey('jwk', publicJwk, 'X25519', true, []),
      privateKey: await importKey('jwk', privateJwk, 'X25519', extractable, usages),
    };
  });
  replace('exportKey', async (format: string, key: CryptoKey) => {
    const jwk = nodeKey(key).export({ format: 'jwk' });
    if (format === 'jwk') return jwk;
    if (format === 'raw' && jwk.x && !jwk.d) return exact(Buffer.from(jwk.x, 'base64url'));
    throw unexpected('exportKey', format);
  });
  for (const name of ['digest', 'wrapKey', 'unwrapKey', 'deriveKey'] as const) {
    replace(name, async () => {
      throw unexpected(name, '');
    });
  }
}

const objects = new WeakMap<CryptoKey, KeyObject>();
const nodeKey = (key: CryptoKey): KeyObject => {
  let object = objects.get(key);
  if (!object) {
    object = KeyObject.from(key as Parameters<typeof KeyObject.from>[0]);
    objects.set(key, object);
  }
  return object;
};

function keyObject(key: CryptoKey, algorithm: unknown): KeyObject {
  if (nameOf(algorithm) !== 'Ed25519') throw unexpected('signature', algorithm);
  return nodeKey(key);
}

const nameOf = (algorithm: unknown): string =>
  typeof algorithm === 'string' ? algorithm : String((algorithm as { name?: unknown } | null)?.name);

const view = (data: BufferSource): Buffer =>
  ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data as ArrayBuffer);

const exact = (data: Buffer): ArrayBuffer => new Uint8Array(data).buffer;

function gcm(algorithm: AesGcmParams): AesGcmParams {
  if (nameOf(algorithm) !== 'AES-GCM') throw unexpected('cipher', algorithm);
  return algorithm;
}

function encrypt({ iv, additionalData }: AesGcmParams, key: CryptoKey, data: BufferSource): ArrayBuffer {
  const object = nodeKey(key);
  const cipher = createCipheriv(cipherFor(object), object, view(iv), { authTagLength: 16 });
  if (additionalData) cipher.setAAD(view(additionalData));
  return exact(Buffer.concat([cipher.update(view(data)), cipher.final(), cipher.getAuthTag()]));
}

function decrypt({ iv, additionalData }: AesGcmParams, key: CryptoKey, data: BufferSource): ArrayBuffer {
  const all = view(data);
  const object = nodeKey(key);
  const cipher = createDecipheriv(cipherFor(object), object, view(iv), { authTagLength: 16 });
  if (additionalData) cipher.setAAD(view(additionalData));
  cipher.setAuthTag(all.subarray(all.length - 16));
  return exact(Buffer.concat([cipher.update(all.subarray(0, all.length - 16)), cipher.final()]));
}

const cipherFor = (key: KeyObject) => (key.symmetricKeySize === 32 ? 'aes-256-gcm' : 'aes-128-gcm');

const hmac = (key: CryptoKey, data: BufferSource): Buffer =>
  createHmac('sha256', nodeKey(key)).update(view(data)).digest();

const hkdf = ({ salt, info }: HkdfParams, key: CryptoKey, bits: number): ArrayBuffer =>
  hkdfSync('sha256', nodeKey(key), view(salt), view(info), bits / 8);

const x25519 = ({ public: publicKey }: EcdhKeyDeriveParams, key: CryptoKey): ArrayBuffer =>
  exact(diffieHellman({ privateKey: nodeKey(key), publicKey: nodeKey(publicKey) }));

const unexpected = (what: string, algorithm: unknown): Error =>
  new Error(`${what} ${nameOf(algorithm)} is not computed in the same turn`);
