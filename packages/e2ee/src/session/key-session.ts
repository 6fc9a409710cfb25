import type {
  ClientMessage,
  JoinToken,
  Leaf,
  LinkFragment,
  Policy,
  Role,
  RoomCommand,
  RoomEvent,
  RoomHandle,
  ServerMessage,
} from '@stoa/protocol';
import type { Fence } from '@stoa/protocol/fleet';
import type { Profile } from '../admission/profile.ts';
import type { About } from '../evidence/make-evidence.ts';
import type { FrameKeySource } from '../frame/index.ts';

/**
 * One device's side of a room's keys: member always, steward too while it is a moderator's device. No clock, chance
 * or socket of its own: time comes with each call, messages go in and out as values. Calls are serialised inside, so
 * callers need not wait for one before making the next. Secrets never leave it.
 */
export type KeySession = {
  /** The participant's fresh Ed25519 public key (32 bytes). */
  readonly key: Uint8Array;
  /** SHA-256 of it, as asked for by the token calls. */
  readonly keyHash: Uint8Array;
  readonly frames: FrameKeySource;

  proveJoin(nonce: Uint8Array, token: JoinToken, fingerprint: string): Promise<Uint8Array>;
  proveOffer(nonce: Uint8Array, fingerprint: string): Promise<Uint8Array>;
  proveResume(nonce: Uint8Array): Promise<Uint8Array>;

  /** Makes the room's keys; what the `open` message needs, and the link's fragment. */
  open(options: OpenOptions, now: number): Promise<Opening>;
  /** Checks the card against the link and makes the `join` message's request. */
  join(options: JoinOptions, now: number): Promise<Joining>;

  /** A message of control that concerns keys (`isKeyMessage`). */
  receive(message: KeyMessage, now: number): Promise<readonly KeyEffect[]>;
  /** A moderator's signed order for one of `moderatorCommands`. */
  order(command: RoomCommand, now: number): Promise<Uint8Array>;
  /**
   * What this person writes, sealed for everybody in the room: the bytes of a `say`. Undefined while nothing may be
   * sealed. Rejects with a RangeError when it is longer than `longestBody`.
   */
  write(body: Uint8Array, now: number): Promise<Uint8Array | undefined>;
  /** The same without an author: the bytes of a `react`; at most `longestNamelessBody`. */
  writeNameless(body: Uint8Array, now: number): Promise<Uint8Array | undefined>;
  /** Answers a knock that was shown. */
  answerKnock(request: number, letIn: boolean, now: number): Promise<readonly KeyEffect[]>;
  /** Steps, epochs, heartbeats, deadlines; to be called about four times a second. */
  tick(now: number): Promise<readonly KeyEffect[]>;
  /** What evidence about somebody names; undefined for a leaf that nobody vouches for. */
  about(leaf: number): About | undefined;
  /** Erases every secret. */
  close(): void;
};

/** What people say about themselves, sealed to members only. */
export type { Profile } from '../admission/profile.ts';

export type OpenOptions = {
  readonly room: RoomHandle;
  readonly profile: Profile;
  readonly policy: Policy;
  /** Every frame is signed, and nothing is heard whose signature does not check. Not so unless asked for. */
  readonly strict?: boolean;
  /** What the room's traffic may touch. Without one there is no limit. */
  readonly fence?: Fence;
  /** The deployment's public key (32 bytes), for those who come to check its directory with. */
  readonly deployment?: Uint8Array | undefined;
  readonly title: string;
};
export type Opening = Pick<
  Extract<ClientMessage, { t: 'open' }>,
  'policy' | 'strict' | 'title' | 'card' | 'entry' | 'head'
> & { readonly fragment: LinkFragment };

export type JoinOptions = {
  readonly room: RoomHandle;
  readonly fragment: LinkFragment;
  readonly card: Uint8Array;
  readonly token: JoinToken;
  readonly profile: Profile;
};
export type Joining =
  | {
      readonly ok: true;
      readonly request: Uint8Array;
      readonly title: string;
      readonly policy: Policy;
      readonly strict: boolean;
      readonly fence: Fence;
      readonly deployment: Uint8Array | undefined;
    }
  /** The link does not belong to this room's keys, or lacks the secret a closed room needs; or the card is of another version. */
  | { readonly ok: false; readonly why: 'wrongLink' | 'secretMissing' | 'otherVersion' };

/** Somebody's message, out of the numbered events, and a moment's reactions. */
export type Said = { readonly t: 'said' } & Omit<Extract<RoomEvent, { was: 'said' }>, 'was'>;
export type Reacted = Extract<ServerMessage, { t: 'reacted' }>;

/** Messages that are for the key session to read. */
export type KeyMessage =
  | Said
  | Extract<
      ServerMessage,
      {
        t:
          | 'admitted'
          | 'page'
          | 'head'
          | 'toLeaf'
          | 'acting'
          | 'request'
          | 'requestGone'
          | 'entries'
          | 'order'
          | 'fact'
          | 'startGeneration'
          | 'reacted';
      }
    >;

export type KeyEffect =
  /** To be sent as it is. */
  | {
      readonly type: 'send';
      readonly message: Extract<
        ClientMessage,
        { t: 'admit' | 'deny' | 'head' | 'toLeaf' | 'page' | 'command' }
      >;
    }
  /** What the signed log and head say now; sent whenever it changed. The interface shows this and nothing else. */
  | { readonly type: 'roster'; readonly roster: Roster }
  /** Opened and proven to be its author's; each once, in the author's order. */
  | { readonly type: 'message'; readonly message: WrittenMessage }
  /** Of nobody in particular; `more` were too many to pass on. */
  | { readonly type: 'reactions'; readonly bodies: readonly Uint8Array[]; readonly more: number }
  | { readonly type: 'knock'; readonly request: number; readonly name: string }
  | { readonly type: 'knockGone'; readonly request: number }
  /** The room's keys did not reach this device, and will not any more: it has to join afresh. */
  | { readonly type: 'stranded' }
  /** Something that must not happen: shown to the person, in plain words by the interface. */
  | { readonly type: 'alarm'; readonly alarm: KeyAlarm };

export type KeyAlarm =
  /** A message that is not its author's, or that came once more or out of its order. */
  | 'forgedMessages'
  /** A head, entry, wrap or page whose signature, chain or proof does not check. */
  | 'forgedKeys'
  /** Two different histories of the room were shown to this device. */
  | 'forkedRoster'
  /** No steward has shown itself for limits.hostMissingMs. */
  | 'hostMissing'
  | 'hostBack'
  /** The same for limits.stopSpeakingMs: this device stopped sending. */
  | 'sendingStopped'
  /** The keys began anew under a moderator whom control named: compare the safety code again. */
  | 'keysRestarted'
  /** This device was removed by a signed head. */
  | 'removed';

export type WrittenMessage = {
  readonly leaf: Leaf;
  /** By the log; empty when its author's entry could not be read. */
  readonly name: string;
  /** With the leaf it names the message. */
  readonly counter: number;
  /** Room time at its author's, ms. */
  readonly time: number;
  readonly body: Uint8Array;
};

export type RosterMember = {
  readonly leaf: Leaf;
  /** Empty while its entry has not been seen. */
  readonly name: string;
  readonly role: Role;
  /** Whose account this is, said by that device of it; there only when the device's signature checks. */
  readonly account?: { readonly id: Uint8Array; readonly device: Uint8Array } | undefined;
};
export type Roster = {
  readonly me: Leaf;
  readonly title: string;
  readonly policy: Policy;
  readonly strict: boolean;
  /** Everybody who may speak by the newest signed head, in its order. */
  readonly stage: readonly (RosterMember & { readonly muted: boolean })[];
  /** Audience members seen so far and still present (pages fill it); not complete in big rooms. */
  readonly audience: readonly RosterMember[];
  /** People who hold the room's keys, this device included, by the signed head. */
  readonly present: number;
  readonly headSeq: number;
  /** 30 digits in six groups of five. */
  readonly safetyCode: string;
  /** Does this device act as steward now? */
  readonly acting: boolean;
};
