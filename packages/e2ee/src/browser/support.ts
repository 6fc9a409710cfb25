/** Whether this browser can take part at all. There is no lesser mode: what is missing here means a refusal to join. */

export type MissingSupport =
  /** The page is not served over HTTPS (or localhost), so there is no WebCrypto. */
  | 'insecure-context'
  /** No RTCRtpScriptTransform: Chrome before 141, Firefox before 117, Safari before 15.4. */
  | 'no-frame-transform'
  | 'no-ed25519'
  | 'no-x25519';

export type EncryptedAudioSupport =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: MissingSupport };

/** The part of a page's global object that is looked at. */
export interface SupportScope {
  readonly RTCRtpScriptTransform?: unknown;
  readonly crypto?: { readonly subtle?: SubtleCrypto };
}

/** Tries the key types for real: some browsers know the names and still refuse. Never rejects. */
export async function supportsEncryptedAudio(
  scope: SupportScope = globalThis,
): Promise<EncryptedAudioSupport> {
  const subtle = scope.crypto?.subtle;
  if (subtle === undefined) return { ok: false, reason: 'insecure-context' };
  if (typeof scope.RTCRtpScriptTransform !== 'function') return { ok: false, reason: 'no-frame-transform' };
  if (!(await signs(subtle))) return { ok: false, reason: 'no-ed25519' };
  if (!(await agrees(subtle))) return { ok: false, reason: 'no-x25519' };
  return { ok: true };
}

async function signs(subtle: SubtleCrypto): Promise<boolean> {
  try {
    const keys = (await subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
    const bytes = new Uint8Array(1);
    const signature = await subtle.sign('Ed25519', keys.privateKey, bytes);
    return await subtle.verify('Ed25519', keys.publicKey, signature, bytes);
  } catch {
    return false;
  }
}

async function agrees(subtle: SubtleCrypto): Promise<boolean> {
  try {
    const keys = (await subtle.generateKey('X25519', false, ['deriveBits'])) as CryptoKeyPair;
    const bits = await subtle.deriveBits({ name: 'X25519', public: keys.publicKey }, keys.privateKey, 256);
    return bits.byteLength === 32;
  } catch {
    return false;
  }
}
