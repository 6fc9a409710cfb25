import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from '../ports.ts';
import { DatabaseFault } from './fault.ts';
import { migrate } from './migrate.ts';
import { PlanningClient } from './planned.ts';
import type { Tables } from './tables/index.ts';

/** Where a database is: a URL, or the socket folder of our own. */
export type DatabaseAddress =
  | { readonly url: string }
  | { readonly socketFolder: string; readonly user: string; readonly database: string };

export type OpenDatabase = {
  readonly db: Database;
  /** Connections there are, those that do nothing, calls that wait for one, and the most there may be. */
  use(): PoolUse;
  close(): Promise<void>;
};
export type PoolUse = {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
  readonly most: number;
};

/** The oldest version that the statements are written for. */
export const oldestVersion = 15;
const connectMs = 10_000;

/** Connects, checks the version and brings the tables up to date. Throws a `DatabaseFault`. */
export async function openDatabase(
  address: DatabaseAddress,
  options: { readonly connections?: number; readonly onLost?: () => void } = {},
): Promise<OpenDatabase> {
  const most = options.connections ?? 20;
  const pool = new pg.Pool({
    ...connectionOf(address),
    Client: PlanningClient,
    max: most,
    connectionTimeoutMillis: connectMs,
    application_name: 'stoa',
    types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
  });
  // Without a listener an idle connection that the server closes would end this process.
  pool.on('error', () => options.onLost?.());
  // The pool listens to idle ones alone; one that is lost between two statements of a transaction would end it too. The
  // transaction learns of it by its next statement.
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await checkVersion(pool);
    await migrate(pool);
  } catch (error) {
    await pool.end();
    throw asFault(error);
  }
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const use = () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount, most });
  return { db, use, close: () => db.destroy() };
}

export function connectionOf(address: DatabaseAddress): pg.ClientConfig {
  if (!('url' in address)) {
    return { host: address.socketFolder, user: address.user, database: address.database };
  }
  if (!/^postgres(ql)?:\/\//.test(address.url) || !URL.canParse(address.url)) {
    throw new DatabaseFault(
      'DATABASE_URL must be the address of a PostgreSQL database, such as postgres://stoa:password@localhost/stoa.',
    );
  }
  return { connectionString: address.url };
}

/** Numbers as numbers, days as text; everything else as the driver has it. */
function parserOf(type: number, format?: 'text' | 'binary') {
  if (format !== 'binary') {
    if (type === pg.types.builtins.INT8) return Number;
    if (type === pg.types.builtins.DATE) return (text: string) => text;
  }
  return pg.types.getTypeParser(type, format as 'text');
}

async function checkVersion(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: string }>(
    "select current_setting('server_version_num') as version",
  );
  const major = Math.floor(Number(rows[0]?.version) / 10_000);
  if (major >= oldestVersion) return;
  throw new DatabaseFault(`The database is PostgreSQL ${major}; Stoa needs ${oldestVersion} or later.`);
}

/** The driver's words may hold names and addresses: only their code is used. */
export function asFault(error: unknown): unknown {
  if (error instanceof DatabaseFault) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOENT':
      return new DatabaseFault(
        'The database does not answer: start it, or correct host and port in DATABASE_URL.',
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new DatabaseFault('The host in DATABASE_URL is not known.');
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return new DatabaseFault(
        'The database cannot be reached over the network: check host, port and firewall.',
      );
    case '28P01':
    case '28000':
      return new DatabaseFault('The database refuses the user or the password in DATABASE_URL.');
    case '3D000':
      return new DatabaseFault('The database named in DATABASE_URL does not exist: create it first.');
    case '42501':
      return new DatabaseFault(
        'The database user in DATABASE_URL may not create tables: grant it, or use the owner.',
      );
    case '53300':
      return new DatabaseFault('The database has no free connections: raise its max_connections.');
    case '57P03':
      return new DatabaseFault('The database is still starting: try again in a moment.');
    default:
      if (error instanceof Error && /timeout/i.test(error.message)) {
        return new DatabaseFault('The database did not answer within ten seconds.');
      }
      if (error instanceof Error && /password|SASL|SCRAM/i.test(error.message)) {
        return new DatabaseFault('The database refuses the user or the password in DATABASE_URL.');
      }
      return error;
  }
}
