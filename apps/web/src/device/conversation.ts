import type { MessageStanding } from '@stoa/protocol/social';
import type { Refused } from '../api/call.ts';

/** Public keys of one device of somebody, as the account publishes them. Ids are text here: this is what lies on disk. */
export type KnownDevice = {
  readonly id: string;
  readonly ed25519: Uint8Array<ArrayBuffer>;
  readonly x25519: Uint8Array<ArrayBuffer>;
  /** Of one's own account: the UTC day that it came, what it calls itself, and the session it came with. */
  readonly addedOn?: string;
  readonly label?: string;
  readonly session?: string;
};
export type KnownDevices = { readonly generation: number; readonly devices: readonly KnownDevice[] };

/** Whom one writes with, as this device remembers it. The one with oneself holds the devices of one's own account, and nothing else. */
export type Conversation = {
  readonly account: string;
  readonly other: string;
  /** As the app showed them last. */
  readonly person:
    | { readonly handle: string; readonly name: string; readonly image?: string | undefined }
    | undefined;
  /** The account is gone, or one of the two has blocked the other. */
  readonly gone: boolean;
  readonly standing: MessageStanding;
  readonly last:
    | {
        readonly text: string;
        readonly at: number;
        readonly mine: boolean;
        /** Of a device that nobody has confirmed. */
        readonly unproven?: boolean;
      }
    | undefined;
  readonly unread: number;
  /** What messages are sealed to: the devices that were there when one last looked. */
  readonly known: KnownDevices | undefined;
  /** Other ones since then: nothing is sent before the person has seen this. */
  readonly changed: KnownDevices | undefined;
};

export type MessageState =
  /** Not at the server yet: it goes there as soon as it can. */
  | 'waiting'
  /** Not sent: the keys of the other have changed, and nobody has looked yet. */
  | 'held'
  | 'sent'
  | 'failed'
  /** In one's own name, by a device of the account that nobody has confirmed here. */
  | 'unproven'
  | 'received';

export type WhyFailed = Refused | 'noDevices';

export type Message = {
  readonly account: string;
  readonly other: string;
  /** The same on every device. */
  readonly message: string;
  /** When this device got or wrote it, Unix ms: their order. */
  readonly at: number;
  /** When its writer says it was written. */
  readonly time: number;
  readonly mine: boolean;
  readonly text: string;
  readonly state: MessageState;
  readonly why?: WhyFailed | undefined;
  /** What proves to a third person who wrote it, for what was received. */
  readonly proof?:
    | {
        /** As it was signed. */
        readonly time: number;
        readonly signKey: Uint8Array<ArrayBuffer>;
        readonly signature: Uint8Array<ArrayBuffer>;
        readonly body: Uint8Array<ArrayBuffer>;
      }
    | undefined;
};

export const emptyConversation = (account: string, other: string): Conversation => ({
  ...{ account, other, person: undefined, gone: false, standing: 'none', last: undefined, unread: 0 },
  ...{ known: undefined, changed: undefined },
});

/** A stranger's, until it is answered. */
export const isRequest = ({ standing, last }: Conversation): boolean =>
  standing === 'asked' && last !== undefined;

/** Are these the same keys, in whatever order they come? */
export function sameDevices(one: readonly KnownDevice[], other: readonly KnownDevice[]): boolean {
  const text = (all: readonly KnownDevice[]) =>
    all
      .map(({ id, ed25519, x25519 }) => `${id} ${ed25519.join()} ${x25519.join()}`)
      .sort()
      .join('|');
  return text(one) === text(other);
}

export const sameKey = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);
