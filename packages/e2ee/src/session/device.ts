import type { Policy, WireEpochWrap } from '@stoa/protocol';
import type { Fence } from '@stoa/protocol/fleet';
import type { Card } from '../admission/card.ts';
import type { SignedEntry } from '../admission/entry.ts';
import type { Followed } from '../admission/follow.ts';
import type { Link } from '../admission/link.ts';
import type { Profile } from '../admission/profile.ts';
import type { Bytes } from '../keys/layout.ts';
import type { PathSecrets } from '../keys/member-secrets.ts';
import { type RoomClock, roomTime } from '../keys/room-clock.ts';
import type { OpeningPair } from '../keys/sealing.ts';
import type { SigningKey, Verifier } from '../keys/signature.ts';
import type { FrameKeys } from './frame-keys.ts';
import type { KeyAlarm, KeyEffect } from './key-session.ts';
import type { People } from './people.ts';
import type { RoomMessages } from './said-so-far.ts';
import type { Stewardship } from './stewardship.ts';

export type Random = (bytes: number) => Uint8Array;

/** How much goes with a head; the rest follows as letters. */
export type HeadRoom = { readonly rewraps: number; readonly wraps: number };

/** What a device is from its first moment. */
export type Self = {
  readonly subtle: SubtleCrypto;
  readonly random: Random;
  readonly headRoom: HeadRoom;
  readonly verifier: Verifier;
  readonly signer: SigningKey;
  readonly sealPair: OpeningPair;
};

/** What it knows of a room once it has checked the card, or made the room. */
export type RoomKnown = {
  readonly room: Bytes;
  readonly roomKey: Bytes;
  readonly link: Link;
  readonly policy: Policy;
  /** Every frame is signed; said by the room key, for good. */
  readonly strict: boolean;
  readonly fence: Fence;
  readonly deployment: Bytes | undefined;
  readonly title: string;
  readonly profile: Profile;
  readonly chain: Card['chain'];
};

/** A member. The session's queue lets one call at a time change it. */
export type Device = Self &
  RoomKnown & {
    readonly me: number;
    readonly myEntry: SignedEntry;
    readonly frames: FrameKeys;
    readonly people: People;
    readonly messages: RoomMessages;
    readonly steward: Stewardship;
    followed: Followed;
    clock: RoomClock;
    secrets: PathSecrets;
    /** Newest first. */
    rosterKeys: readonly Bytes[];
    /** Local time of the last head that was both new and fresh. */
    headAt: number;
    hostMissing: boolean;
    sendingStopped: boolean;
    /** Head of a new generation whose keys for this device have not come yet. */
    awaitingKeys: boolean;
    /** Local time since when it lacks the keys of the newest head's epoch. */
    lacksKeysSince: number | undefined;
    /** Wraps of an epoch that came before the keys that open them. */
    wrapsKept: { readonly epoch: number; readonly wraps: readonly WireEpochWrap[] } | undefined;
    /** Number of the last message that control was to make sure arrived. */
    mail: number;
    out: KeyEffect[];
  };

export const timeIn = (device: Device, now: number): number => roomTime(device.clock, now);

export const alarm = (device: Device, what: KeyAlarm): void => {
  device.out.push({ type: 'alarm', alarm: what });
};
