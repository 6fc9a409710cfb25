import { type Bytes, concat, Reader, same, u8, u16, u64 } from '../keys/layout.ts';
import type { Verifier } from '../keys/signature.ts';
import { type Direct, directStatement } from './direct-message.ts';
import { longestDirectBody } from './envelope.ts';

/** The first two bytes tell it from evidence of rooms (kinds 1 and 2). */
const version = 1;
const kind = 3;
const most = 50;

/** One message with what proves it. `signKey`: of the device that wrote it. */
export type Proven = Pick<Direct, 'id' | 'time' | 'body'> & {
  readonly signKey: Bytes;
  readonly signature: Bytes;
};
export type DirectEvidence = {
  readonly fromAccount: Bytes;
  readonly toAccount: Bytes;
  /** What one of the two wrote to the other, oldest first. */
  readonly messages: readonly Proven[];
};

/** The newest 50. */
export function encodeDirectEvidence({ fromAccount, toAccount, messages }: DirectEvidence): Bytes {
  const newest = messages.slice(-most);
  return concat(
    ...[u8(version), u8(kind), fromAccount, toAccount, u8(newest.length)],
    ...newest.flatMap(({ id, time, signKey, signature, body }) => [
      ...[id, u64(time), signKey, signature, u16(body.length), body],
    ]),
  );
}

export const isDirectEvidence = (bytes: Uint8Array): boolean => bytes[0] === version && bytes[1] === kind;

/** Undefined when it is not evidence of messages, or any signature in it does not hold: as a whole or not at all. */
export async function checkDirectEvidence(
  bytes: Uint8Array,
  verifier: Verifier,
): Promise<DirectEvidence | undefined> {
  const evidence = isDirectEvidence(bytes) ? decode(bytes) : undefined;
  if (!evidence) return undefined;
  const { fromAccount, toAccount, messages } = evidence;
  const checks = messages.map((one) =>
    verifier.verify(one.signKey, one.signature, directStatement({ ...one, fromAccount, toAccount })),
  );
  return (await Promise.all(checks)).every((holds) => holds) ? evidence : undefined;
}

function decode(bytes: Uint8Array): DirectEvidence | undefined {
  const reader = new Reader(bytes);
  reader.bytes(2);
  const [fromAccount, toAccount] = [reader.bytes(16), reader.bytes(16)];
  const count = reader.u8();
  if (count === 0 || count > most || same(fromAccount, toAccount)) return undefined;
  const messages = Array.from({ length: count }, (): Proven => {
    const start = { id: reader.bytes(16), time: reader.u64() };
    const signed = { signKey: reader.bytes(32), signature: reader.bytes(64) };
    const length = reader.u16();
    return { ...start, ...signed, body: reader.bytes(Math.min(length, longestDirectBody)) };
  });
  return reader.complete() ? { fromAccount, toAccount, messages } : undefined;
}
