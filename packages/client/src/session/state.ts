import type { CloseCode, HttpError } from '@stoa/protocol';
import type { CloseReason } from '../room-view.ts';

/**
 * One device's way into a room and its stay there. Sockets, transports and lives are numbered, so that word of an
 * old one can be told from word of the present one. A `life` is one fresh join: its keys, its token, its seat.
 */
export type SessionState = {
  readonly stay: Stay;
  readonly socket: Socket;
  readonly media: Media;
  /** The transport beside the present one, while this device moves or keeps a spare. */
  readonly second: Second;
  /** The one before a move, while something of it may be under way. */
  readonly older: { readonly n: number; readonly until: number } | undefined;
  readonly life: number;
  readonly sockets: number;
  /** Number of the present transport. */
  readonly transports: number;
  /** Highest number that a transport has had. */
  readonly lastTransport: number;
  /** Tries that failed since a seat was last held. */
  readonly attempt: number;
  /** Since when there is neither a seat with a socket nor a place at the door. */
  readonly offlineSince: number | undefined;
  /** Offers that failed in a row. */
  readonly mediaFailures: number;
  /** From a ping to the next word of the server. */
  readonly roundTrip: number;
  /** The last try was answered: there is no room just now. */
  readonly full: boolean;
  /** People in the room, as last heard. */
  readonly crowd: number;
  /** Has this device ever been let in? */
  readonly wasIn: boolean;
};

export type Stay =
  | { readonly is: 'idle' }
  /** Between two fresh joins. */
  | { readonly is: 'pausing'; readonly until: number }
  | {
      readonly is: 'entering';
      readonly ticket: boolean;
      readonly introduced: boolean;
      readonly waitingFor: 'steward' | 'knock' | undefined;
      readonly since: number;
    }
  /** `lostAt`: the socket is gone since then, the seat is still kept. */
  | { readonly is: 'in'; readonly lostAt: number | undefined }
  | { readonly is: 'closed'; readonly why: CloseReason; readonly retryInMs: number | undefined };

export type Socket =
  | { readonly is: 'none' }
  | { readonly is: 'pausing'; readonly until: number }
  | { readonly is: 'opening'; readonly since: number }
  /** `pingedAt`: of a ping whose answer is not there yet; `doubted`: it was sent to see whether the network is there. */
  | {
      readonly is: 'open';
      readonly pingAt: number;
      readonly deadAt: number;
      readonly pingedAt?: number;
      readonly doubted?: boolean;
    };

export type Media =
  | { readonly is: 'none' }
  | { readonly is: 'pausing'; readonly until: number }
  /** `sendAt`: not to be sent before. */
  | { readonly is: 'making'; readonly since: number; readonly sendAt: number }
  /** The offer is made and has not been sent. */
  | { readonly is: 'ready'; readonly sendAt: number }
  | { readonly is: 'offered'; readonly since: number }
  /** `flowing`: packets have come through this transport; `movedAt`: when the last of them was seen. */
  | {
      readonly is: 'up';
      readonly packets: number;
      readonly movedAt: number;
      readonly flowing: boolean;
      readonly suspectUntil: number;
      /** The server was asked during this silence whether the network is there. */
      readonly doubted?: boolean;
    };

export type Second =
  | { readonly is: 'none' }
  /** Asked for: made at a moment of its own, so that not all who are asked come at once. */
  | { readonly is: 'pausing'; readonly until: number }
  | { readonly is: 'making'; readonly n: number; readonly since: number }
  /** `wanted`: control uses it already. */
  | { readonly is: 'offered'; readonly n: number; readonly since: number; readonly wanted: boolean }
  | { readonly is: 'up'; readonly n: number };

export type SessionInput =
  | { readonly type: 'start' }
  | { readonly type: 'leave' }
  | { readonly type: 'wake' }
  /** The network came back or changed: waiting any longer is pointless. */
  | { readonly type: 'networkChanged' }
  | { readonly type: 'ticketHeld'; readonly life: number }
  | {
      readonly type: 'ticketFailed';
      readonly life: number;
      readonly why: HttpError['error']['code'] | 'network';
      readonly retryInMs?: number | undefined;
    }
  /** The keys do not fit the link, the device cannot do what they need, or the way leads outside of the fence. */
  | {
      readonly type: 'keysRefused';
      readonly life: number;
      readonly why:
        | 'wrongLink'
        | 'secretMissing'
        | 'unsupportedBrowser'
        | 'otherVersion'
        | 'outsideFence'
        | 'directoryRefused';
    }
  | { readonly type: 'socketClosed'; readonly socket: number }
  | { readonly type: 'challenged'; readonly socket: number }
  | { readonly type: 'waiting'; readonly socket: number; readonly for: 'steward' | 'knock' }
  | { readonly type: 'admitted'; readonly socket: number }
  | { readonly type: 'resumed'; readonly socket: number }
  /** `next`: of the second transport with that number. */
  | {
      readonly type: 'answer';
      readonly socket: number;
      readonly answer: string;
      readonly next?: number | undefined;
    }
  | {
      readonly type: 'mediaLost';
      readonly socket: number;
      readonly retryInMs: number;
      readonly next?: number | undefined;
    }
  /** A second transport is wanted within so many milliseconds. */
  | { readonly type: 'move'; readonly socket: number; readonly by: number }
  /** The second transport with that number carries everything now. */
  | { readonly type: 'moved'; readonly socket: number; readonly next: number }
  | {
      readonly type: 'closed';
      readonly socket: number;
      readonly code: CloseCode;
      readonly retryInMs?: number | undefined;
    }
  /** Any other message: the server lives. */
  | { readonly type: 'heard'; readonly socket: number }
  | { readonly type: 'offerMade'; readonly transport: number }
  | { readonly type: 'transportUp'; readonly transport: number }
  | { readonly type: 'transportDown'; readonly transport: number }
  /**
   * Signs of life received so far (packets, answers to connectivity checks); `expected`: somebody on the signed
   * stage ought to be sending; `crowd`: people in the room.
   */
  | {
      readonly type: 'traffic';
      readonly transport: number;
      readonly packets: number;
      readonly expected: boolean;
      readonly crowd: number;
    };

export type SessionEffect =
  /** Fresh keys, then the token call. Answered by `ticketHeld`, `ticketFailed` or `keysRefused`. */
  | { readonly do: 'askTicket'; readonly life: number }
  /** Erase the keys of that life. */
  | { readonly do: 'endLife'; readonly life: number }
  /** Answered by `challenged` or `socketClosed`. */
  | { readonly do: 'openSocket'; readonly socket: number }
  | { readonly do: 'closeSocket'; readonly socket: number }
  /** Send `open` or `join` with the offer of that transport. */
  | { readonly do: 'introduce'; readonly socket: number; readonly transport: number }
  | { readonly do: 'resume'; readonly socket: number }
  | { readonly do: 'ping'; readonly socket: number }
  | { readonly do: 'sayLeave'; readonly socket: number }
  /** Answered by `offerMade` or `transportDown`. `second`: it neither sends nor plays before `carry`. */
  | { readonly do: 'makeOffer'; readonly transport: number; readonly second?: true }
  | {
      readonly do: 'sendOffer';
      readonly socket: number;
      readonly transport: number;
      readonly second?: true;
    }
  /** Answered by `transportUp` or `transportDown`. */
  | { readonly do: 'acceptAnswer'; readonly transport: number; readonly answer: string }
  /** Everything goes through that one from now on; the one before only brings what is under way. */
  | { readonly do: 'carry'; readonly transport: number }
  | { readonly do: 'closeTransport'; readonly transport: number };

export type SessionStep = {
  readonly state: SessionState;
  readonly effects: readonly SessionEffect[];
  readonly wakeAt: number | undefined;
};

export const newSession: SessionState = {
  stay: { is: 'idle' },
  socket: { is: 'none' },
  media: { is: 'none' },
  second: { is: 'none' },
  older: undefined,
  life: 0,
  sockets: 0,
  transports: 0,
  lastTransport: 0,
  attempt: 0,
  offlineSince: undefined,
  mediaFailures: 0,
  roundTrip: 100,
  full: false,
  crowd: 0,
  wasIn: false,
};

/** A transport that has just come up, or has just begun to carry: what it brought before says nothing about its path. */
export const freshlyUp = (now: number): Media => ({
  is: 'up',
  packets: 0,
  movedAt: now,
  flowing: false,
  suspectUntil: 0,
});

/** Is this the transport that an offer is being made for? */
export const isMaking = ({ media, second, transports }: SessionState, n: number): boolean =>
  second.is === 'making' && second.n === n ? true : transports === n && media.is === 'making';
