import type { Opening, Profile } from '@stoa/e2ee';
import { roomHash } from '@stoa/e2ee/binding';
import type { JoinToken, LinkFragment, Policy, RoomHandle } from '@stoa/protocol';
import type { Fence } from '@stoa/protocol/fleet';
import type { SessionInput } from '../session/state.ts';
import type { Clock, Keys, TokenCalls } from './ports.ts';

/**
 * Says whose account a participant is: signs `accountBindingBytes` with the account's device (Ed25519). Asked once for each join,
 * whose key is a fresh one. Undefined, or a rejection, brings the person in without an account.
 */
export type AccountBinder = (
  participantKey: Uint8Array,
  roomHash: Uint8Array,
) => Promise<
  { readonly account: Uint8Array; readonly device: Uint8Array; readonly signature: Uint8Array } | undefined
>;

/** How a device comes in: by opening a room, or by the link of one. */
export type Entry =
  | {
      readonly how: 'open';
      readonly name: string;
      readonly title: string;
      readonly policy: Policy;
      /** Every frame is signed. Not so unless asked for. */
      readonly strict?: boolean;
      /** What the room's traffic may touch. */
      readonly fence?: Fence;
      /** This person's own rule, beside the room's; it concerns this device alone. */
      readonly ownFence?: Fence | undefined;
      readonly account?: AccountBinder | undefined;
    }
  | {
      readonly how: 'join';
      readonly name: string;
      readonly room: RoomHandle;
      readonly fragment: LinkFragment;
      readonly ownFence?: Fence | undefined;
      readonly account?: AccountBinder | undefined;
    };

/** What is known of a room before anybody let this device in. */
export type RoomCard = {
  readonly room: RoomHandle;
  readonly fragment: LinkFragment;
  readonly title: string;
  readonly policy: Policy;
  readonly strict: boolean;
};

/** All that the introduction needs besides the offer and its proof. */
export type Ticket = {
  readonly token: JoinToken;
  readonly card: RoomCard;
  readonly introduction: { readonly opening: Opening } | { readonly request: Uint8Array };
};

type Refusal = Extract<SessionInput, { type: 'ticketFailed' | 'keysRefused' }>;

/** The token call, and what the keys make of its answer. */
export async function getTicket(
  entry: Entry,
  keys: Keys,
  calls: TokenCalls,
  clock: Clock,
  life: number,
): Promise<Ticket | Refusal> {
  if (entry.how === 'open') {
    const call = await calls.newRoom(keys.keyHash);
    if (!call.ok) return { type: 'ticketFailed', life, why: call.why, retryInMs: call.retryInMs };
    const { title, policy, strict = false } = entry;
    const profile = await profileOf(entry, keys, call.room);
    const opening = await keys.open({ room: call.room, profile, policy, strict, title }, clock.now());
    const card = { room: call.room, fragment: opening.fragment, title, policy, strict };
    return { token: call.token, card, introduction: { opening } };
  }
  const { room, fragment } = entry;
  const [call, profile] = await Promise.all([calls.join(room, keys.keyHash), profileOf(entry, keys, room)]);
  if (!call.ok) return { type: 'ticketFailed', life, why: call.why, retryInMs: call.retryInMs };
  const { token } = call;
  const joining = await keys.join({ room, fragment, card: call.card, token, profile }, clock.now());
  if (!joining.ok) return { type: 'keysRefused', life, why: joining.why };
  const { title, policy, strict, request } = joining;
  return { token, card: { room, fragment, title, policy, strict }, introduction: { request } };
}

/** What members are told of this person. Without the account's device they are told the name alone. */
async function profileOf({ name, account }: Entry, keys: Keys, room: RoomHandle): Promise<Profile> {
  const bound = await account?.(new Uint8Array(keys.key), roomHash(room)).catch(() => undefined);
  if (bound?.account.length !== 16 || bound.device.length !== 32 || bound.signature.length !== 64)
    return { name };
  const binding = {
    account: new Uint8Array(bound.account),
    device: new Uint8Array(bound.device),
    signature: new Uint8Array(bound.signature),
  };
  return { name, binding };
}
