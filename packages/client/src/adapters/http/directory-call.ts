import { type DirectoryAnswer, directoryAnswerSchema } from '@stoa/protocol/fleet';
import { askDirectory } from './deployment-calls.ts';

const patienceMs = 5_000;

/** What the deployment at `server` (an origin) says. Undefined when it refuses, or says something else. */
export async function directoryCall(
  server: string,
  call: typeof fetch = fetch,
): Promise<DirectoryAnswer | undefined> {
  const response = await askDirectory(server, patienceMs, call);
  if (!response.ok) return undefined;
  return directoryAnswerSchema.safeParse(await response.json()).data;
}

/** The way for blocked networks, if the deployment at `server` (an origin) has one. Rejects when it does not say. */
export async function askForTurn(
  server: string,
  call: typeof fetch = fetch,
): Promise<DirectoryAnswer['turn']> {
  const response = await askDirectory(server, patienceMs, call);
  return directoryAnswerSchema.parse(await response.json()).turn;
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
