import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import type { Database } from '../src/ports.ts';
import { type OpenDatabase, openDatabase } from '../src/store/database.ts';
import { startEmbedded } from '../src/store/embedded/start.ts';
import { readMigrations } from '../src/store/migrate.ts';
import { testDatabaseUrl } from './config.ts';

const templatePrefix = 'stoa-test-template-';

/**
 * An empty, migrated database of its own for one test file: `const database = useDatabase()`, then `database.db` inside
 * tests. A cluster for the file unless TEST_DATABASE_URL names a server; then a copy of a template there.
 */
export function useDatabase(): { readonly db: Database } {
  let open: OpenDatabase | undefined;
  let end = async () => {};
  beforeAll(async () => {
    const started = testDatabaseUrl ? await copyOnServer(testDatabaseUrl) : await ownCluster();
    open = started.open;
    end = started.end;
  }, 60_000);
  afterAll(async () => {
    await open?.close();
    await end();
  });
  return {
    get db() {
      if (!open) throw new Error('The database is there inside tests only.');
      return open.db;
    },
  };
}

async function ownCluster() {
  const template = await templateCluster();
  const folder = await newFolder('stoa-test-');
  await promisify(execFile)('cp', ['-a', join(template, 'postgres'), folder]);
  const embedded = await startEmbedded({ folder, unsafe: true });
  const open = await openDatabase(embedded.address, { connections: 8 });
  const end = async () => {
    await embedded.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { open, end };
}

/** A stopped cluster with all tables, made once for these migrations; copying it is faster than making one. */
async function templateCluster(): Promise<string> {
  const template = join(tmpdir(), `${templatePrefix}${schemaHash()}`);
  if (existsSync(template)) return template;
  const folder = await newFolder('stoa-test-');
  const embedded = await startEmbedded({ folder, unsafe: true });
  await (await openDatabase(embedded.address)).close();
  await embedded.stop();
  await rename(folder, template).catch(() => rm(folder, { recursive: true, force: true }));
  await removeOldTemplates(template);
  return template;
}

async function removeOldTemplates(present: string): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const path = join(tmpdir(), name);
    if (!name.startsWith(templatePrefix) || path === present) continue;
    const made = await stat(path).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > 600_000) await rm(path, { recursive: true, force: true });
  }
}

async function newFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  // The database's user has to pass through.
  await chmod(folder, 0o711);
  return folder;
}

function schemaHash(): string {
  const all = readMigrations().map(({ name, checksum }) => name + checksum);
  return createHash('sha256').update(all.join()).digest('hex').slice(0, 12);
}

async function copyOnServer(server: string) {
  const template = `stoa_template_${schemaHash()}`;
  const name = `stoa_test_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    // Test files start at the same time; the first makes the template.
    await admin.query('select pg_advisory_lock(7305152)');
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [template]);
    if (!rowCount) {
      await admin.query(`drop database if exists ${template}_new`);
      await admin.query(`create database ${template}_new`);
      await (await openDatabase({ url: at(server, `${template}_new`) })).close();
      await whenFree(() => admin.query(`alter database ${template}_new rename to ${template}`));
    }
    await whenFree(() => admin.query(`create database ${name} template ${template} strategy file_copy`));
  } finally {
    await admin.end();
  }
  const open = await openDatabase({ url: at(server, name) }, { connections: 8 });
  const end = async () => {
    const again = new pg.Client({ connectionString: server });
    await again.connect();
    await again.query(`drop database ${name} with (force)`);
    await again.end();
  };
  return { open, end };
}

/** A connection that was closed is known to the server a moment later. */
async function whenFree(run: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await run();
      return;
    } catch (error) {
      const inUse = error instanceof Error && 'code' in error && error.code === '55006';
      if (!inUse || tries > 100) throw error;
      await sleep(50);
    }
  }
}

function at(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
