import type { RoomHandle, Subject } from '@stoa/protocol';
import type { AccountId } from '@stoa/protocol/social';
import type { FastifyInstance } from 'fastify';
import type { Freshness } from './accounts/freshness.ts';
import type { Answer } from './http/answer.ts';
import type { Live } from './live/live.ts';
import type { News } from './news.ts';
import type { SocialOptions } from './options.ts';
import type { SocialPorts } from './ports.ts';
import type { Hall } from './rooms/hall.ts';
import type { Bans } from './safety/bans.ts';

/** What every feature is built from. */
export type House = SocialPorts & {
  readonly options: SocialOptions;
  readonly live: Live;
  readonly news: News;
  /** When each session last showed a passkey. */
  readonly freshness: Freshness;
  /** Who is shut out by the operator. */
  readonly bans: Bans;
  /** Live rooms, and who is in them. */
  readonly hall: Hall;
  /** Whom the voice plane sees in this room instead of the account. */
  pseudonym(account: AccountId, room: RoomHandle): Subject;
};

/** One feature of the app. */
export type Feature = {
  readonly answers: readonly Answer[];
  /** What is not a call: pictures, calendars, pages for link previews. */
  routes?(app: FastifyInstance): void;
  start?(): Promise<void> | void;
  stop?(): Promise<void> | void;
};

export type MakeFeature = (house: House) => Feature;
