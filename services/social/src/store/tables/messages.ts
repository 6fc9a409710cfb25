import type { Generated } from 'kysely';
import type { Day } from './accounts.ts';

/** Rows of migration 0006. */
export type MessagesTables = {
  message_ties: {
    account: string;
    other: string;
    standing: 'asked' | 'open' | 'refused';
    unanswered: Generated<number>;
    since_on: Day;
  };
  envelopes: {
    id: string;
    n: Generated<number>;
    device: string;
    owner: string;
    author: string;
    message: string;
    envelope: Uint8Array;
    arrived_on: Day;
  };
};
