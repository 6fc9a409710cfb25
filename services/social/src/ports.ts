import type { IncomingMessage } from 'node:http';
import type { JoinToken, RoomHandle, Subject } from '@stoa/protocol';
import type { RoomAct } from '@stoa/protocol/social';
import type { Kysely } from 'kysely';
import type { Tables } from './store/tables/index.ts';

/** Everything that the social app needs from outside. */
export type SocialPorts = {
  readonly clock: Clock;
  readonly random: Random;
  readonly db: Database;
  readonly voice: VoicePlane;
  readonly push: PushSender;
  readonly log: Log;
  /** Where a request comes from, for budgets. */
  readonly addressOf: (request: IncomingMessage) => string;
};

export type Clock = {
  /** Milliseconds that only go forward. */
  now(): number;
  /** Milliseconds since 1970. */
  unix(): number;
  /** Runs it once after so many milliseconds; call the result to take it back. */
  after(ms: number, run: () => void): () => void;
};

/** So many unpredictable bytes. */
export type Random = (length: number) => Uint8Array<ArrayBuffer>;

/** PostgreSQL 15 or later, migrated. */
export type Database = Kysely<Tables>;

/**
 * The voice platform as its first customer sees it: handles and pseudonyms, never names. Whoever implements it must
 * call listeners in the order in which things happened.
 */
export type VoicePlane = {
  /** A token that lets one fresh key into one room, once and within a minute. */
  token(grant: VoiceGrant): Promise<JoinToken>;
  /** What a newcomer checks the room's link against; undefined for absent, ended and barred alike. */
  card(room: RoomHandle, who: Subject): Promise<Uint8Array | undefined>;
  /** Ends this person's stay at once and shuts this run of the room to it, whether it is here or not. */
  expel(room: RoomHandle, who: Subject): void;
  /** Ends this person's stay; it may come back with another token. Nothing happens when it is not there. */
  dismiss(room: RoomHandle, who: Subject): void;
  /** Who may raise a hand from now on: everybody; whom `mayRaise` names; nobody. Until it is said, everybody. */
  hands(room: RoomHandle, rule: 'all' | 'some' | 'off'): void;
  mayRaise(room: RoomHandle, who: Subject, may: boolean): void;
  /** Everybody out; the room is over. */
  end(room: RoomHandle): void;
  /** What happens from now on; call the result to stop. */
  watch(listener: (news: VoiceNews) => void): () => void;
};

export type VoiceGrant = {
  readonly room: RoomHandle;
  /** SHA-256 of the participant's fresh Ed25519 key. */
  readonly keyHash: Uint8Array;
  readonly subject: Subject;
  /** May it open the room? */
  readonly open: boolean;
};

export type VoiceNews =
  | { readonly kind: 'opened'; readonly room: RoomHandle }
  | {
      readonly kind: 'seat';
      readonly room: RoomHandle;
      readonly subject: Subject;
      readonly role: 'moderator' | 'speaker' | 'listener' | 'gone';
    }
  /** A moderator did something, to somebody or to the room. */
  | {
      readonly kind: 'act';
      readonly room: RoomHandle;
      readonly act: RoomAct['act'];
      readonly by: Subject;
      readonly of: Subject | undefined;
    }
  | { readonly kind: 'ended'; readonly room: RoomHandle };

/** Delivers one content-free wake-up to a browser vendor's push endpoint. */
export type PushSender = (delivery: PushDelivery) => Promise<'delivered' | 'gone' | 'failed'>;
export type PushDelivery = {
  readonly endpoint: string;
  readonly p256dh: Uint8Array;
  readonly auth: Uint8Array;
  /** JSON text; never a name, title or id. */
  readonly payload: string;
  readonly ttlSeconds: number;
};

/** Log lines are made of fixed words and numbers: no id, name, handle, token or address fits in. */
export type Log = (line: LogLine) => void;
export type LogLine = {
  readonly event: 'fault' | 'databaseLost' | 'pushFailed' | 'signUpsQueued' | 'sweepFailed';
  /** A fixed word of the program: which feature. */
  readonly where?: string;
  readonly count?: number;
};
