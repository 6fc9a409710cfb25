import type { StunDraft, StunMessage } from './stun-message.ts';
import type { TurnTarget } from './targets.ts';
import type { Endpoint } from './xor-address.ts';

/** Milliseconds. Permissions and channels last as long as RFC 8656 says (sections 9 and 12). */
export const turnTimes = {
  /** From the connection to its allocation. */
  arrival: 10_000,
  lifetime: 600_000,
  permission: 300_000,
  channel: 600_000,
} as const;

/** One client's connection: nothing, or an allocation with the relays that it may speak to. */
export type TurnSession = {
  readonly since: number;
  readonly client: Endpoint;
  readonly allocation: Allocation | undefined;
};

export type Allocation = {
  readonly username: string;
  /** Undefined while the socket is being opened: the request that waits for it. */
  readonly relayed: Endpoint | undefined;
  readonly request: StunMessage;
  readonly key: Buffer;
  readonly until: number;
  readonly permissions: ReadonlyMap<string, number>;
  readonly channels: ReadonlyMap<number, Channel>;
};
export type Channel = { readonly target: TurnTarget; readonly until: number };

export type TurnInput =
  | { readonly type: 'message'; readonly message: StunMessage }
  | { readonly type: 'opened'; readonly relayed: Endpoint }
  | { readonly type: 'notOpened' }
  | { readonly type: 'wake' };

export type TurnEffect =
  /** Signed where there is a key. */
  | { readonly do: 'reply'; readonly draft: StunDraft; readonly key: Buffer | undefined }
  /** The same with a fresh nonce and the realm. */
  | { readonly do: 'challenge'; readonly request: StunMessage; readonly code: 401 | 438 }
  /** Answered by `opened` or `notOpened`; counted against the name's quota until `close`. */
  | { readonly do: 'open'; readonly username: string }
  | { readonly do: 'send'; readonly target: TurnTarget; readonly data: Buffer }
  /** The connection ends, and its allocation with it. */
  | { readonly do: 'close' };

/** What the step asks about the world; each answer is the same for the same question within one step. */
export type TurnRules = {
  authenticate(message: StunMessage, now: number): Authenticated;
  /** Whether this name may have one more allocation. */
  mayOpen(username: string): boolean;
  /** A relay's own address and port, as its clients name it; undefined for everything else there is. */
  target(host: string, port: number): TurnTarget | undefined;
  /** Does any relay have this address? Permissions are for addresses (RFC 8656, section 9). */
  isRelay(host: string): boolean;
};
export type Authenticated =
  | { readonly ok: true; readonly username: string; readonly key: Buffer; readonly expired: boolean }
  | { readonly ok: false; readonly code: 400 | 401 | 438 };

export type TurnStep = {
  readonly session: TurnSession;
  readonly effects: readonly TurnEffect[];
  readonly wakeAt: number;
};
