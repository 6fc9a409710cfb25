import { type Bytes, concat, Reader, same, u8, u16, u32 } from '../keys/layout.ts';
import { type SigningKey, signedBytes, type Verifier } from '../keys/signature.ts';

/**
 * Who may sign for a room, from its key down to one device. Each link is signed by the key of the link before it, the
 * first one by the room key, which signs nothing else and is erased then.
 *
 *   Certificate = kind:u8 | generation:u16 | leaf:u32 | key(32) | Ed25519(64)            103 B
 *   Chain       = count:u8 | Certificate[count]                         at most 12
 *
 * The generation is the one in which it was given: whoever was away trusts no certificate from before a steward's
 * removal. `heir`: a speaker, who may sign only after starting a new generation of keys because no moderator was left.
 * `strictOpener`: the device that opened a strict room. It stands first or nowhere, so that the room key alone says
 * whether a room is strict, and nobody can say otherwise later.
 */
export type Certificate = {
  readonly kind: 'moderator' | 'heir' | 'strictOpener';
  readonly generation: number;
  readonly leaf: number;
  readonly key: Bytes;
  readonly signature: Bytes;
};
export type Chain = readonly Certificate[];

export const maxChain = 12;
const codes = { moderator: 1, heir: 2, strictOpener: 3 } as const;
const kinds = [undefined, 'moderator', 'heir', 'strictOpener'] as const;

type Said = Omit<Certificate, 'signature'>;
const body = ({ kind, generation, leaf, key }: Said): Bytes =>
  concat(u8(codes[kind]), u16(generation), u32(leaf), key);

export async function certify(issuer: SigningKey, room: Bytes, said: Said): Promise<Certificate> {
  const signature = await issuer.sign(signedBytes('steward certificate', room, body(said)));
  return { ...said, signature };
}

export const encodeChain = (chain: Chain): Bytes =>
  concat(u8(chain.length), ...chain.flatMap((each) => [body(each), each.signature]));

/** Undefined when malformed; the caller asks the reader whether it was complete. */
export function readChain(reader: Reader): Chain | undefined {
  const count = reader.u8();
  if (count > maxChain) return undefined;
  const chain: Certificate[] = [];
  for (let i = 0; i < count; i++) {
    const kind = kinds[reader.u8()];
    if (!kind || (kind === 'strictOpener' && i > 0)) return undefined;
    chain.push({
      kind,
      generation: reader.u16(),
      leaf: reader.u32(),
      key: reader.bytes(32),
      signature: reader.bytes(64),
    });
  }
  return chain;
}

export function decodeChain(bytes: Uint8Array): Chain | undefined {
  const reader = new Reader(bytes);
  const chain = readChain(reader);
  return reader.complete() ? chain : undefined;
}

/** Does every link hold, from this key down to this leaf and key? */
export async function chainHolds(
  verifier: Verifier,
  room: Bytes,
  from: Bytes,
  chain: Chain,
  to: { readonly leaf: number; readonly key: Bytes },
): Promise<boolean> {
  const last = chain.at(-1);
  if (!last || last.leaf !== to.leaf || !same(last.key, to.key)) return false;
  let issuer = from;
  for (const each of chain) {
    const signed = signedBytes('steward certificate', room, body(each));
    if (!(await verifier.verify(issuer, each.signature, signed))) return false;
    issuer = each.key;
  }
  return true;
}

/**
 * The chain with room for one more link, if it can be had: what lies between two certificates of one device is left out,
 * since that device's key vouches for what comes after, whichever of them says so. Only whoever comes back from a gap and
 * knew nobody but those in between misses them.
 */
export function extensible(chain: Chain): Chain {
  if (chain.length < maxChain) return chain;
  for (const [i, { key }] of chain.entries()) {
    const last = chain.findLastIndex((each) => same(each.key, key));
    if (last > i) return [...chain.slice(0, i + 1), ...chain.slice(last + 1)];
  }
  return chain;
}

/** Did a speaker take over somewhere along it? */
export const startedAnew = (chain: Chain): boolean => chain.some(({ kind }) => kind === 'heir');

/** Did the room key make this a strict room, in which every frame is signed? */
export const isStrict = (chain: Chain): boolean => chain[0]?.kind === 'strictOpener';
