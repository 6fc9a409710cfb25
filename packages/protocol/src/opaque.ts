/**
 * Values that identify a person or a room, or that open one. They redact themselves wherever a program prints
 * things by accident: string templates, JSON, logs, `console.log`. Reading the value is a visible act: `reveal()`.
 */
export class Opaque<Kind extends string> {
  readonly #kind: Kind;
  readonly #value: string;

  constructor(kind: Kind, value: string) {
    this.#kind = kind;
    this.#value = value;
  }

  /** The value itself, for the wire or for a map's key. Never for a log, an error text, a metric or a URL. */
  reveal(): string {
    return this.#value;
  }

  equals(other: Opaque<Kind>): boolean {
    return this.#value === other.#value;
  }

  toString(): string {
    return `[${this.#kind}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** The random 128-bit name of a room in its link, 22 characters of base64url. */
export type RoomHandle = Opaque<'room'>;
/** A join token as it travels, base64url. */
export type JoinToken = Opaque<'token'>;
/** What follows the `#` of an invite link: never sent to a server. */
export type LinkFragment = Opaque<'link'>;
/** A person's pseudonym inside one era, 16 bytes as base64url; the same person gets another one in the next era. */
export type Subject = Opaque<'subject'>;

export const roomHandle = (value: string): RoomHandle => new Opaque('room', value);
export const joinToken = (value: string): JoinToken => new Opaque('token', value);
export const linkFragment = (value: string): LinkFragment => new Opaque('link', value);
export const subject = (value: string): Subject => new Opaque('subject', value);
