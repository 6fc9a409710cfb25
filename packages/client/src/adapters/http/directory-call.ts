import { type DirectoryAnswer, directoryAnswerSchema } from '@stoa/protocol/fleet';

const patienceMs = 5_000;

/** GET /api/directory at `server` (an origin). Nothing about anybody is asked for. Undefined when that fails. */
export async function directoryCall(
  server: string,
  call: typeof fetch = fetch,
): Promise<DirectoryAnswer | undefined> {
  const response = await call(`${server}/api/directory`, {
    cache: 'no-store',
    credentials: 'omit',
    // Where else it leads is not in any list that was checked.
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(patienceMs),
  });
  if (!response.ok) return undefined;
  return directoryAnswerSchema.safeParse(await response.json()).data;
}

/** Ed25519 by the platform's WebCrypto. */
export async function verifyEd25519(
  key: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<boolean> {
  try {
    const { subtle } = globalThis.crypto;
    const imported = await subtle.importKey('raw', new Uint8Array(key), 'Ed25519', false, ['verify']);
    return await subtle.verify('Ed25519', imported, new Uint8Array(signature), new Uint8Array(message));
  } catch {
    return false;
  }
}
