import { sql } from 'kysely';
import type { Database } from '../ports.ts';

/** Rows fetched at a time. */
const page = 500;

/**
 * Everything that is stored, as text: each row of each table as JSON, bytes in hex. `control` comes back from the database
 * as a row of its own, so that whoever searches can tell that it sees.
 */
export async function* everyRow(
  db: Database,
  control: string,
): AsyncGenerator<{ readonly table: string; readonly text: string }> {
  const given = await sql<{ text: string }>`select to_json(${control}::text)::text as text`.execute(db);
  yield { table: 'control', text: given.rows[0]?.text ?? '' };
  const tables = await sql<{ schema: string; name: string }>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
    order by 1, 2`.execute(db);
  for (const { schema, name } of tables.rows) {
    for (let from = 0; ; from += page) {
      const { rows } = await sql<{ text: string }>`
        select row_to_json(each)::text as text from ${sql.table(`${schema}.${name}`)} as each
        order by ctid limit ${page} offset ${from}`.execute(db);
      for (const { text } of rows) yield { table: name, text };
      if (rows.length < page) break;
    }
  }
}
