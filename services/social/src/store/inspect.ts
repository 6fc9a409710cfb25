import pg from 'pg';
import { knownPushHosts } from '../notifications/push-hosts.ts';
import { asFault, connectionOf, type DatabaseAddress, oldestVersion } from './database.ts';
import { readMigrations } from './migrate.ts';

/** A database as it is found: nothing in it is changed. */
export type DatabaseInspection = {
  readonly major: number;
  readonly oldest: number;
  /** Its clock, in milliseconds since 1970, and how long the answer took. */
  readonly unix: number;
  readonly tookMs: number;
  readonly tables: 'none' | 'ours' | 'older' | 'newer';
  readonly maxConnections: number;
  /** Push services that people use, of the known ones; undefined: there are no such tables yet. */
  readonly pushHosts: readonly string[] | undefined;
};

const patienceMs = 5_000;

/** Looks at a database for an operator. Throws a `DatabaseFault`. */
export async function inspectDatabase(address: DatabaseAddress): Promise<DatabaseInspection> {
  const client = new pg.Client({
    ...connectionOf(address),
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
    application_name: 'stoa doctor',
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const asked = performance.now();
    const { rows } = await client.query<{ version: string; unix: number; connections: string }>(
      `select current_setting('server_version_num') as version, current_setting('max_connections') as connections,
        (extract(epoch from clock_timestamp()) * 1000)::float8 as unix`,
    );
    const tookMs = performance.now() - asked;
    const applied = await rowsOf<{ name: string }>(client, 'migrations', 'select name from migrations');
    const endpoints = await rowsOf<{ host: string }>(
      client,
      'push_subscriptions',
      "select distinct substring(endpoint from '^https://([^/:]+)') as host from push_subscriptions",
    );
    const [server] = rows;
    return {
      major: Math.floor(Number(server?.version) / 10_000),
      oldest: oldestVersion,
      unix: server?.unix ?? Number.NaN,
      tookMs,
      tables: tablesOf(applied?.map(({ name }) => name)),
      maxConnections: Number(server?.connections),
      pushHosts: endpoints && knownAmong(endpoints.map(({ host }) => host)),
    };
  } catch (error) {
    throw asFault(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function rowsOf<Row extends pg.QueryResultRow>(
  client: pg.Client,
  table: string,
  query: string,
): Promise<readonly Row[] | undefined> {
  const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    table,
  ]);
  return rows[0]?.there ? (await client.query<Row>(query)).rows : undefined;
}

function tablesOf(applied: readonly string[] | undefined): DatabaseInspection['tables'] {
  if (!applied) return 'none';
  const known = readMigrations().map(({ name }) => name);
  if (applied.some((name) => !known.includes(name))) return 'newer';
  return known.every((name) => applied.includes(name)) ? 'ours' : 'older';
}

const knownAmong = (hosts: readonly string[]): string[] =>
  knownPushHosts.filter((known) =>
    hosts.some((host) => (known.startsWith('.') ? host.endsWith(known) : host === known)),
  );
