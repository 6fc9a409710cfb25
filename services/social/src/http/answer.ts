import type { Access, Endpoint } from '@stoa/protocol/social';
import type { z } from 'zod';
import type { AccountViewer, Viewer } from './viewer.ts';

/** What an answer is given. */
export type Call<B, A extends Access = Access> = {
  readonly viewer: A extends 'anyone' ? Viewer : AccountViewer;
  readonly body: B;
  /** Unix time, ms. */
  readonly now: number;
  /** For budgets only: kept nowhere, written nowhere. */
  readonly address: string;
  /** The page that calls, already found to be one of ours; programs have none. */
  readonly origin: string | undefined;
  readonly cookie: CookieJar;
};

/** The session cookie of the reply. */
export type CookieJar = { set(token: string): void; clear(): void };

/**
 * A reply that is JSON text already, for the few calls that are asked so often that encoding would cost more than all the
 * rest. Whoever writes one answers for its shape: its tests decode it by the endpoint's schema.
 */
export class Written {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }
}

/** An endpoint and what answers it. */
export type Answer = {
  readonly endpoint: Endpoint;
  readonly handle: (call: Call<unknown>) => Promise<unknown>;
  /** Comes often and changes nothing: who calls need not be asked of the database each time (`lately.ts`). */
  readonly often?: boolean;
};

/** `answer(people.follow, async ({ viewer, body, now }) => reply)`; a no is `throw new Refusal(...)`. */
export function answer<B extends z.ZodType, R extends z.ZodType, A extends Access>(
  endpoint: Endpoint<B, R, A>,
  handle: (call: Call<z.output<B>, A>) => Promise<z.output<R> | Written>,
): Answer {
  return { endpoint: endpoint as unknown as Endpoint, handle: handle as Answer['handle'] };
}

/** For a call that comes often and changes nothing. */
export const often = (answer: Answer): Answer => ({ ...answer, often: true });
