import type { Day } from './accounts.ts';

/** Rows of migration 0008. */
export type YourDataTables = {
  leaving: { account: string; asked_on: Day };
};
