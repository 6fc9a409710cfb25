import { type Bytes, concat, own, Reader, same } from '../keys/layout.ts';
import { signedBytes, type Verifier } from '../keys/signature.ts';

/**
 * That a participant key belongs to an account, said by one of the account's devices:
 *
 *   account(16) | device Ed25519(32) | Ed25519(64)          112 B, zeros for somebody without an account
 *
 *   signed = "stoa account binding v1" || H(room) || participant key (32) || account (16)
 *
 * The participant key is fresh at each join, so a binding serves one participation in one room and no other.
 */
export type AccountBinding = { readonly account: Bytes; readonly device: Bytes; readonly signature: Bytes };

export const bindingBytes = 112;

/** What the account's device signs. `room` is the hash of the room's handle. */
export const accountBindingStatement = (
  room: Uint8Array,
  participantKey: Uint8Array,
  account: Uint8Array,
): Bytes => signedBytes('account binding', room, participantKey, account);

/** Throws a RangeError when a part has another size than its own. */
export function encodeBinding(binding: AccountBinding | undefined): Bytes {
  if (!binding) return new Uint8Array(bindingBytes);
  const { account, device, signature } = binding;
  if (account.length !== 16 || device.length !== 32 || signature.length !== 64)
    throw new RangeError('an account binding is 16, 32 and 64 bytes');
  return concat(account, device, signature);
}

/** Undefined when there is none: its account is zeros, whatever follows. Nothing is checked here. */
export function readBinding(bytes: Uint8Array): AccountBinding | undefined {
  const reader = new Reader(bytes);
  const binding = { account: reader.bytes(16), device: reader.bytes(32), signature: reader.bytes(64) };
  return reader.complete() && binding.account.some((byte) => byte !== 0) ? binding : undefined;
}

/** Did that device say it of this participant, in this room? */
export const bindingHolds = (
  binding: AccountBinding,
  room: Uint8Array,
  participantKey: Uint8Array,
  verifier: Verifier,
): Promise<boolean> =>
  verifier.verify(
    binding.device,
    binding.signature,
    accountBindingStatement(room, participantKey, own(binding.account)),
  );

export const sameBinding = (a: AccountBinding | undefined, b: AccountBinding | undefined): boolean =>
  same(encodeBinding(a), encodeBinding(b));
