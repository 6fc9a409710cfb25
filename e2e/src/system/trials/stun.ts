import { createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Chance } from '../../fuzz/mutate.ts';

export const attributes = {
  username: 6,
  integrity: 8,
  useCandidate: 0x25,
  priority: 0x24,
  controlling: 0x802a,
  fingerprint: 0x8028,
};
export const methods = { binding: 1, allocate: 3, refresh: 4, send: 6, channelBind: 9 };

export type Attribute = readonly [type: number, value: Uint8Array];

/** Type of a message (RFC 8489, section 5): class 0 request, 1 indication, 2 success, 3 error. */
const typeOf = (method: number, of: number) =>
  (method & 0xf) | ((of & 1) << 4) | ((method & 0x70) << 1) | ((of & 2) << 7) | ((method & 0xf80) << 2);

/**
 * A STUN message. `password` signs it with MESSAGE-INTEGRITY and adds a FINGERPRINT, as checks have them; `length` says
 * a false length.
 */
export function stun(
  chance: Chance,
  {
    method = methods.binding,
    of = 0,
    with: contents = [],
    password,
    length,
    cookie = 0x2112a442,
  }: {
    method?: number;
    of?: number;
    with?: readonly Attribute[];
    password?: string;
    length?: number;
    cookie?: number;
  } = {},
): Buffer {
  const body = Buffer.concat(contents.map(attribute));
  const header = Buffer.alloc(20);
  header.writeUInt16BE(typeOf(method, of), 0);
  header.writeUInt32BE(cookie, 4);
  for (let i = 8; i < 20; i++) header[i] = chance(256);
  if (password === undefined) {
    header.writeUInt16BE(length ?? body.length, 2);
    return Buffer.concat([header, body]);
  }
  header.writeUInt16BE(body.length + 24, 2);
  const mac = createHmac('sha1', password).update(header).update(body).digest();
  const signed = Buffer.concat([header, body, attribute([attributes.integrity, mac])]);
  signed.writeUInt16BE(body.length + 32, 2);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE((crc32(signed) ^ 0x5354554e) >>> 0);
  return Buffer.concat([signed, attribute([attributes.fingerprint, sum])]);
}

function attribute([type, value]: Attribute): Buffer {
  const out = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  out.writeUInt16BE(type, 0);
  out.writeUInt16BE(value.length, 2);
  out.set(value, 4);
  return out;
}

/** A connectivity check (RFC 8445, section 7.2.2) of whoever knows these names and this password. */
export const check = (chance: Chance, relayUfrag: string, ownUfrag: string, password: string): Buffer =>
  stun(chance, {
    with: [
      [attributes.username, Buffer.from(`${relayUfrag}:${ownUfrag}`)],
      [attributes.priority, Uint8Array.of(0x6e, 0, 1, 0xff)],
      [attributes.controlling, new Uint8Array(8).fill(1)],
      [attributes.useCandidate, new Uint8Array(0)],
    ],
    password,
  });

export const ufragOf = (description: string): string => field(description, 'ice-ufrag');
export const passwordOf = (description: string): string => field(description, 'ice-pwd');
const field = (description: string, name: string): string => {
  const found = new RegExp(`^a=${name}:(.*?)\r?$`, 'm').exec(description)?.[1];
  if (!found) throw new Error(`a description without ${name}`);
  return found;
};
