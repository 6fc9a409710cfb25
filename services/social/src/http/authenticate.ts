import type { AccountViewer } from './viewer.ts';

/** What a request shows of its caller. */
export type Credential = { readonly cookie: string } | { readonly bearer: string };

/** Undefined for anything that is not a living session or token. `now` is Unix time, ms. */
export type Authenticate = (credential: Credential, now: number) => Promise<AccountViewer | undefined>;
