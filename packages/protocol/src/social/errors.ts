import { z } from 'zod';

/** Why a call was not answered. */
export const errorCodeSchema = z.enum([
  'malformed',
  'signedOut',
  /** Absent and forbidden get this same answer. */
  'notFound',
  /** The caller may not do this to something it can see. Never says that something hidden exists. */
  'notAllowed',
  /** Asks for a passkey again: the last assertion is older than five minutes. */
  'needsPasskey',
  /** Somebody has it: a handle, a club's name. */
  'taken',
  'tooFast',
  'tooMany',
  'busy',
  'full',
  'paused',
  /** It will be allowed later; `retryInMs` says when. */
  'notYet',
  /** The operator has shut the account out; `ticket` opens what the person is told, `retryInMs` says how long it lasts. */
  'banned',
]);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** Body of every answer that is not 2xx. `message` is a plain sentence for developers, without any input in it. */
export const errorBodySchema = z.object({
  error: z.object({
    code: errorCodeSchema,
    message: z.string(),
    retryInMs: z.int().min(0).optional(),
    ticket: z.string().optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;
