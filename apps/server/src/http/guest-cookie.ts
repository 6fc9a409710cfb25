import { createHmac, randomBytes } from 'node:crypto';
import { type RoomHandle, type Subject, subject, toBase64Url } from '@stoa/protocol';

/** One browser's random name, seen only by this server. 128 bits, gone when the browser closes. */
export class GuestCookie {
  readonly #name: string;
  readonly #attributes: string;
  readonly #secret: Uint8Array;

  constructor(secret: Uint8Array, https: boolean) {
    this.#secret = secret;
    this.#name = https ? '__Host-stoa-guest' : 'stoa-guest';
    this.#attributes = `; Path=/; HttpOnly; SameSite=Strict${https ? '; Secure' : ''}`;
  }

  /** The guest of a request, and the header that makes a new one known. */
  of(cookieHeader: string | undefined): { readonly guest: string; readonly setCookie?: string } {
    const known = this.#find(cookieHeader ?? '');
    if (known) return { guest: known };
    const guest = toBase64Url(randomBytes(16));
    return { guest, setCookie: `${this.#name}=${guest}${this.#attributes}` };
  }

  /** Another pseudonym in each room, so that nobody can follow a guest from one to the next. */
  subject(guest: string, room: RoomHandle): Subject {
    const mac = createHmac('sha256', this.#secret).update(guest).update('\0').update(room.reveal()).digest();
    return subject(toBase64Url(mac.subarray(0, 16)));
  }

  #find(header: string): string | undefined {
    for (const pair of header.split(';')) {
      const [name, value] = pair.split('=', 2).map((part) => part.trim());
      if (name === this.#name && value && /^[A-Za-z0-9_-]{22}$/.test(value)) return value;
    }
    return undefined;
  }
}
