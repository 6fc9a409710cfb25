import type { Generated, GeneratedAlways } from 'kysely';
import type { Day } from './accounts.ts';
import type { Terms } from './people.ts';

/** Rows of migration 0003. */
export type ClubsTables = {
  clubs: {
    id: string;
    name: string;
    description: string;
    rules: string[];
    rules_version: Generated<number>;
    way_in: 'open' | 'request' | 'invitation';
    in_directory: boolean;
    members: Generated<number>;
    created_on: Day;
    search: Terms;
  };
  club_people: {
    club: string;
    account: string;
    standing: 'requested' | 'invited' | 'banned' | 'member' | 'admin' | 'owner';
    rules_version: number | null;
    n: GeneratedAlways<number>;
  };
};
