import type { Database } from '../ports.ts';
import { dayOf } from '../store/day.ts';
import { idOf } from '../store/ids.ts';
import { readHoldings, type Told } from './read-holdings.ts';
import { typedHandle } from './typed-handle.ts';

export type Disclosure = Told & { readonly format: 'stoa-disclosure'; readonly madeOn: string };

/** Everything that is stored about whoever has this handle (`@Ada` is `ada`); undefined when nobody has it. */
export async function disclose(db: Database, handle: string, now: number): Promise<Disclosure | undefined> {
  const row = await db
    .selectFrom('accounts')
    .where('handle', '=', typedHandle(handle))
    .select('id')
    .executeTakeFirst();
  if (!row) return undefined;
  const told = await readHoldings(db, idOf('account', row.id), 'operator');
  return { format: 'stoa-disclosure', madeOn: dayOf(now), ...told };
}
