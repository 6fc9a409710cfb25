import type { OwnDevice } from '@stoa/e2ee/direct';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The two key pairs of a device. WebCrypto keeps the private halves to itself: no script can read them, and a browser
 * can store the objects as they are (IndexedDB).
 */
export type DeviceKeys = { readonly signing: CryptoKeyPair; readonly opening: CryptoKeyPair };

/** A browser without Ed25519 or X25519 in WebCrypto (before Chromium 137, Firefox 130, Safari 17). */
export class NoDeviceKeys extends Error {
  constructor() {
    super('This browser cannot make the keys of a device.');
  }
}

/** New keys. Rejects with `NoDeviceKeys`. */
export async function makeDeviceKeys(subtle: SubtleCrypto | undefined): Promise<DeviceKeys> {
  if (!subtle) throw new NoDeviceKeys();
  try {
    const [signing, opening] = await Promise.all([
      subtle.generateKey('Ed25519', false, ['sign', 'verify']),
      subtle.generateKey('X25519', false, ['deriveBits']),
    ]);
    return { signing: signing as CryptoKeyPair, opening: opening as CryptoKeyPair };
  } catch {
    throw new NoDeviceKeys();
  }
}

/** What a device is but for its name: public halves, and what signs and opens with the private ones. */
export type KeyedDevice = Omit<OwnDevice, 'id' | 'account'>;

export async function keyedDevice(
  { signing, opening }: DeviceKeys,
  subtle: SubtleCrypto,
): Promise<KeyedDevice> {
  const [signKey, sealKey] = await Promise.all(
    [signing, opening].map(async ({ publicKey }) => new Uint8Array(await subtle.exportKey('raw', publicKey))),
  );
  if (!signKey || !sealKey) throw new NoDeviceKeys();
  const sign = async (bytes: Bytes) =>
    new Uint8Array(await subtle.sign('Ed25519', signing.privateKey, bytes));
  return {
    signKey,
    sealKey,
    signer: { publicKey: signKey, sign },
    pair: { publicKey: sealKey, pair: opening },
  };
}
