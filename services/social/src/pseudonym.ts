import { createHmac } from 'node:crypto';
import { type Opaque, type Subject, subject, toBase64Url } from '@stoa/protocol';

/** Another name for a person in each room, so that the voice plane cannot follow anybody from one to the next. */
export function pseudonymOf(secret: Uint8Array, account: Opaque<'account'>, room: Opaque<'room'>): Subject {
  const mac = createHmac('sha256', secret)
    .update(`stoa room pseudonym v1\0${account.reveal()}\0${room.reveal()}`)
    .digest();
  return subject(toBase64Url(mac.subarray(0, 16)));
}
