import type { AccountId } from '@stoa/protocol/social';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../ports.ts';
import { idOf, uuidOf } from '../store/ids.ts';
import type { Tables } from '../store/tables/index.ts';
import type { Holding, View, Way } from './holding.ts';
import { holdings } from './registry.ts';

export type Told = {
  readonly data: Record<string, Record<string, unknown>[]>;
  readonly withheld: Record<string, string>;
};

/** Everything that is stored about somebody, at one moment: for the person, or for the operator. */
export async function readHoldings(db: Database, account: AccountId, to: View['to']): Promise<Told> {
  const me = uuidOf(account);
  return await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const told: Told = { data: {}, withheld: {} };
      for (const one of holdings) {
        for (const view of one.views) {
          if (view.to === 'operator' && to === 'person') continue;
          told.data[view.name] = await readView(trx, me, one, view, to);
          for (const [column, way] of Object.entries(one.columns)) {
            if (typeof way === 'object') told.withheld[`${view.name}.${column}`] = way.withheld;
          }
        }
      }
      return told;
    });
}

async function readView(
  trx: Transaction<Tables>,
  me: string,
  { table, columns }: Holding,
  view: View,
  to: View['to'],
): Promise<Record<string, unknown>[]> {
  // That it is the person itself goes without saying in every row.
  const shown = Object.entries(columns).filter(
    ([column, way]) => typeof way === 'string' && !(way === 'person' && column === view.whose),
  );
  const list = sql.join(
    shown.map(([column, way]) => sql`${shownAs(column, way, me, to)} as ${sql.ref(column)}`),
  );
  const { rows } = await sql<Record<string, unknown>>`
    select ${list} from ${sql.table(table)} as t where ${whose(view, me)}
    ${order(columns)}`.execute(trx);
  const ids = new Set(shown.filter(([, way]) => way === 'id').map(([column]) => column));
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOf(value, ids.has(name))])),
  );
}

const order = (columns: Holding['columns']) => ('n' in columns ? sql`order by t.n` : sql``);

function whose({ whose, picture, but, alone }: View, me: string): RawBuilder<boolean> {
  const about = picture ? sql`(select image from accounts where id = ${me})` : sql`${me}`;
  const except = but ? sql` and t.${sql.ref(but.column)} <> ${but.value}` : sql``;
  const only = alone ? sql` and t.${sql.ref(alone.column)} = ${alone.value}` : sql``;
  return sql`t.${sql.ref(whose)} = ${about}${except}${only}`;
}

function shownAs(column: string, way: Way, me: string, to: View['to']): RawBuilder<unknown> {
  const ref = sql`t.${sql.ref(column)}`;
  switch (way) {
    case 'person':
      // Who has blocked the person, or is banned, is hidden in the app; it is not to be found out by an export.
      return to === 'operator'
        ? sql`(select handle from accounts where id = ${ref})`
        : sql`(select handle from accounts join people on people.account = accounts.id
            where accounts.id = ${ref} and not people.gone
            and not exists (select from blocks where blocker = ${ref} and blocked = ${me}))`;
    case 'club':
      return sql`(select name from clubs where id = ${ref})`;
    case 'event':
      return sql`(select title from events where id = ${ref})`;
    default:
      return ref;
  }
}

function textOf(value: unknown, isId: boolean): unknown {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64url');
  return isId && typeof value === 'string' ? idOf('row', value).reveal() : value;
}
