import { hash } from '../keys/derive.ts';
import { ascii, type Bytes, concat, own, Reader, same, u8, u16 } from '../keys/layout.ts';
import { boxOverhead, openBox, sealTo } from '../keys/sealing.ts';
import type { Verifier } from '../keys/signature.ts';
import type { OwnDevice, PublicDevice } from './direct-message.ts';

/** The picture of the bytes is in SPEC.md. */
const version = 1;
const info = ascii('stoa sealed link v1');
const insideBytes = 400;
const overhead = 16 + 16 + 64 + 2;
export const longestSealedLink = insideBytes - overhead;
export const sealedLinkBytes = 1 + 16 + 16 + boxOverhead + insideBytes;

const statement = (from: Bytes, to: Bytes, link: Bytes): Bytes => concat(info, from, to, hash(link));

/** A room's whole link for one device of somebody. Throws a RangeError for one that is too long. */
export async function sealLink(by: OwnDevice, to: PublicDevice, link: string): Promise<Bytes> {
  const text = own(new TextEncoder().encode(link));
  if (text.length > longestSealedLink) throw new RangeError(`A link has at most ${longestSealedLink} bytes.`);
  const signature = await by.signer.sign(statement(by.account, to.account, text));
  const inside = new Uint8Array(insideBytes);
  inside.set(concat(by.account, to.account, signature, u16(text.length), text));
  const aad = concat(u8(version), by.id, to.id);
  return concat(aad, await sealTo(to.sealKey, info, aad, inside));
}

export type OpenedLink = {
  readonly fromAccount: Bytes;
  readonly fromDevice: Bytes;
  readonly link: string;
  /** Was it signed by this key, which must be of that device of that account? */
  isBy(signKey: Bytes, verifier: Verifier): Promise<boolean>;
};

/** Undefined when it was not sealed to this device, or was changed. */
export async function openLink(me: OwnDevice, sealed: Uint8Array): Promise<OpenedLink | undefined> {
  const reader = new Reader(sealed);
  const readVersion = reader.u8();
  const [fromDevice, toDevice] = [reader.bytes(16), reader.bytes(16)];
  const aad = reader.before();
  const box = reader.bytes(reader.left());
  if (readVersion !== version || !reader.complete() || !same(toDevice, me.id)) return undefined;
  const plain = await openBox(me.pair, info, aad, box);
  if (plain?.length !== insideBytes) return undefined;
  const inside = new Reader(plain);
  const [fromAccount, toAccount, signature] = [inside.bytes(16), inside.bytes(16), inside.bytes(64)];
  const length = inside.u16();
  if (length > longestSealedLink || !same(toAccount, me.account)) return undefined;
  const text = inside.bytes(length);
  return {
    ...{ fromAccount, fromDevice },
    link: new TextDecoder().decode(text),
    isBy: (signKey, verifier) => verifier.verify(signKey, signature, statement(fromAccount, toAccount, text)),
  };
}
