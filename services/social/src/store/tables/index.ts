import type { AccountsTables } from './accounts.ts';

export type { Day } from './accounts.ts';

/** Every table, one type a feature. */
export type Tables = AccountsTables;
