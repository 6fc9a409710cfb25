import { supportsEncryptedAudio } from '@stoa/e2ee/browser';
import { cleanName, cleanTitle, type Policy } from '@stoa/protocol';
import { type Fence, noFence } from '@stoa/protocol/fleet';
import { createRoom, untilOpen } from '../room/create-room.ts';
import { readLink } from '../room/link.ts';
import type { TokenCalls } from '../room/ports.ts';
import type { AccountBinder } from '../room/ticket.ts';
import type { Room } from '../room-view.ts';
import { browserPorts } from './browser-ports.ts';

export type StartOptions = {
  /** Origin of the deployment, such as `https://rooms.example`. */
  readonly server: string;
  /** What the others see; sealed to members. */
  readonly name: string;
  readonly title: string;
  readonly policy: Policy;
  /**
   * Every 20 ms of speech is signed by its speaker and checked before it is heard, instead of half a second at a time
   * after it: packets of 215 instead of 167 bytes, and a signature check for each. Off unless asked for.
   */
  readonly strict?: boolean;
  /**
   * Which countries and operators the room's traffic may touch (`readFence`), for everybody and for as long as it lives.
   * Without one there is no limit.
   */
  readonly fence?: Fence;
  /** This person's own rule, which holds beside the room's on this device. */
  readonly ownFence?: Fence | undefined;
  /** Where tokens come from: calls to an app's own server. Without it, the deployment gives them to guests. */
  readonly tokens?: TokenCalls;
  /** Shows the others whose account this is. */
  readonly account?: AccountBinder | undefined;
};

export type JoinOptions = {
  /** An invite link, whole or from `/r/` on. */
  readonly link: string;
  readonly name: string;
  /** Needed for a link without an origin unless the page comes from the deployment itself. */
  readonly server?: string;
  /** This person's own rule, which holds beside the room's on this device. */
  readonly ownFence?: Fence | undefined;
  readonly tokens?: TokenCalls;
  readonly account?: AccountBinder | undefined;
};

/**
 * Opens a room with this device as its first moderator. To be called from a tap: it asks for the microphone and unlocks
 * the sound. Resolves once the room is open and has a link; rejects with `RoomNotOpened`.
 */
export function startRoom({
  server,
  name,
  title,
  policy,
  strict = false,
  fence = noFence,
  ownFence,
  tokens,
  account,
}: StartOptions): Promise<Room> {
  const entry = {
    how: 'open',
    name: readable(name, cleanName),
    title: readable(title, cleanTitle),
    policy,
    strict,
    fence,
    ownFence,
    account,
  } as const;
  return untilOpen(whileThePageLasts(createRoom(entry, browserPorts(new URL(server).origin, tokens))));
}

/**
 * Joins by a link. Returns at once; the view goes through its phases. Throws a RangeError for what is no link at all or
 * a name that cannot be shown: an app checks both before it offers the tap.
 */
export function joinRoom({ link, name, server, ownFence, tokens, account }: JoinOptions): Room {
  const invite = readLink(link);
  if (!invite) throw new RangeError('that is not an invite link');
  const { room, fragment } = invite;
  const origin = new URL(invite.server ?? server ?? location.origin).origin;
  const entry = { how: 'join', name: readable(name, cleanName), room, fragment, ownFence, account } as const;
  return whileThePageLasts(createRoom(entry, browserPorts(origin, tokens)));
}

/** A closed or reloaded page loses its keys, so its seat is given up at once instead of looking taken for a while. */
function whileThePageLasts(room: Room): Room {
  addEventListener('pagehide', () => room.leave(), { once: true });
  return room;
}

export type Support =
  | { readonly ok: true }
  /** What the browser lacks. There is no lesser mode: without it nobody can take part. */
  | {
      readonly ok: false;
      readonly missing: 'secureContext' | 'encryptedMedia' | 'modernKeys' | 'webrtc' | 'worker';
    };

/** Whether this browser can take part; to be asked before anything is shown that could not work. */
export async function checkSupport(): Promise<Support> {
  if (typeof RTCPeerConnection !== 'function') return { ok: false, missing: 'webrtc' };
  if (typeof Worker !== 'function') return { ok: false, missing: 'worker' };
  const support = await supportsEncryptedAudio();
  if (support.ok) return { ok: true };
  switch (support.reason) {
    case 'insecure-context':
      return { ok: false, missing: 'secureContext' };
    case 'no-frame-transform':
      return { ok: false, missing: 'encryptedMedia' };
    case 'no-ed25519':
    case 'no-x25519':
      return { ok: false, missing: 'modernKeys' };
  }
}

function readable(text: string, clean: (text: string) => string | undefined): string {
  const cleaned = clean(text);
  if (cleaned === undefined) throw new RangeError('that name or title cannot be shown');
  return cleaned;
}
