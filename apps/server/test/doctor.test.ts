import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type EmbeddedDatabase, openDatabase, startEmbedded } from '@stoa/social';
import { startNats, type TestNats } from '@stoa/testkit/nats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSettings } from '../src/config/open-settings.ts';
import { examine, type Report } from '../src/doctor/examine.ts';
import { selfSigned } from './certificate.ts';
import { cleanEnvironment } from './config.ts';

const dayMs = 86_400_000;
const program = resolve(import.meta.dirname, '../bin/stoa.mjs');

let folder = '';
let number = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stoa-doctor-'));
  await chmod(folder, 0o711);
  await mkdir(join(folder, 'web'));
  await writeFile(join(folder, 'web', 'index.html'), '<title>Stoa</title>');
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

async function file(text: string, mode = 0o600): Promise<string> {
  const path = join(folder, `file-${number++}`);
  await writeFile(path, text, { mode });
  return path;
}

/** Settings of a machine on which nothing is wrong. */
async function healthy(more: Record<string, string> = {}): Promise<Record<string, string>> {
  const data = join(folder, `data-${number++}`);
  await mkdir(data, { mode: 0o711 });
  return {
    PORT: '0',
    STOA_DATA: data,
    STOA_WEB: join(folder, 'web'),
    STOA_RELAYS: '1',
    STOA_ACCOUNTS: '0',
    STOA_CONFIG: await file('# nothing\n'),
    ...more,
  };
}

const look = async (env: Record<string, string>, offline = false): Promise<Report> =>
  examine(openSettings(env), { offline });

const faults = ({ findings }: Report) => findings.filter(({ state }) => state === 'fault');

/** There is exactly this fault, named and with a fix. */
function expectFault(report: Report, check: string, words: string | RegExp): void {
  expect(faults(report).map(({ check, says }) => [check, says])).toEqual([
    [check, expect.stringMatching(words)],
  ]);
  expect(faults(report)[0]?.fix?.length).toBeGreaterThan(5);
}

test('a machine without a fault has none, and contacts nobody', async () => {
  const report = await look(await healthy());
  expect(faults(report)).toEqual([]);
  expect(new Set(report.findings.map(({ check }) => check)).size).toBe(10);
  expect(report.contacts).toEqual([]);
  expect(report.perhaps).toEqual([]);
});

test('it leaves nothing behind', async () => {
  const env = await healthy();
  await look(env);
  expect(await readdir(env.STOA_DATA!)).toEqual([]);
});

describe('ports', () => {
  test('of HTTP and of the metrics, in use by another program', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);
    expectFault(await look(await healthy({ PORT: port })), 'ports', `TCP port ${port} \\(HTTP\\) is in use`);
    expectFault(
      await look(await healthy({ STOA_METRICS_PORT: port })),
      'ports',
      `TCP port ${port} \\(metrics\\) is in use`,
    );
    other.close();
  });

  test.each([
    ['control', 'STOA_TURN_PORT', 'TURN'],
    ['relay', 'PORT', 'HTTP'],
  ])('of %s alone: what %s names, in use by another program', async (role, setting, of) => {
    const other = createServer().listen(0, setting === 'PORT' ? '127.0.0.1' : '0.0.0.0');
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);
    const fleet = { STOA_ROLE: role, NATS_URL: 'nats://127.0.0.1:1' };
    const report = await look(await healthy({ ...fleet, [setting]: port }));
    const ports = faults(report).filter(({ check }) => check === 'ports');
    expect(ports.map(({ says }) => says)).toEqual([
      expect.stringContaining(`TCP port ${port} (${of}) is in use`),
    ]);
    other.close();
  });

  test('of a relay, in use by another program', async () => {
    const other = createSocket('udp4').bind(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address();
    const env = await healthy({ STOA_RELAY_PORT: String(port), STOA_RELAY_ADDRESS: '127.0.0.1' });
    expectFault(await look(env), 'ports', `UDP port ${port} \\(relay 1\\) is in use`);
    other.close();
  });

  test('on an address that is not of this machine', async () => {
    expectFault(
      await look(await healthy({ STOA_RELAY_ADDRESS: '192.0.2.77' })),
      'ports',
      '192.0.2.77 is not an address of this machine',
    );
  });
});

describe('the certificate', () => {
  const made = (from: number, until: number, host = 'stoa.example') =>
    selfSigned({ host, from: new Date(Date.now() + from), until: new Date(Date.now() + until) });
  const withFiles = async ({ cert, key }: { cert: string; key: string }, keyMode = 0o600) =>
    healthy({
      STOA_PUBLIC_URL: 'https://stoa.example',
      STOA_ANNOUNCED_ADDRESS: '198.51.100.7',
      STOA_RELAY_PORT: '47000',
      STOA_TLS_CERT: await file(cert),
      STOA_TLS_KEY: await file(key, keyMode),
    });

  test('in order', async () => {
    expect(faults(await look(await withFiles(made(-dayMs, 90 * dayMs)), true))).toEqual([]);
  });

  test('missing', async () => {
    const env = await withFiles(made(-dayMs, 90 * dayMs));
    const report = await look({ ...env, STOA_TLS_CERT: join(folder, 'nowhere.pem') }, true);
    expectFault(report, 'certificate', 'STOA_TLS_CERT names a file that does not exist');
  });

  test('expired, not yet valid, of another name, of another key', async () => {
    const late = await look(await withFiles(made(-90 * dayMs, -10 * dayMs)), true);
    expectFault(late, 'certificate', 'STOA_TLS_CERT expired 10 days ago');
    const early = await look(await withFiles(made(3 * dayMs, 90 * dayMs)), true);
    expectFault(early, 'certificate', 'not valid for another 3 days');
    const wrongName = await look(await withFiles(made(-dayMs, 90 * dayMs, 'other.example')), true);
    expectFault(wrongName, 'certificate', 'is not for stoa.example');
    const one = made(-dayMs, 90 * dayMs);
    const { key } = made(-dayMs, 90 * dayMs);
    expectFault(
      await look(await withFiles({ cert: one.cert, key }), true),
      'certificate',
      'do not belong together',
    );
  });

  test('a key that others can read', async () => {
    const report = await look(await withFiles(made(-dayMs, 90 * dayMs), 0o644), true);
    expectFault(report, 'files', 'Others can read STOA_TLS_KEY');
  });
});

test('behind NAT: private addresses alone, without the one outside', async () => {
  const env = await healthy({
    STOA_PUBLIC_URL: 'https://stoa.example',
    STOA_RELAY_ADDRESS: '127.0.0.1',
    STOA_TRUST_PROXY: '1',
  });
  expectFault(await look(env, true), 'address', 'The relays can only offer private addresses');
});

describe('files', () => {
  test('a data folder that is none, a key that is damaged, a key that others can read', async () => {
    const none = await look(await healthy({ STOA_DATA: await file('') }));
    expectFault(none, 'files', 'cannot be written \\(ENOTDIR\\)');
    const env = await healthy();
    await writeFile(join(env.STOA_DATA!, 'deployment.key'), 'no key', { mode: 0o600 });
    expectFault(await look(env), 'files', 'deployment.key in the data folder is damaged');
    const open = await healthy();
    const { key } = selfSigned({ host: 'x', from: new Date(0), until: new Date() });
    await writeFile(join(open.STOA_DATA!, 'deployment.key'), key, { mode: 0o644 });
    expectFault(await look(open), 'files', 'Others can read deployment.key');
  });

  test('a settings file with a password that others can read', async () => {
    const config = await file('database-url = postgres://stoa:word@127.0.0.1:9/stoa\n', 0o644);
    const report = await look(await healthy({ STOA_CONFIG: config }), true);
    expectFault(report, 'files', 'Others can read the settings file');
    expect(JSON.stringify(report)).not.toContain('word@');
  });

  test('no web app', async () => {
    expectFault(await look(await healthy({ STOA_WEB: folder })), 'web', 'There is no web app');
  });
});

test('a setting that does not exist', async () => {
  expectFault(
    await look(await healthy({ STOA_RELAY_PROT: '4000' })),
    'settings',
    'did you mean STOA_RELAY_PORT',
  );
});

test('a clock that is an hour off', async () => {
  const front = createHttp((_request, response) => {
    response.writeHead(200, { date: new Date(Date.now() - 3_600_000).toUTCString() }).end('{"status":"ok"}');
  }).listen(0, '127.0.0.1');
  await once(front, 'listening');
  const { port } = front.address() as AddressInfo;
  const env = await healthy({ STOA_PUBLIC_URL: `http://localhost:${port}` });
  expectFault(
    await look(env),
    'clock',
    /The clock of this machine is 359\d s ahead of that of STOA_PUBLIC_URL/,
  );
  front.close();
});

describe('the database', () => {
  let own: EmbeddedDatabase;
  let data = '';
  beforeAll(async () => {
    data = join(folder, 'database');
    await mkdir(data, { mode: 0o711 });
    own = await startEmbedded({ folder: data });
  }, 60_000);
  afterAll(() => own?.stop());

  const url = (password?: string) => {
    const address = own.address as { socketFolder: string; user: string; database: string };
    const secret = password === undefined ? '' : `&password=${password}`;
    return `postgres:///${address.database}?host=${encodeURIComponent(address.socketFolder)}&user=${address.user}${secret}`;
  };

  test('unreachable', async () => {
    const env = await healthy({ STOA_ACCOUNTS: '1', DATABASE_URL: 'postgres://stoa@127.0.0.1:9/stoa' });
    expectFault(await look(env), 'database', 'The database does not answer');
  });

  test('in order, also before it has tables and beside a running server', { timeout: 60_000 }, async () => {
    const env = await healthy({ STOA_ACCOUNTS: '1', DATABASE_URL: url() });
    expect(faults(await look(env))).toEqual([]);
    await (await openDatabase(own.address)).close();
    const report = await look(env);
    expect(faults(report)).toEqual([]);
    expect(report.contacts).toEqual([]);
    expect(report.findings).toContainEqual(
      expect.objectContaining({ check: 'clock', says: 'The clock agrees with that of the database.' }),
    );
    const beside = await healthy({ STOA_ACCOUNTS: '1', STOA_DATA: data });
    expect(faults(await look(beside))).toEqual([]);
  });

  test('of a newer Stoa', { timeout: 60_000 }, async () => {
    const { db, close } = await openDatabase(own.address);
    const env = await healthy({ STOA_ACCOUNTS: '1', DATABASE_URL: url() });
    await db
      .insertInto('migrations' as never)
      .values({ name: '9999-later.sql', checksum: 'x' } as never)
      .execute();
    expectFault(await look(env), 'database', 'used by a newer Stoa');
    await db
      .deleteFrom('migrations' as never)
      .where('name' as never, '=', '9999-later.sql' as never)
      .execute();
    await close();
  });

  test('with another password', { timeout: 60_000 }, async () => {
    const pg = join(data, 'postgres', 'data');
    const rules = await readFile(join(pg, 'pg_hba.conf'), 'utf8');
    await writeFile(join(pg, 'pg_hba.conf'), rules.replaceAll(/\btrust$/gm, 'scram-sha-256'));
    process.kill(Number((await readFile(join(pg, 'postmaster.pid'), 'utf8')).split('\n')[0]), 'SIGHUP');
    await new Promise((wait) => setTimeout(wait, 500));
    const env = await healthy({ STOA_ACCOUNTS: '1', DATABASE_URL: url('wrong') });
    const report = await look(env);
    expectFault(report, 'database', 'The database refuses the user or the password');
    expect(JSON.stringify(report)).not.toContain('wrong');
  });
});

describe('NATS', () => {
  const brokers: TestNats[] = [];
  const broker = async (options: Parameters<typeof startNats>[0] = {}) => {
    const made = await startNats(options);
    brokers.push(made);
    return made;
  };
  afterAll(() => Promise.all(brokers.map((each) => each.stop())));

  test('unreachable', async () => {
    expectFault(
      await look(await healthy({ NATS_URL: 'nats://127.0.0.1:9' })),
      'nats',
      'NATS does not answer',
    );
  });

  test('without JetStream, and with it', { timeout: 60_000 }, async () => {
    const plain = await broker();
    expectFault(await look(await healthy({ NATS_URL: plain.url })), 'nats', 'NATS runs without JetStream');
    const whole = await broker({ store: join(folder, 'jetstream') });
    expect(faults(await look(await healthy({ NATS_URL: whole.url })))).toEqual([]);
  });

  test('with other credentials, or without their file', { timeout: 60_000 }, async () => {
    const nats = await broker({ config: await file('authorization { user: stoa, password: right }') });
    const env = await healthy({ NATS_URL: nats.url.replace('//', '//stoa:wrong@') });
    expectFault(await look(env), 'nats', 'NATS refuses our credentials');
    const missing = await look(await healthy({ NATS_URL: nats.url, NATS_CREDS: join(folder, 'none.creds') }));
    expect(faults(missing).map(({ says }) => says)).toContainEqual(
      'The file of NATS_CREDS cannot be read (ENOENT).',
    );
  });
});

describe('the command', () => {
  function run(args: string[], env: Record<string, string>, files?: number) {
    const words = [process.execPath, program, 'doctor', ...args];
    const [first = '', ...rest] =
      files === undefined ? words : ['sh', '-c', `ulimit -n ${files}; exec "$@"`, 'sh', ...words];
    const child = spawn(first, rest, { env: { ...cleanEnvironment, ...env }, cwd: folder });
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
    });
    return once(child, 'close').then(([code]) => ({ code: code as number, said }));
  }

  test('ends with 0 and says so in words', { timeout: 60_000 }, async () => {
    const { code, said } = await run([], await healthy());
    expect(said).toMatch(/^ok\s+settings/);
    expect(said).toContain('contacts by itself:\n  none');
    expect(code).toBe(0);
  });

  test('finds too small a limit of open files, and ends with 1', { timeout: 60_000 }, async () => {
    const { code, said } = await run(['--json'], await healthy(), 400);
    expectFault(JSON.parse(said) as Report, 'machine', 'A process may have 400 files open');
    expect(code).toBe(1);
  });
});
