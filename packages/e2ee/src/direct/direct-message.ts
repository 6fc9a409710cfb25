import { hash } from '../keys/derive.ts';
import { ascii, type Bytes, concat, same, u64 } from '../keys/layout.ts';
import { type OpeningPair, openBox, sealTo } from '../keys/sealing.ts';
import type { SigningKey, Verifier } from '../keys/signature.ts';
import { directInfo, type Envelope, encodeHead, encodeInside, type Inside, readInside } from './envelope.ts';

export type PublicDevice = {
  readonly id: Bytes;
  readonly account: Bytes;
  readonly signKey: Bytes;
  readonly sealKey: Bytes;
};
/** The private side of one: `signer` and `pair` stay on the device. */
export type OwnDevice = PublicDevice & { readonly signer: SigningKey; readonly pair: OpeningPair };

export type Direct = {
  readonly id: Bytes;
  readonly fromAccount: Bytes;
  readonly toAccount: Bytes;
  readonly time: number;
  readonly body: Bytes;
};
/** With what proves it to a third person (D6). */
export type SignedDirect = Direct & { readonly fromDevice: Bytes; readonly signature: Bytes };

/** What a device signs of a message (D6). */
export const directStatement = ({ id, fromAccount, toAccount, time, body }: Direct): Bytes =>
  concat(ascii('stoa direct message v1'), id, fromAccount, toAccount, u64(time), hash(body));

/**
 * One envelope for each device in `to`: those of the other account, and one's own others. Throws a RangeError for a
 * body that is too long, and rejects when a published key is no X25519 key.
 */
export async function sealDirect(
  by: OwnDevice,
  toAccount: Bytes,
  to: readonly PublicDevice[],
  message: Pick<Direct, 'id' | 'time' | 'body'>,
): Promise<readonly { readonly device: PublicDevice; readonly envelope: Bytes }[]> {
  const direct = { ...message, fromAccount: by.account, toAccount };
  const inside = encodeInside({ ...direct, signature: await by.signer.sign(directStatement(direct)) });
  return Promise.all(
    to.map(async (device) => {
      const aad = encodeHead({ id: message.id, fromDevice: by.id, toDevice: device.id });
      const box = await sealTo(device.sealKey, directInfo, aad, inside);
      return { device, envelope: concat(aad, box) };
    }),
  );
}

/** Undefined when it was not sealed to this device, or was changed. Who wrote it is checked by `isFrom`. */
export async function openDirect(me: OwnDevice, envelope: Envelope): Promise<SignedDirect | undefined> {
  if (!same(envelope.toDevice, me.id)) return undefined;
  const plain = await openBox(me.pair, directInfo, envelope.aad, envelope.box);
  const inside: Inside | undefined = plain && readInside(plain);
  return inside && { ...inside, id: envelope.id, fromDevice: envelope.fromDevice };
}

/** Was it written by this device, which its account publishes, in the conversation of these two accounts? */
export async function isFrom(
  message: SignedDirect,
  sender: PublicDevice,
  between: readonly [Bytes, Bytes],
  verifier: Verifier,
): Promise<boolean> {
  const { fromAccount, toAccount } = message;
  const [a, b] = between;
  const isPair = (same(fromAccount, a) && same(toAccount, b)) || (same(fromAccount, b) && same(toAccount, a));
  if (!isPair || !same(fromAccount, sender.account) || !same(message.fromDevice, sender.id)) return false;
  return verifier.verify(sender.signKey, message.signature, directStatement(message));
}
