import type { KeyEffect, KeyMessage, Opening, Profile } from '@stoa/e2ee';
import type { Verified } from '@stoa/e2ee/frame';
import type { Policy, RoomCommand } from '@stoa/protocol';
import type { Fence } from '@stoa/protocol/fleet';

/**
 * Between the page and its key worker. Handles, tokens and fragments are redacting objects in the program and cross
 * as their values, because objects of classes do not survive the passage. Keys have no word in here.
 */
export type Calls = {
  proveJoin(nonce: Uint8Array, token: string, fingerprint: string): Uint8Array;
  proveOffer(nonce: Uint8Array, fingerprint: string): Uint8Array;
  proveResume(nonce: Uint8Array): Uint8Array;
  open(
    options: {
      readonly room: string;
      readonly profile: Profile;
      readonly policy: Policy;
      readonly strict?: boolean;
      readonly fence?: Fence;
      readonly deployment?: Uint8Array | undefined;
      readonly title: string;
    },
    now: number,
  ): Omit<Opening, 'fragment'> & { readonly fragment: string };
  join(
    options: {
      readonly room: string;
      readonly fragment: string;
      readonly card: Uint8Array;
      readonly token: string;
      readonly profile: Profile;
    },
    now: number,
  ): JoiningOnWire;
  receive(message: KeyMessage, now: number): readonly KeyEffect[];
  order(command: RoomCommand, now: number): Uint8Array;
  write(body: Uint8Array, now: number): Uint8Array | undefined;
  writeNameless(body: Uint8Array, now: number): Uint8Array | undefined;
  answerKnock(request: number, letIn: boolean, now: number): readonly KeyEffect[];
  tick(now: number): readonly KeyEffect[];
  evidence(leaf: number): Uint8Array | undefined;
};
type JoiningOnWire =
  | {
      readonly ok: true;
      readonly request: Uint8Array;
      readonly title: string;
      readonly policy: Policy;
      readonly strict: boolean;
      readonly fence: Fence;
      readonly deployment: Uint8Array | undefined;
    }
  | { readonly ok: false; readonly why: 'wrongLink' | 'secretMissing' | 'otherVersion' };

export type CallName = keyof Calls;

export type ToWorker =
  | {
      readonly [N in CallName]: {
        readonly id: number;
        readonly call: N;
        readonly args: Parameters<Calls[N]>;
      };
    }[CallName]
  /** The port on which the level meter posts; it is transferred. */
  | { readonly listenTo: MessagePort }
  /** Everything goes through that connection of the page from now on. */
  | { readonly carry: number }
  | { readonly ended: number };

export type FromWorker =
  | { readonly ready: { readonly key: Uint8Array; readonly keyHash: Uint8Array } }
  | { readonly failed: true }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly fault: string }
  | {
      readonly voices: readonly {
        readonly leaf: number;
        readonly level: number;
        readonly verified: Verified;
      }[];
      readonly ownLevel: number;
    };
