import { type Call, CallRefused, type Refused } from '../api/call.ts';
import type { LiveLine } from '../api/live-line.ts';

/**
 * A server that says what a test, or a picture, wants: by path, a reply, a refusal, or what makes one of the body.
 * Whatever is not listed is refused as it is to somebody who is not signed in.
 */
export type Replies = { readonly [path: string]: unknown };

export const refused = (why: Refused, retryInMs?: number) => () => {
  throw new CallRefused(why, retryInMs);
};

export function callOf(replies: Replies): Call {
  return async (endpoint, body) => {
    const reply = replies[endpoint.path];
    if (reply === undefined) throw new CallRefused('signedOut');
    const said: unknown = typeof reply === 'function' ? await reply(body) : reply;
    return endpoint.reply.parse(said) as never;
  };
}

/** A page that hears nothing by itself. */
export const silentLine = (): LiveLine => ({
  start: () => {},
  close: () => {},
  keepSaying: () => {},
  onMessage: () => () => {},
  isConnected: () => true,
  isLost: () => false,
  subscribe: () => () => {},
});
