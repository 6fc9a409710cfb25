import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { cleanEnvironment } from './config.ts';

const program = resolve(import.meta.dirname, '../bin/stoa.mjs');
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-data-'));
  folders.push(folder);
  // As root, the database runs as another user, who has to pass through.
  await chmod(folder, 0o711);
  return folder;
}

function stoa(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...cleanEnvironment, PORT: '0', STOA_RELAYS: '1', STOA_ACCOUNTS: '0', ...env },
  });
  started.push(child);
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => {
    out.stdout += text;
  });
  child.stderr.on('data', (text) => {
    out.stderr += text;
  });
  const ended = once(child, 'close').then(([code]) => code as number);
  const ready = async (): Promise<string> => {
    for (;;) {
      const url = /Stoa is running at (http:\S+)/.exec(out.stdout)?.[1];
      if (url) return url;
      if (child.exitCode !== null) throw new Error(`it ended: ${out.stderr}`);
      await new Promise((wait) => setTimeout(wait, 50));
    }
  };
  return { child, out, ended, ready };
}

test('it says where it runs when it really does, tells sockets at the end, and exits 0', {
  timeout: 60_000,
}, async () => {
  const data = await dataFolder();
  const server = stoa(['serve'], { STOA_DATA: data });
  const url = await server.ready();
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const socket = new WebSocket(`${url.replace('http', 'ws')}/signal`);
  const words: string[] = [];
  socket.on('message', (message) => words.push(String(message)));
  await once(socket, 'message');
  server.child.kill('SIGINT');
  expect(await server.ended).toBe(0);
  expect(words.at(-1)).toContain('serverStopping');
  expect((await stat(join(data, 'deployment.key'))).mode & 0o777).toBe(0o600);
  const key = await readFile(join(data, 'deployment.key'), 'utf8');
  const again = stoa(['serve'], { STOA_DATA: data });
  await again.ready();
  again.child.kill('SIGTERM');
  expect(await again.ended).toBe(0);
  expect(await readFile(join(data, 'deployment.key'), 'utf8')).toBe(key);
});

describe('the database that comes with it', () => {
  const post = (url: string, path: string, body: unknown = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test('it starts with the server, says so, ends with it, and survives its being killed', {
    timeout: 120_000,
  }, async () => {
    const data = await dataFolder();
    const first = stoa(['serve'], { STOA_DATA: data, STOA_ACCOUNTS: '1' });
    const url = await first.ready();
    expect(first.out.stdout).toMatch(/Starting the database\.\nMaking a database \(first start\)\./);
    expect((await post(url, '/api/accounts/sign-in-begin')).status).toBe(200);
    first.child.kill('SIGKILL');
    await first.ended;
    // The next one waits until the database of the killed one has stopped.
    const second = stoa(['serve'], { STOA_DATA: data, STOA_ACCOUNTS: '1' });
    expect((await post(await second.ready(), '/api/accounts/sign-in-begin')).status).toBe(200);
    expect(second.out.stdout).not.toContain('first start');
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
    const left = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const commands = await Promise.all(
      left.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
    );
    expect(commands.filter((command) => command.includes(data))).toEqual([]);
  });

  test('without accounts there is none, and calls of accounts do not exist', {
    timeout: 60_000,
  }, async () => {
    const data = await dataFolder();
    const server = stoa(['serve'], { STOA_DATA: data });
    const url = await server.ready();
    expect((await post(url, '/api/accounts/sign-in-begin')).status).toBe(404);
    expect(await readdir(data)).toEqual(['deployment.key']);
  });
});

describe('what an operator can put right is one sentence and exit code 1', () => {
  const expectSentence = (stderr: string, words: string) => {
    const lines = stderr
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('{'));
    expect(lines.length).toBe(1);
    expect(lines[0]).toContain(words);
    expect(stderr).not.toMatch(/^\s+at /m);
  };

  test('a port in use', { timeout: 60_000 }, async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const server = stoa(['serve'], { STOA_DATA: await dataFolder(), PORT: String(port) });
    expect(await server.ended).toBe(1);
    expectSentence(server.out.stderr, `Port ${port} is in use`);
    other.close();
  });

  test('a data folder that cannot be written', async () => {
    const data = await dataFolder();
    await writeFile(join(data, 'file'), '');
    const server = stoa(['serve'], { STOA_DATA: join(data, 'file') });
    expect(await server.ended).toBe(1);
    expectSentence(server.out.stderr, 'The data folder cannot be written');
    await chmod(data, 0o700);
  });

  test('a damaged key', async () => {
    const data = await dataFolder();
    await writeFile(join(data, 'deployment.key'), '-----BEGIN PRIVATE KEY-----\nAAAA\n');
    const server = stoa(['serve'], { STOA_DATA: data });
    expect(await server.ended).toBe(1);
    expectSentence(server.out.stderr, 'deployment.key in the data folder is damaged');
  });

  test('a wrong setting', async () => {
    const server = stoa(['serve'], { STOA_RELAYS: 'many' });
    expect(await server.ended).toBe(1);
    expectSentence(server.out.stderr, 'STOA_RELAYS must be a whole number from 1 to 256.');
  });

  test('a relay address that is not of this machine', { timeout: 60_000 }, async () => {
    const server = stoa(['serve'], { STOA_DATA: await dataFolder(), STOA_RELAY_ADDRESS: '192.0.2.77' });
    expect(await server.ended).toBe(1);
    expectSentence(server.out.stderr, 'address');
  });

  test.each([
    [
      'another kind of address',
      'mysql://localhost/stoa',
      'DATABASE_URL must be the address of a PostgreSQL database',
    ],
    ['nobody there', 'postgres://stoa@127.0.0.1:9/stoa', 'The database does not answer'],
    ['an unknown host', 'postgres://stoa@no-such-host.invalid/stoa', 'The host in DATABASE_URL is not known'],
  ])('a database address: %s', { timeout: 60_000 }, async (_what, url, words) => {
    const server = stoa(['serve'], { STOA_DATA: await dataFolder(), STOA_ACCOUNTS: '1', DATABASE_URL: url });
    expect(await server.ended).toBe(1);
    expectSentence(server.out.stderr, words);
    expect(server.out.stderr).not.toContain('invalid');
  });

  test('no address to probe', async () => {
    const server = stoa(['probe', 'nowhere']);
    expect(await server.ended).toBe(1);
    expectSentence(server.out.stderr, 'must be an address');
  });
});

test('the version is the package’s', async () => {
  const run = stoa(['--version']);
  expect(await run.ended).toBe(0);
  const { version } = JSON.parse(await readFile(resolve(program, '../../package.json'), 'utf8')) as {
    version: string;
  };
  expect(run.out.stdout.trim()).toBe(version);
});
