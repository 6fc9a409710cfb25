import type { KeyAlarm } from '@stoa/e2ee';
import type { ChatWho, CloseCode, Leaf, Opaque, Policy, Refusal, Role } from '@stoa/protocol';
import type { MessageId, ShownReaction } from './chat/board.ts';
import type { Reaction } from './chat/words.ts';
import type { FenceFacts, PathReceipt } from './fence/guard.ts';

/** What an app shows of a room. Read-only; a new object whenever something changed. */
export type RoomView = {
  readonly phase: Phase;
  readonly title: string;
  readonly policy: Policy;
  /** Every frame carries its speaker's signature, and nothing without one is heard. */
  readonly strict: boolean;
  /** Which places this room's traffic may touch, as its host signed it, and by this person's own rule. */
  readonly fence: FenceFacts;
  /** Undefined until this device was let in. */
  readonly me: Me | undefined;
  /** By the signed roster; moderators first, then speakers in the order they came. */
  readonly stage: readonly StagePerson[];
  /** Members of the audience that were looked up so far, and how many there are. */
  readonly audience: { readonly people: readonly Person[]; readonly total: number };
  /** Raised hands, first come first. `total` may be more than are listed. */
  readonly hands: { readonly people: readonly Person[]; readonly total: number };
  readonly knocks: readonly { readonly request: number; readonly name: string }[];
  readonly frozen: boolean;
  /** How many people hold the room's keys: "17 people can hear this". */
  readonly canHear: number;
  /** Roster, key group and media consumers do not agree for longer than they may while things change. */
  readonly mismatch: Mismatch | undefined;
  readonly safetyCode: string;
  readonly alarms: readonly KeyAlarm[];
  /** `blocked`: the browser wants a tap before it plays; call `listen()` from one. */
  readonly sound: 'starting' | 'playing' | 'blocked';
  readonly microphone: 'off' | 'asking' | 'on' | 'denied' | 'missing' | 'busy';
  /** Nobody is left on stage: the room ends then (ms since 1970) unless somebody comes on stage before. */
  readonly endsAt?: number;
  readonly chat: RoomChat;
  /** So long may whoever comes on stage by a raised hand speak, unless a moderator keeps them; 0 = it is off. */
  readonly probation: { readonly seconds: number };
};

/** What people write in a room, and who may. */
export type RoomChat = {
  /** Who may write now; moderators always may. */
  readonly who: ChatWho;
  /** May this device's person write now? By role, setting and silence. */
  readonly mayWrite: boolean;
  /** Reactions are open to everybody who was not silenced. */
  readonly mayReact: boolean;
  /** Whom moderators silenced; shown to moderators only. */
  readonly silenced: readonly Leaf[];
  /** Newest last, at most 200; what was said before this device came in is not there. */
  readonly lines: readonly ChatLine[];
  readonly pin: { readonly url: string; readonly title: string; readonly byName: string } | undefined;
  /** Those of the last four seconds, at most thirty. `number` tells one from another. */
  readonly reactions: readonly ShownReaction[];
};

export type ChatLine = {
  readonly leaf: Leaf;
  /** With the leaf it names this message, for `hide` and for a list's keys. */
  readonly counter: number;
  readonly name: string;
  readonly isMe: boolean;
  /** Empty when it was hidden. */
  readonly text: string;
  /** When it came here, ms since 1970. */
  readonly at: number;
  readonly hidden: { readonly byName: string } | undefined;
  /** Something that its author wrote before this did not reach this device: it was away, or somebody held it back. */
  readonly missedBefore: boolean;
};

export type Phase =
  | { readonly is: 'connecting' }
  /** At the door: with a steward's device, or a moderator is looking at the knock. */
  | { readonly is: 'waiting'; readonly for: 'steward' | 'knock' }
  | { readonly is: 'live'; readonly media: 'connecting' | 'connected' | 'reconnecting' }
  /** `full`: the server answered that there is no room just now, and said when to ask again. */
  | {
      readonly is: 'reconnecting';
      readonly attempt: number;
      readonly nextTryAt: number;
      readonly full?: true;
    }
  | { readonly is: 'closed'; readonly why: CloseReason; readonly retryInMs?: number };

export type CloseReason =
  | CloseCode
  /** The link does not fit the room. */
  | 'wrongLink'
  | 'secretMissing'
  /** The room's card is of another version of this software. */
  | 'otherVersion'
  /** The answer led to a place that a fence does not permit: nothing was sent there. */
  | 'outsideFence'
  /** There is a fence, and no directory of places that the deployment's key signed. */
  | 'directoryRefused'
  /** The browser lacks what end-to-end encryption needs: nobody gets in without it. */
  | 'unsupportedBrowser'
  /** The server could not be reached for two minutes. */
  | 'unreachable';

export type Person = {
  readonly leaf: Leaf;
  readonly name: string;
  readonly role: Role;
  /**
   * Whose account this is, by a signature of one of its devices that was checked here. Whether the account publishes that
   * device (Ed25519) is for the app to ask. Absent for guests.
   */
  readonly account?: { readonly id: Opaque<'account'>; readonly device: Uint8Array };
};
export type StagePerson = Person & {
  readonly muted: boolean;
  readonly away: boolean;
  readonly speaking: boolean;
  /** Loudness step 0..3 of the last frames, for the ring. */
  readonly level: number;
  readonly verified: 'pending' | 'verified' | 'failed';
  readonly isMe: boolean;
  /** On probation: back in the audience then (ms since 1970) unless a moderator keeps this person on stage. */
  readonly probationEndsAt?: number;
};
export type Me = {
  readonly leaf: Leaf;
  readonly name: string;
  readonly role: Role;
  readonly muted: boolean;
  readonly invited: boolean;
  /** 1 = next; undefined when the hand is down. */
  readonly handPosition: number | undefined;
};
export type Mismatch = { readonly roster: number; readonly consumers: number; readonly participants: number };

/** Things that pass; everything that lasts is in the view. */
export type RoomSignal =
  | { readonly type: 'handRaised'; readonly name: string }
  | { readonly type: 'invited' }
  | { readonly type: 'inviteWithdrawn' }
  | { readonly type: 'mutedByModerator' }
  | { readonly type: 'movedToAudience' }
  /** The time on stage that a raised hand gave is over. */
  | { readonly type: 'probationOver' }
  /** A moderator took the right to write and react, or gave it back. */
  | { readonly type: 'silenced'; readonly silenced: boolean }
  | { readonly type: 'nowOnStage' }
  | { readonly type: 'nowModerator' }
  | { readonly type: 'personJoinedStage'; readonly name: string }
  | { readonly type: 'personLeftStage'; readonly name: string };

/** A room that this device is in or on its way into. */
export type Room = {
  readonly view: RoomView;
  /** Calls back after every change; returns the unsubscriber. */
  subscribe(onChange: () => void): () => void;
  onSignal(callback: (signal: RoomSignal) => void): () => void;
  /** What to share: path and fragment, `/r/<handle>#<fragment>`. */
  readonly link: string;

  /** To be called from a tap: unlocks the pre-made audio elements. */
  listen(): Promise<void>;
  raiseHand(): Promise<Outcome>;
  lowerHand(): Promise<Outcome>;
  /** Asks for the microphone first; on refusal stays in the audience and keeps listening. */
  acceptInvite(): Promise<Outcome>;
  declineInvite(): Promise<Outcome>;
  setMuted(muted: boolean): Promise<Outcome>;
  leaveStage(): Promise<Outcome>;
  microphones(): Promise<readonly { readonly id: string; readonly label: string }[]>;
  chooseMicrophone(id: string): Promise<Outcome>;
  /** Next page of the audience. */
  showMoreAudience(): Promise<void>;

  invite(leaf: Leaf): Promise<Outcome>;
  dismissHand(leaf: Leaf): Promise<Outcome>;
  moveToAudience(leaf: Leaf): Promise<Outcome>;
  mute(leaf: Leaf): Promise<Outcome>;
  makeModerator(leaf: Leaf): Promise<Outcome>;
  remove(leaf: Leaf): Promise<Outcome>;
  freezeStage(frozen: boolean): Promise<Outcome>;
  answerKnock(request: number, letIn: boolean): Promise<void>;
  /** 0 turns it off; for those who are on probation already it goes on. */
  setProbation(seconds: number): Promise<Outcome>;
  /** Ends somebody's probation: the seat on stage is theirs. */
  keepOnStage(leaf: Leaf): Promise<Outcome>;

  /** `malformed` when it does not fit `cleanChat`. Done when the server has passed it on. */
  say(text: string): Promise<Outcome>;
  /** Nameless: nobody, this device included, is told whose it was. */
  react(sign: Reaction): Promise<Outcome>;
  /** Moderators; `malformed` when it does not fit `cleanLink` or is no title. */
  pin(url: string, title: string): Promise<Outcome>;
  unpin(): Promise<Outcome>;
  /** One's own message, or as a moderator anybody's. */
  hide(message: MessageId): Promise<Outcome>;
  setChat(who: ChatWho): Promise<Outcome>;
  /** Takes the right to write and react, or gives it back. Nobody silences a moderator. */
  silence(leaf: Leaf, silenced: boolean): Promise<Outcome>;
  /**
   * Proof of what somebody said in the last 30 s (as far as this device heard it, since it is in the room) and of their
   * last 50 messages, for `sealEvidence` of `@stoa/e2ee/evidence`. Rejects with `NoEvidence` when there is none.
   */
  evidence(leaf: Leaf): Promise<Uint8Array>;
  /** Every place that was contacted since this room was entered; also to be asked for after it. */
  receipt(): Promise<PathReceipt>;
  endRoom(): Promise<Outcome>;
  /** Leaves quietly: closes transport, socket and keys at once. */
  leave(): void;
};

export type Outcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly why: Refusal | 'microphoneDenied' | 'microphoneMissing' | 'microphoneBusy' | 'offline';
    };
