import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { cleanEnvironment } from './config.ts';

const program = resolve(import.meta.dirname, '../bin/stoa.mjs');
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});

const dataFolder = () => mkdtemp(join(tmpdir(), 'stoa-data-'));

function stoa(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...cleanEnvironment, PORT: '0', STOA_RELAYS: '1', ...env },
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
