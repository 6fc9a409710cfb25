import { gcm } from '@noble/ciphers/aes.js';
import { hash } from '../keys/derive.ts';
import { type Bytes, concat, own, u32, u64 } from '../keys/layout.ts';
import { type SigningKey, signedBytes, type Verifier } from '../keys/signature.ts';
import {
  associated,
  encodeHeader,
  encodeNameless,
  encodeSigned,
  type MessageHeader,
  nonceBytes,
  readNameless,
  readSealed,
  readSigned,
  type Sealed,
} from './message-format.ts';
import type { MessageKey } from './message-keys.ts';

export type Written = {
  readonly leaf: number;
  /** Rises with each message of this author. */
  readonly counter: number;
  readonly time: number;
  readonly body: Bytes;
};
/** A message with what proves it to a third person (M10). */
export type SignedMessage = Written & { readonly signature: Bytes };

/** What the author signs: all of it means the same without any key of the room. */
const statement = (room: Bytes, { leaf, counter, time, body }: Written): Bytes =>
  signedBytes('message', room, u32(leaf), u32(counter), u64(time), hash(body));

/** `nonce` is fresh: `nonceBytes` from a strong source. Throws a RangeError for a body that is too long. */
export async function sealSigned(
  room: Bytes,
  by: MessageKey,
  written: Written,
  signer: SigningKey,
  nonce: Uint8Array,
): Promise<Bytes> {
  const signature = await signer.sign(statement(room, written));
  const header = { kind: 'signed', epoch: by.epoch, step: by.step, leaf: written.leaf } as const;
  return seal(room, by, header, nonce, encodeSigned({ ...written, signature }));
}

export function sealNameless(room: Bytes, by: MessageKey, body: Uint8Array, nonce: Uint8Array): Bytes {
  const header = { kind: 'nameless', epoch: by.epoch, step: by.step, leaf: 0 } as const;
  return seal(room, by, header, nonce, encodeNameless(body));
}

function seal(room: Bytes, by: MessageKey, header: MessageHeader, nonce: Uint8Array, inside: Bytes): Bytes {
  if (nonce.length !== nonceBytes) throw new RangeError(`A nonce has ${nonceBytes} bytes.`);
  const box = gcm(by.key, nonce, associated(room, header)).encrypt(inside);
  return concat(encodeHeader(header), own(nonce), own(box));
}

export type Opened =
  | { readonly kind: 'signed'; readonly message: SignedMessage }
  | { readonly kind: 'nameless'; readonly body: Bytes };

/** Undefined when it is not a message, or was not sealed by this key for this room. The author is not checked yet. */
export function openMessage(room: Bytes, by: MessageKey, sealed: Sealed): Opened | undefined {
  const { header, nonce, box } = sealed;
  if (header.epoch !== by.epoch || header.step !== by.step) return undefined;
  let inside: Uint8Array;
  try {
    inside = gcm(by.key, nonce, associated(room, header)).decrypt(box);
  } catch {
    return undefined;
  }
  if (header.kind === 'nameless') {
    const body = readNameless(inside);
    return body && { kind: 'nameless', body };
  }
  const read = readSigned(inside);
  return read && { kind: 'signed', message: { ...read, leaf: header.leaf } };
}

/** Did the holder of `author` write it, in this room? */
export const isBy = (
  room: Bytes,
  message: SignedMessage,
  author: Uint8Array,
  verifier: Verifier,
): Promise<boolean> => verifier.verify(author, message.signature, statement(room, message));

export { readSealed };
