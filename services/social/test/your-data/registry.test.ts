import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aboutNobody, holdings } from '../../src/your-data/registry.ts';
import { useDatabase } from '../database.ts';

const database = useDatabase();

type Reference = { table: string; column: string; to_table: string; to_column: string; on_delete: string };

async function references(): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    select own.relname as table, a.attname as column, other.relname as to_table, b.attname as to_column,
      c.confdeltype as on_delete
    from pg_catalog.pg_constraint c
    cross join lateral unnest(c.conkey, c.confkey) as pair (here, there)
    join pg_catalog.pg_class own on own.oid = c.conrelid
    join pg_catalog.pg_class other on other.oid = c.confrelid
    join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = pair.here
    join pg_catalog.pg_attribute b on b.attrelid = c.confrelid and b.attnum = pair.there
    where c.contype = 'f' and own.relnamespace = current_schema()::regnamespace`.execute(database.db);
  return rows;
}

/** Columns that hold an account's id since they refer to one, or to a column that does. */
async function holdAccounts(): Promise<Reference[]> {
  const all = await references();
  const known = new Set(['accounts.id']);
  const found: Reference[] = [];
  for (let grew = true; grew; ) {
    grew = false;
    for (const one of all) {
      if (found.includes(one) || !known.has(`${one.to_table}.${one.to_column}`)) continue;
      found.push(one);
      known.add(`${one.table}.${one.column}`);
      grew = true;
    }
  }
  return found;
}

async function unlisted(): Promise<string[]> {
  const listed = new Set(
    holdings.flatMap(({ table, views }) => views.map(({ whose }) => `${table}.${whose}`)),
  );
  const columns = new Set((await holdAccounts()).map(({ table, column }) => `${table}.${column}`));
  return [...columns].filter((name) => !listed.has(name)).sort();
}

test('Y1 every column that refers to accounts is in the registry, and its rows go with the account', async () => {
  const found = await holdAccounts();
  // By way of `follows`, too.
  expect(found.map(({ table, column }) => `${table}.${column}`)).toContain('bells.about');
  expect(await unlisted()).toEqual([]);
  expect(found.filter(({ on_delete }) => on_delete !== 'c')).toEqual([]);
});

test('Y1 a table that somebody adds and does not list is noticed', async () => {
  await sql`create table added (who uuid references accounts on delete cascade, said text)`.execute(
    database.db,
  );
  try {
    expect(await unlisted()).toEqual(['added.who']);
    expect(await strangers()).toEqual(['added']);
  } finally {
    await sql`drop table added`.execute(database.db);
  }
});

async function columnsOf(): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = current_schema()`.execute(database.db);
  const tables = new Map<string, string[]>();
  for (const { table, column } of rows) tables.set(table, [...(tables.get(table) ?? []), column]);
  return tables;
}

async function strangers(): Promise<string[]> {
  const listed = new Set<string>([...holdings.map(({ table }) => table), ...Object.keys(aboutNobody)]);
  return [...(await columnsOf()).keys()].filter((name) => !listed.has(name));
}

test('Y1 every table is listed, or stated to say nothing about an account; every column is shown, or stated why not', async () => {
  const tables = await columnsOf();
  expect(await strangers()).toEqual([]);
  for (const { table, columns } of holdings) {
    expect([table, Object.keys(columns).sort()]).toEqual([table, tables.get(table)?.sort()]);
  }
});

test('names of views are told apart', () => {
  const names = holdings.flatMap(({ views }) => views.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
});
