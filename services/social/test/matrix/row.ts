import type { Access, Endpoint, ErrorCode, RoomKind } from '@stoa/protocol/social';
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
  /** In the order of `viewerKinds`, with or without `anonymous`. */
  readonly expected: string;
  /** The owner has a live room of this kind, and the moderator is one of that room. */
  readonly room: RoomKind | undefined;
};

/**
 * Expected outcomes of stranger, follower, blocked, member, moderator, club admin and operator, in a line of seven words;
 * one word stands for all. Somebody without an account is always `signedOut` where one is needed; elsewhere answered as
 * a stranger, or by an eighth word in front.
 */
export function row<B extends z.ZodType, R extends z.ZodType, A extends Access>(
  call: Endpoint<B, R, A>,
  expected: string,
  body: (scene: Scene) => z.output<B>,
  absent?: (scene: Scene) => z.output<B>,
  about = '',
  room?: RoomKind,
): Row {
  return { call: call as unknown as Endpoint, about, body, absent, expected, room };
}

export function outcomesOf(row: Row): readonly string[] {
  const words = row.expected.split(/\s+/);
  if (words.length === 8) return words;
  const seven = words.length === 1 ? Array<string>(7).fill(words[0]!) : words;
  if (seven.length !== 7) throw new Error(`The line of ${row.call.path} has ${words.length} words.`);
  return [row.call.access === 'anyone' ? seven[0]! : 'signedOut', ...seven];
}
