import { z } from 'zod';
import {
  type ClientMessage,
  clientMessageSchema,
  type ServerMessage,
  serverMessageSchema,
} from './messages.ts';
import { pad } from './padding.ts';

/** Text of a message as it goes onto the socket. Throws only on a programming error (a message that is no message). */
export const encodeClientMessage = (message: ClientMessage): string =>
  pad(JSON.stringify(z.encode(clientMessageSchema, message)));
export const encodeServerMessage = (message: ServerMessage): string =>
  pad(JSON.stringify(z.encode(serverMessageSchema, message)));

/** Undefined for anything that is not exactly a message; the text itself is never echoed into an error. */
export const decodeClientMessage = (text: string): ClientMessage | undefined =>
  decode(clientMessageSchema, text);
export const decodeServerMessage = (text: string): ServerMessage | undefined =>
  decode(serverMessageSchema, text);

function decode<S extends z.ZodType>(schema: S, text: string): z.output<S> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const result = schema.safeParse(json);
  return result.success ? result.data : undefined;
}
