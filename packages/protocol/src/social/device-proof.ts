import { concat, fromBase64Url } from '../bytes.ts';
import type { AccountId } from './ids.ts';

const domain = new Uint8Array([...'stoa device keys v1'].map((c) => c.charCodeAt(0)));

/** What a device signs to show that it holds the key it publishes: domain | account(16) | x25519(32). */
export function deviceProofBytes(account: AccountId, x25519: Uint8Array): Uint8Array<ArrayBuffer> {
  const id = fromBase64Url(account.reveal());
  if (!id) throw new TypeError('This is no id.');
  return concat(domain, id, x25519);
}
