import type { Bytes } from '../keys/layout.ts';
import type { Verifier } from '../keys/signature.ts';
import { MessageInbox, type MessageKeys, type SignedMessage } from '../messages/index.ts';
import type { People } from './people.ts';

/** So many of the last messages are kept with their signatures, for whoever reports one. */
export const messagesKept = 500;

/** What a device writes and reads in its room. */
export class RoomMessages {
  readonly inbox: MessageInbox;
  /** Number of the next message of this device. */
  next = 0;
  #last: SignedMessage[] = [];

  constructor(room: Bytes, keys: MessageKeys, people: People, verifier: Verifier) {
    this.inbox = new MessageInbox(room, keys, people, verifier);
  }

  keep(message: SignedMessage): void {
    this.#last.push(message);
    if (this.#last.length > messagesKept) this.#last.shift();
  }

  /** The last messages of a leaf, oldest first, each a proof by itself (M10). */
  by(leaf: number): readonly SignedMessage[] {
    return this.#last.filter((message) => message.leaf === leaf);
  }
}
