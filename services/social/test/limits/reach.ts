import type { Access, AccountId, Endpoint } from '@stoa/protocol/social';
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { z } from 'zod';
import { newId, uuidOf } from '../../src/store/ids.ts';
import { type Got, type Person, randomly, useTown } from '../town.ts';

export type Town = ReturnType<typeof useTown>;

/** A town in which only the limits of the features hold. */
export const usePlainTown = (): Town =>
  useTown({
    callLimits: {
      perAddress: { perSecond: 1e6, burst: 1e6 },
      perAccount: { perSecond: 1e6, burst: 1e6 },
    },
  });

/** How often it was done before it was refused with this code. */
export async function doneBefore(
  code: string,
  attempt: (i: number) => Promise<Got<unknown>>,
  atMost = 2_000,
): Promise<number> {
  for (let i = 0; i < atMost; i++) {
    const got = await attempt(i);
    if (got.ok) continue;
    expect(got.error.code).toBe(code);
    if (code === 'tooFast') expect(got.error.retryInMs).toBeGreaterThan(0);
    return i;
  }
  return atMost;
}

/** `ok`, or the code of the error, for a body that may be none: it goes out as it is. */
export async function answerTo<B extends z.ZodType, R extends z.ZodType>(
  town: Town,
  person: Person,
  { path }: Endpoint<B, R, Access>,
  body: unknown,
): Promise<string> {
  const response = await town.app.inject({
    method: 'POST',
    url: path,
    headers: {
      host: town.origin.slice('http://'.length),
      origin: town.origin,
      cookie: person.cookie,
      'content-type': 'application/json',
    },
    payload: JSON.stringify(body),
  });
  return (response.json() as { error?: { code: string } }).error?.code ?? 'ok';
}

/** Accounts as rows alone. */
export async function plantAccounts(town: Town, count: number): Promise<AccountId[]> {
  const ids = Array.from({ length: count }, () => newId('account', randomly));
  const offset = planted;
  planted += count;
  await sql`insert into accounts (id, handle, handle_look, name, created_on)
    select id, 'planted_' || (n + ${offset}), 'planted' || (n + ${offset}), 'Planted', '2026-05-06'
    from unnest(${ids.map(uuidOf)}::uuid[]) with ordinality as planted (id, n)`.execute(town.db);
  return ids;
}
let planted = 0;

export const letters = (count: number, one = 'x'): string => one.repeat(count);

/** For tests of hundreds of calls, ms. */
export const patient = 120_000;
