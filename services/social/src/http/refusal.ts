import type { ErrorCode } from '@stoa/protocol/social';

/** Thrown by an answer that is a no. The sentence is for developers and holds nothing of what was asked. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly retryInMs: number | undefined;
  /** Opens what somebody banned is told. */
  readonly ticket: string | undefined;

  constructor(code: ErrorCode, sentence: string, retryInMs?: number, ticket?: string) {
    super(sentence);
    this.code = code;
    this.retryInMs = retryInMs;
    this.ticket = ticket;
  }
}

export const statusOf: Readonly<Record<ErrorCode, number>> = {
  malformed: 400,
  signedOut: 401,
  notFound: 404,
  notAllowed: 403,
  needsPasskey: 403,
  taken: 409,
  tooFast: 429,
  tooMany: 409,
  busy: 503,
  full: 409,
  paused: 409,
  notYet: 409,
  banned: 403,
};

/** One sentence for everything that is absent or none of the caller's business. */
export const notFound = (): Refusal => new Refusal('notFound', 'There is no such thing, or not for you.');
