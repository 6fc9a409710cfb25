import { z } from 'zod';
import { hallwayLive, hallwayRequests } from './hallway.ts';

/** The WebSocket `/live` of a signed-in page. What the server says, as JSON text. */
export const liveMessageSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('hello') }),
  z.object({ t: z.literal('pong') }),
  /** This session was ended here or elsewhere; the socket closes. */
  z.object({ t: z.literal('signedOut') }),
  /** The operator shut the account out; `ticket` opens what the person is told (`safety.ban`). `signedOut` follows. */
  z.object({ t: z.literal('banned'), ticket: z.string() }),
  /** The account changed (profile, passkeys, recovery): ask `accounts.me` again. */
  z.object({ t: z.literal('meChanged') }),
  /** Somebody enrolled a passkey with the recovery code; it works from then on (Unix ms) unless a session cancels. */
  z.object({ t: z.literal('recoveryBegun'), usableAt: z.int() }),
  /** The list of notifications has something new, or is read: how many are unread. */
  z.object({ t: z.literal('notices'), unread: z.int() }),
  /** Something waits for the device of this session, or a request was answered elsewhere: ask `messages.fetch`. */
  z.object({ t: z.literal('messages') }),
  ...hallwayLive,
]);
export type LiveMessage = z.infer<typeof liveMessageSchema>;

/** What a page may say. */
export const liveRequestSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('ping') }),
  ...hallwayRequests,
]);
export type LiveRequest = z.infer<typeof liveRequestSchema>;
