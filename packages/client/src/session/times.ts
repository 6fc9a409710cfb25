import { limits } from '@stoa/protocol';

/** Milliseconds. */
export const times = {
  /** Ceiling of the first pause; it doubles with every failure. */
  firstPause: 500,
  longestPause: 15_000,
  /** Of a new offer over a socket that is well: a server that has too many of them says itself when to come back. */
  longestOfferPause: 3_000,
  /** The first way back to a seat takes so much longer for each person in the room. */
  crowdPausePerPerson: 0.8,
  longestCrowdPause: 4_000,
  ping: 5_000,
  /** Nothing heard for so long: the socket is dead, whatever the network stack believes. */
  dead: 10_000,
  /** The same, at most, when the network may have changed: as long as two answers took before, and at least this. */
  deadAfterChange: 2_000,
  answerAtLeast: 300,
  /**
   * Packets flowed, somebody ought to be sending, and nothing came for so long: the server is asked whether it is there. In a
   * large room later, since all ask when a speaker falls silent.
   */
  doubt: 300,
  doubtPerPerson: 0.2,
  longestDoubt: 1_000,
  /** The way back from a network that is gone is taken at once, give or take this and so much for each person in the room. */
  returnSpread: 100,
  returnSpreadPerPerson: 0.2,
  /** For a token call, a socket's challenge, an offer and its way to a connected transport, each. */
  patience: 10_000,
  /** A new offer that has to wait no longer than this is made at once and waits ready. */
  offerAhead: 1_000,
  /** After a move the transport before it stays so long, for what is under way. */
  overlap: 400,
  unreachable: 120_000,
  seatKept: limits.awayMs,
  /** Packets flowed, somebody ought to be sending, and no sign of life came for so long. */
  stall: 3_000,
  /** The same for `suspicion` after the network changed. */
  stallAfterChange: 800,
  suspicion: 5_000,
  /** A stall may be one speaker's fault and seen by all: new offers are spread over so much per participant. */
  stallSpreadPerPerson: 2,
  longestStallSpread: 10_000,
} as const;

/** Tries of a code that may pass by itself, but not for ever. */
export const fewTries = 3;

/** Exponential backoff with full jitter, never less than a millisecond. `chance` in [0, 1). */
export const pause = (attempt: number, chance: number, longest: number = times.longestPause): number =>
  Math.max(1, Math.floor(chance * Math.min(longest, times.firstPause * 2 ** Math.min(attempt, 10))));
