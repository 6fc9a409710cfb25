import type { Bytes } from '../keys/layout.ts';
import type { Verifier } from '../keys/signature.ts';
import { readSealed, type Sealed } from './message-format.ts';
import type { MessageKeys } from './message-keys.ts';
import { isBy, openMessage, type SignedMessage } from './seal-message.ts';

export const waitMs = 30_000;
export const waitingMost = 64;

export type Received =
  | { readonly kind: 'signed'; readonly message: SignedMessage }
  | { readonly kind: 'nameless'; readonly body: Bytes }
  /** Not what it says it is, not by whom, or once more: never shown; the interface warns (M4, M5, M6). */
  | { readonly kind: 'forged' };

export type Roster = {
  /** The key that the log gives a leaf; undefined while its entry has not been seen. */
  authorKey(leaf: number): Bytes | undefined;
};

type Waiting = { readonly sealed: Sealed; readonly until: number };

/** Sealed messages in, in the server's order; opened and proven ones out. Calls must not overlap. */
export class MessageInbox {
  readonly #room: Bytes;
  readonly #keys: MessageKeys;
  readonly #roster: Roster;
  readonly #verifier: Verifier;
  readonly #counters = new Map<number, number>();
  #waiting: Waiting[] = [];
  /** Leaves whose entries are needed to go on. */
  readonly wanted = new Set<number>();

  constructor(room: Bytes, keys: MessageKeys, roster: Roster, verifier: Verifier) {
    this.#room = room;
    this.#keys = keys;
    this.#roster = roster;
    this.#verifier = verifier;
  }

  /** `from`: whose socket it came from, by the server's word; 0 for a nameless one. With what waited before it. */
  receive(bytes: Uint8Array, from: number, now: number): Promise<Received[]> {
    const sealed = readSealed(bytes);
    const isSigned = sealed?.header.kind === 'signed';
    if (!sealed || (isSigned && sealed.header.leaf !== from)) return Promise.resolve([{ kind: 'forged' }]);
    this.#waiting.push({ sealed, until: now + waitMs });
    if (this.#waiting.length > waitingMost) this.#waiting.shift();
    return this.retry(now);
  }

  /** What can be opened by now of what waited. Called when keys or entries came, and with the tick. */
  async retry(now: number): Promise<Received[]> {
    const out: Received[] = [];
    const waiting = this.#waiting;
    this.#waiting = [];
    this.wanted.clear();
    /** Of one author nothing is opened before what came before it. */
    const heldUp = new Set<number>();
    for (const each of waiting) {
      if (each.until <= now) continue;
      const { kind, leaf } = each.sealed.header;
      const signed = kind === 'signed';
      const result = signed && heldUp.has(leaf) ? 'later' : await this.#open(each.sealed, now);
      if (result === 'later') {
        this.#waiting.push(each);
        if (signed) heldUp.add(leaf);
      } else if (result) out.push(result);
    }
    return out;
  }

  async #open(sealed: Sealed, now: number): Promise<Received | 'later' | undefined> {
    const { kind, epoch, step } = sealed.header;
    if (kind === 'nameless' && !this.#keys.opensNameless(epoch, now)) return undefined;
    const key = this.#keys.opening(epoch, step);
    if (!key) return this.#keys.mayCome(epoch) ? 'later' : undefined;
    const opened = openMessage(this.#room, key, sealed);
    if (!opened) return { kind: 'forged' };
    if (opened.kind === 'nameless') return opened;
    const { message } = opened;
    const author = this.#roster.authorKey(message.leaf);
    if (!author) {
      this.wanted.add(message.leaf);
      return 'later';
    }
    if (!(await isBy(this.#room, message, author, this.#verifier))) return { kind: 'forged' };
    if (message.counter <= (this.#counters.get(message.leaf) ?? -1)) return { kind: 'forged' };
    this.#counters.set(message.leaf, message.counter);
    return opened;
  }
}
