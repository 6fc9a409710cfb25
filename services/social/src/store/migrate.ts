import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { DatabaseFault } from './fault.ts';

export type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };

const folder = join(import.meta.dirname, 'migrations');
/** Any number, the same in every process: two that start at once take turns. */
const lockNumber = 7_305_151;

/** `NNNN-feature.sql`, in the order of their numbers. */
export function readMigrations(from: string = folder): readonly Migration[] {
  return readdirSync(from)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(from, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Forward only, all or nothing, one process at a time. A file that was applied and then changed, or one that this
 * program does not know, is an error: the tables would not be what the program thinks.
 */
export async function migrate(
  pool: pg.Pool,
  migrations: readonly Migration[] = readMigrations(),
): Promise<readonly string[]> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [lockNumber]);
    await client.query(
      'create table if not exists migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from migrations',
    );
    const applied = new Map(rows.map((row) => [row.name, row.checksum]));
    check(applied, migrations);
    const missing = migrations.filter(({ name }) => !applied.has(name));
    for (const { name, sql, checksum } of missing) {
      await client.query(sql);
      await client.query('insert into migrations (name, checksum) values ($1, $2)', [name, checksum]);
    }
    await client.query('commit');
    return missing.map(({ name }) => name);
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

function check(applied: ReadonlyMap<string, string>, known: readonly Migration[]): void {
  const names = new Set(known.map(({ name }) => name));
  for (const name of applied.keys()) {
    if (!names.has(name)) {
      throw new DatabaseFault(
        'The database was used by a newer Stoa: start that one, or restore a backup of before.',
      );
    }
  }
  for (const { name, checksum } of known) {
    const before = applied.get(name);
    if (before !== undefined && before !== checksum) {
      throw new DatabaseFault(
        `Migration ${name} is not the one that made these tables: use an unchanged release of Stoa.`,
      );
    }
  }
}
