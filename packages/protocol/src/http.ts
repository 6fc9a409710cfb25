import { z } from 'zod';
import { bytes } from './bytes.ts';
import { Opaque } from './opaque.ts';

/** The app's HTTP calls. Handles travel in bodies, never in a path or query of a call. */

const room = z.codec(z.string().length(22), z.instanceof(Opaque<'room'>), {
  decode: (text) => new Opaque('room', text),
  encode: (value) => value.reveal(),
});
const token = z.codec(z.string().max(512), z.instanceof(Opaque<'token'>), {
  decode: (text) => new Opaque('token', text),
  encode: (value) => value.reveal(),
});

/** POST /api/rooms: a fresh handle and a token to open it. */
export const newRoomRequestSchema = z.object({ keyHash: bytes(32) });
export const newRoomResponseSchema = z.object({ room, token });

/** POST /api/tokens: a token to join, and the room's card. 404 `roomNotFound` for absent, ended and forbidden alike. */
export const tokenRequestSchema = z.object({ room, keyHash: bytes(32) });
export const tokenResponseSchema = z.object({ token, card: bytes(1, 2_048) });

/** POST /api/card: the room's card alone, for whoever looks before joining. 404 as above. */
export const cardRequestSchema = z.object({ room });
export const cardResponseSchema = z.object({ card: bytes(1, 2_048) });

/** Body of every answer that is not 2xx. `message` is a plain sentence for developers, without any input in it. */
export const httpErrorSchema = z.object({
  error: z.object({
    code: z.enum(['roomNotFound', 'malformed', 'tooFast', 'busy', 'notFound']),
    message: z.string(),
    retryInMs: z.int().min(0).optional(),
  }),
});
export type HttpError = z.infer<typeof httpErrorSchema>;
