import { type CommandName, closeSchema, type Refusal } from '@stoa/protocol';

/** Why somebody was not let past the door: words for the log, which never holds who. */
export const doorFaults = [
  'tokenMalformed',
  'tokenOfOthers',
  'tokenExpired',
  'tokenFromFuture',
  'tokenUsed',
  'tokenStolen',
  'tokenWrongGrant',
  'proofWrong',
  'offerWithoutFingerprint',
  'resumeUnknown',
  'roomUnknown',
  'roomTaken',
  'roomFull',
  'barred',
  'tooManyJoins',
  'noRelay',
  'relaysFull',
  'noRelayInFence',
  'tooManyRooms',
  'addressTooFast',
  /** In a fleet: it is not known just now who owns the room. */
  'ownerUnsure',
] as const;
export type DoorFault = (typeof doorFaults)[number];

/** Why a socket was closed by us. */
export const socketFaults = [...closeSchema.options, 'silent', 'slowReader'] as const;
export type SocketFault = (typeof socketFaults)[number];

/** Log lines are made of these words alone: no id, name, handle, token or address fits in. */
export type LogLine =
  | { readonly event: 'doorRefused'; readonly why: DoorFault }
  | { readonly event: 'commandRefused'; readonly command: CommandName; readonly why: Refusal }
  | { readonly event: 'stewardMessageRefused'; readonly why: 'notSteward' | 'outOfOrder' }
  | { readonly event: 'socketClosed'; readonly why: SocketFault }
  | { readonly event: 'offerRefused' }
  | { readonly event: 'publisherFlooding' }
  /** A mistake of this program while it handled a message. */
  | { readonly event: 'fault' }
  | { readonly event: 'relayLost' | 'relayBack' | 'eraBegan' | 'eraEnded' }
  /** In a fleet: a room of a process that has ended goes on here; nobody knows it any more; this process was taken for ended. */
  | { readonly event: 'eraTaken' | 'eraForgotten' | 'replaced' };
