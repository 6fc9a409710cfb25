import type { Generated, GeneratedAlways } from 'kysely';
import type { Day } from './accounts.ts';
import type { Terms } from './people.ts';

/** Rows of migration 0004. */
export type EventsTables = {
  events: {
    id: string;
    host: string;
    club: string | null;
    title: string;
    description: string;
    starts_at: Date;
    minutes: number;
    zone: string;
    audience: 'everyone' | 'club';
    sequence: Generated<number>;
    revised_at: Date;
    cancelled: Generated<boolean>;
    going: Generated<number>;
    search: Terms;
    n: GeneratedAlways<number>;
  };
  event_hosts: { event: string; account: string; accepted: Generated<boolean> };
  event_answers: {
    event: string;
    account: string;
    answer: 'going' | 'maybe';
    remind: number | null;
    remind_at: Date | null;
  };
  calendar_feeds: {
    id: string;
    account: string;
    club: string | null;
    token_hash: Uint8Array;
    created_on: Day;
  };
};
