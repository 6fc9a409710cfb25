import { fromBase64Url, Opaque, toBase64Url } from '@stoa/protocol';
import type { Random } from '../ports.ts';

/** Ids are 128 bits: base64url on the wire, a `uuid` column (any 128 bits) in the database. */
export function uuidOf(id: Opaque<string>): string {
  const bytes = fromBase64Url(id.reveal());
  if (bytes?.length !== 16) throw new TypeError('This is no id of 128 bits.');
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** `idOf('account', row.id)`. */
export function idOf<Kind extends string>(kind: Kind, uuid: string): Opaque<Kind> {
  return new Opaque(kind, toBase64Url(Buffer.from(uuid.replaceAll('-', ''), 'hex')));
}

/** A fresh id: `newId('club', random)`. */
export function newId<Kind extends string>(kind: Kind, random: Random): Opaque<Kind> {
  return new Opaque(kind, toBase64Url(random(16)));
}
