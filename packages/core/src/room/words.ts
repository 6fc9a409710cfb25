import type { CloseCode, Leaf, Refusal, RelaySeat, RoomCommand, RoomEvent, Subject } from '@stoa/protocol';

/** Who may raise a hand; `some`: whom the app named. */
export type HandsRule = 'all' | 'some' | 'off';

/** What happens to a room. Times come beside it, in milliseconds of one monotonic clock. */
export type RoomInput =
  /** A steward's device signed the admission and control wrote it into the log. */
  | { readonly type: 'admitted'; readonly leaf: Leaf; readonly subject: Subject }
  /** The signaling socket is gone without a word. */
  | { readonly type: 'socketLost'; readonly leaf: Leaf }
  | { readonly type: 'socketBack'; readonly leaf: Leaf }
  | { readonly type: 'left'; readonly leaf: Leaf }
  /** Breaks rules of the medium or the protocol: out, but free to come back. */
  | { readonly type: 'expelled'; readonly leaf: Leaf; readonly code: CloseCode }
  /** The app shuts this room to a person: out at once, and not in again, whether it is here or not. */
  | { readonly type: 'shutOut'; readonly subject: Subject }
  /** The app says who may raise a hand: everybody, those whom it names, nobody. */
  | { readonly type: 'handsRule'; readonly rule: HandsRule }
  | { readonly type: 'mayRaise'; readonly subject: Subject; readonly may: boolean }
  | { readonly type: 'command'; readonly leaf: Leaf; readonly command: RoomCommand }
  /** A sealed message, or reaction, of this person: its bytes are the shell's. */
  | { readonly type: 'say' | 'react'; readonly leaf: Leaf }
  /** The media transport can hear now, or no longer. */
  | { readonly type: 'consuming'; readonly leaf: Leaf; readonly on: boolean }
  /** A join request was given to the stewards that a device can answer by itself. */
  | { readonly type: 'stewardAsked' }
  /** A steward admitted, denied or signed a head. `open`: are other such requests still unanswered? */
  | {
      readonly type: 'stewardSpoke';
      readonly leaf: Leaf;
      readonly head: SignedHead | false;
      readonly open: boolean;
    }
  /** A head of a new generation of keys was accepted, of this moderator. */
  | { readonly type: 'generationStarted'; readonly leaf: Leaf }
  /** Nothing but time. */
  | { readonly type: 'tick' };

/** What happened after that time its steward may not have known: it may have signed before it heard of it. */
export type SignedHead = { readonly knownUntil: number };

/** What control tells the stewards because it alone knows it. */
export type FactKind = 'left' | 'onStage' | 'offStage' | 'selfMuted' | 'selfUnmuted';

/** What the shell has to do, in this order. */
export type RoomEffect =
  /** To everybody, numbered by the shell. */
  | { readonly type: 'event'; readonly event: RoomEvent }
  /** What the relay lets this person's transport do from now on. */
  | { readonly type: 'seat'; readonly leaf: Leaf; readonly seat: RelaySeat }
  /** The message that was put in goes to everybody, numbered as an event. */
  | { readonly type: 'said'; readonly leaf: Leaf }
  /** The reaction that was put in goes to everybody, soon. */
  | { readonly type: 'reacted' }
  /** To this person: may it write no longer, or again? The shell says so too on each of its sockets. */
  | { readonly type: 'silenced'; readonly leaf: Leaf; readonly silenced: boolean }
  /** To moderators: everybody who may not (`silencedLeaves`). */
  | { readonly type: 'silences' }
  /** To everybody: whose time on stage is limited (`probations`). */
  | { readonly type: 'probations' }
  /** Answer to the one command or message that was put in. */
  | { readonly type: 'done' }
  | { readonly type: 'refused'; readonly why: Refusal }
  | {
      readonly type: 'tell';
      readonly leaf: Leaf;
      readonly what: 'invited' | 'inviteWithdrawn' | 'startGeneration' | 'probationOver';
    }
  /** This person's stay is over: transport first, then the socket with this word. */
  | { readonly type: 'close'; readonly leaf: Leaf; readonly code: CloseCode }
  /** The order that came with the command goes to all stewards. */
  | { readonly type: 'order' }
  | { readonly type: 'fact'; readonly kind: FactKind; readonly leaf: Leaf }
  /** A new moderator: hand its device the admission log. */
  | { readonly type: 'stewardMade'; readonly leaf: Leaf }
  /** Which steward acts from now on. */
  | { readonly type: 'acting'; readonly leaf: Leaf }
  /** The era is over and everybody was closed: free it. */
  | { readonly type: 'ended' };
