import type { Database } from '@stoa/social';

type Rows = readonly Record<string, unknown>[];
type Compiled = Parameters<Database['executeQuery']>[0];

/** Runs SQL as it stands: what is asked here is about the database, not about its tables' types. */
async function ask(db: Database, sql: string): Promise<Rows> {
  const query = { sql, parameters: [], query: { kind: 'RawNode' }, queryId: { queryId: '' } };
  return (await db.executeQuery(query as unknown as Compiled)).rows as Rows;
}

/** Every row of every table as a line of JSON, as a backup would hold it. */
export async function allRows(db: Database): Promise<string[]> {
  const tables = await ask(
    db,
    "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname",
  );
  const lines: string[] = [];
  for (const { relname } of tables) {
    const rows = await ask(db, `select to_jsonb(t) as row from ${relname} as t`);
    lines.push(...rows.map(({ row }) => `${relname} ${JSON.stringify(row)}`).sort());
  }
  return lines;
}

/**
 * The number of the next transaction that writes: PostgreSQL gives numbers to those alone. Two equal answers mean that
 * nothing was written in between, not even for a moment.
 */
export async function nextWriter(db: Database): Promise<string> {
  const [row] = await ask(db, 'select pg_snapshot_xmax(pg_current_snapshot())::text as next');
  return String(row!.next);
}

/** Its own upkeep would be counted as writing. */
export async function withoutUpkeep(db: Database): Promise<void> {
  await ask(db, 'alter system set autovacuum = off');
  await ask(db, 'select pg_reload_conf()');
}

/** Puts something into the database in all the ways in which a program might. */
export async function plantRows(db: Database, id: Uint8Array, words: string): Promise<void> {
  const hex = Buffer.from(id).toString('hex');
  const base64 = Buffer.from(id).toString('base64url');
  await ask(db, 'create table planted (a uuid, b bytea, c text, d text, e jsonb, f text)');
  await ask(db, 'create index planted_by_text on planted (c)');
  await ask(
    db,
    `insert into planted values ('${hex}', decode('${hex}', 'hex'), '${hex}', '${base64}', '{"room":"${base64}"}', '${words}')`,
  );
  await ask(db, 'checkpoint');
}
