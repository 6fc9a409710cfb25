// A whole server read by a real Prometheus with the files of deploy/: rules and dashboard ask it what Grafana would ask.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@stoa/testkit/free-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanEnvironment } from './config.ts';
import { eventually } from './eventually.ts';

const run = promisify(execFile);
const deploy = resolve(import.meta.dirname, '../../../deploy');
const textOf = (file: string) => readFileSync(join(deploy, file), 'utf8');

/** A start of everything, then some readings and looks at the rules. */
const patienceMs = 45_000;
let folder = '';
let metricsPort = 0;
let prometheusPort = 0;
const started: ChildProcess[] = [];

beforeAll(async () => {
  for (const program of ['prometheus', 'promtool']) {
    if (existsSync(join('/usr/bin', program))) continue;
    throw new Error(`${program} is missing, and this test needs it: apt-get install prometheus`);
  }
  folder = await mkdtemp(join(tmpdir(), 'stoa-prometheus-'));
  // As root, the database runs as another user, who has to pass through.
  await chmod(folder, 0o711);
  metricsPort = await freePort();
  prometheusPort = await freePort();
  const config = textOf('prometheus/prometheus.yml')
    .replace('127.0.0.1:9464', `127.0.0.1:${metricsPort}`)
    .replace('scrape_interval: 15s', 'scrape_interval: 1s\n  evaluation_interval: 1s')
    .replace('stoa.rules.yml', join(deploy, 'prometheus/stoa.rules.yml'));
  await writeFile(join(folder, 'prometheus.yml'), config);
});

afterAll(async () => {
  for (const child of started) {
    if (child.exitCode !== null) continue;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('Prometheus takes the configuration and the rules', { timeout: 60_000 }, async () => {
  const { stdout } = await run('/usr/bin/promtool', ['check', 'config', join(folder, 'prometheus.yml')]);
  expect(stdout).toMatch(/SUCCESS: \d+ rules found/);
});

test('it reads a server, wakes nobody for a well one, and answers every query of the dashboard', {
  timeout: 120_000,
}, async () => {
  const server = spawn(process.execPath, [resolve(import.meta.dirname, '../bin/stoa.mjs'), 'serve'], {
    env: {
      ...cleanEnvironment,
      PORT: '0',
      STOA_RELAYS: '1',
      STOA_DATA: join(folder, 'stoa'),
      STOA_METRICS_PORT: String(metricsPort),
    },
    stdio: 'ignore',
  });
  started.push(server);
  const exposition = await eventually(async () => {
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    return /^stoa_relay_up\b.* 1$/m.test(text) && text;
  }, patienceMs);
  // What promtool finds wrong with names, types or help texts it says with exit code 3.
  const lint = run('/usr/bin/promtool', ['check', 'metrics']);
  // The library's own metrics of Node have names of their own.
  lint.child.stdin?.end(exposition.replace(/^.*\bnodejs_.*\n/gm, ''));
  expect((await lint).stderr).toBe('');

  started.push(
    spawn(
      '/usr/bin/prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'prometheus')}`,
        `--web.listen-address=127.0.0.1:${prometheusPort}`,
      ],
      { env: cleanEnvironment, stdio: 'ignore' },
    ),
  );
  // A rate needs two readings.
  await eventually(async () =>
    (await series('count_over_time(up[1m]) >= 3')).length === 1 ? true : undefined,
  );

  type Rule = { name: string; health: string; state: string };
  const rules = await eventually(async () => {
    const { groups } = (await asked('rules')) as { groups: { rules: Rule[] }[] };
    const all = groups.flatMap((group) => group.rules);
    return all.every(({ health }) => health !== 'unknown') && all;
  }, patienceMs);
  expect(rules.length).toBeGreaterThan(4);
  expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
  expect(rules.filter(({ state }) => state === 'firing')).toEqual([]);

  type Dashboard = { panels: { targets?: { expr: string }[] }[] };
  const { panels } = JSON.parse(textOf('grafana/stoa-dashboard.json')) as Dashboard;
  const queries = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  const empty: string[] = [];
  for (const query of queries) if ((await series(query)).length === 0) empty.push(query);
  // What control knows of the relays of other machines: here there are none.
  expect(empty).toEqual(['max by (state) (stoa_fleet_relays)']);
});

/** What Prometheus' HTTP API answers; it throws what Prometheus says is wrong with a query. */
async function asked(path: string): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${prometheusPort}/api/v1/${path}`);
  const said = (await answer.json()) as { status: string; data: unknown; error?: string };
  if (said.status !== 'success') throw new Error(said.error);
  return said.data;
}

async function series(query: string): Promise<unknown[]> {
  const data = await asked(`query?query=${encodeURIComponent(query)}`);
  return (data as { result: unknown[] }).result;
}
