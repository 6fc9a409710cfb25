import type { Access, Endpoint, ErrorCode } from '@stoa/protocol/social';
import type { z } from 'zod';
import type { Scene } from './scene.ts';

/** `ok`, or the code of the error. */
export type Outcome = 'ok' | ErrorCode;

/** One line of the table: a call, what it is about, and what each kind of viewer is answered. */
export type Row = {
  readonly call: Endpoint;
  /** Where a call has several lines. */
  readonly about: string;
  readonly body: (scene: Scene) => unknown;
  /** The same about something that does not exist: whoever gets `notFound` gets exactly the same answer for both. */
  readonly absent: ((scene: Scene) => unknown) | undefined;
  /** In the order of `viewerKinds`, after `anonymous`. */
  readonly expected: string;
};

/**
 * Expected outcomes of stranger, follower, blocked, member, moderator, club admin and operator, in a line of seven words;
 * one word stands for all. Somebody without an account is always `signedOut` where one is needed.
 */
export function row<B extends z.ZodType, R extends z.ZodType, A extends Access>(
  call: Endpoint<B, R, A>,
  expected: string,
  body: (scene: Scene) => z.output<B>,
  absent?: (scene: Scene) => z.output<B>,
  about = '',
): Row {
  return { call: call as unknown as Endpoint, about, body, absent, expected };
}

export function outcomesOf(row: Row): readonly string[] {
  const words = row.expected.split(/\s+/);
  const seven = words.length === 1 ? Array<string>(7).fill(words[0]!) : words;
  if (seven.length !== 7) throw new Error(`The line of ${row.call.path} has ${words.length} words.`);
  return [row.call.access === 'anyone' ? seven[0]! : 'signedOut', ...seven];
}
