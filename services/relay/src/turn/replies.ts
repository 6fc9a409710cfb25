import type { StunDraft, StunMessage } from './stun-message.ts';
import { attribute, type ErrorCode, errorReasons, messageClass } from './stun-words.ts';

export const successReply = (
  { method, transaction }: StunMessage,
  attributes: StunDraft['attributes'],
): StunDraft => ({ method, class: messageClass.success, transaction, attributes });

/** `unknown`: the attributes that a 420 names. */
export const errorReply = (
  { method, transaction }: StunMessage,
  code: ErrorCode,
  unknown: readonly number[] = [],
): StunDraft => ({
  method,
  class: messageClass.error,
  transaction,
  attributes: [
    { type: attribute.errorCode, value: errorValue(code) },
    ...(code === 420 ? [{ type: attribute.unknownAttributes, value: typesValue(unknown) }] : []),
  ],
});

/** RFC 8489, section 14.8: the hundreds, the rest, a reason for people. */
function errorValue(code: ErrorCode): Buffer {
  const reason = Buffer.from(errorReasons[code]);
  return Buffer.concat([Buffer.from([0, 0, Math.floor(code / 100), code % 100]), reason]);
}

function typesValue(types: readonly number[]): Buffer {
  const value = Buffer.alloc(2 * types.length);
  for (const [i, type] of types.entries()) value.writeUInt16BE(type, 2 * i);
  return value;
}

/** Seconds on the wire. */
export function lifetimeValue(ms: number): Buffer {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(Math.floor(ms / 1_000));
  return value;
}
