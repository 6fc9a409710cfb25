import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

/** Rows of migrations 0002 and 0009. */
export type PeopleTables = {
  people: {
    account: string;
    followers: Generated<number>;
    following: Generated<number>;
    lists_private: Generated<boolean>;
    /** Migration 0009: banned by the operator. */
    gone: Generated<boolean>;
    search: Terms;
  };
  follows: { follower: string; followed: string; n: GeneratedAlways<number> };
  blocks: { blocker: string; blocked: string; n: GeneratedAlways<number> };
  mutes: { muter: string; muted: string; n: GeneratedAlways<number> };
};

/** A `tsvector`: written by `store/search.ts`, never read. */
export type Terms = ColumnType<never, unknown, unknown>;
