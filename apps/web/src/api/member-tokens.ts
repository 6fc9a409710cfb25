import type { TokenCalls } from '@stoa/client';
import { type RoomKind, rooms } from '@stoa/protocol/social';
import type { z } from 'zod';
import { type Call, CallRefused } from './call.ts';

/** How a room is opened by somebody with an account. */
export type RoomPlan = Omit<z.output<typeof rooms.create.body>, 'keyHash'>;
export type { RoomKind };

/**
 * Tokens for somebody who is signed in. The voice platform gets the same kind of token as for a guest, with a
 * pseudonym that is another one in each room.
 */
export function memberTokens(call: Call, plan?: RoomPlan): TokenCalls {
  return {
    newRoom: async (keyHash) => {
      if (!plan) return { ok: false, why: 'malformed' };
      return caught(() => call(rooms.create, { ...plan, keyHash: new Uint8Array(keyHash) }));
    },
    join: (room, keyHash) => caught(() => call(rooms.join, { room, keyHash: new Uint8Array(keyHash) })),
  };
}

type Failure = Extract<Awaited<ReturnType<TokenCalls['join']>>, { ok: false }>;

async function caught<T extends object>(
  make: () => Promise<T>,
): Promise<({ readonly ok: true } & T) | Failure> {
  try {
    return { ok: true, ...(await make()) };
  } catch (error) {
    if (!(error instanceof CallRefused)) return { ok: false, why: 'network' };
    return { ok: false, why: failures[error.why] ?? 'busy', retryInMs: error.retryInMs };
  }
}

const failures: Partial<Record<CallRefused['why'], Failure['why']>> = {
  notFound: 'roomNotFound',
  notAllowed: 'roomNotFound',
  full: 'busy',
  tooFast: 'tooFast',
  tooMany: 'tooFast',
  malformed: 'malformed',
  signedOut: 'notFound',
  offline: 'network',
};
