// The files of deploy/, as far as a machine can try them without root's services: they are read by the programs they are for.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@stoa/testkit/free-port';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSettings, settingNames } from '../src/config/read-settings.ts';
import { settings } from '../src/config/settings.ts';
import { createMetrics } from '../src/metrics/create-metrics.ts';
import { selfSigned } from './certificate.ts';
import { cleanEnvironment } from './config.ts';
import { eventually } from './eventually.ts';
import { parseYaml, type Yaml } from './yaml.ts';

const run = promisify(execFile);
const deploy = resolve(import.meta.dirname, '../../../deploy');
const textOf = (file: string) => readFileSync(join(deploy, file), 'utf8');
const names: readonly string[] = settingNames.map((name) => settings[name].env);

function programPath(program: string, debian: string): string {
  const found = ['/usr/bin', '/usr/sbin', '/bin', '/usr/local/bin']
    .map((folder) => join(folder, program))
    .find(existsSync);
  if (!found) throw new Error(`${program} is missing, and this test needs it: apt-get install ${debian}`);
  return found;
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stoa-deploy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(['stoa.conf', 'fleet.conf'])('%s has no mistake, nor with what it only suggests', (file) => {
  expect(readSettings({ env: {}, file: textOf(file) }).mistakes).toEqual([]);
  const whole = textOf(file).replace(/^# ([a-z-]+ = )/gm, '$1');
  expect(readSettings({ env: {}, file: whole }).mistakes).toEqual([]);
});

describe('systemd', () => {
  const units = ['stoa.service', 'stoa@.service'];

  test.each(units)('%s is one that systemd understands and finds safe', { timeout: 60_000 }, async (unit) => {
    const analyze = programPath('systemd-analyze', 'systemd');
    // Node is elsewhere on many machines.
    const path = join(folder, unit);
    await writeFile(path, textOf(`systemd/${unit}`).replaceAll('/usr/bin/node', process.execPath));
    const { stdout, stderr } = await run(analyze, ['verify', path]);
    expect(stdout + stderr).toBe('');
    // Exits with an error above an exposure of 2.0.
    await run(analyze, ['security', '--offline=yes', '--threshold=20', path]);
  });

  test.each(units)('%s runs the program that there is with settings that there are', (unit) => {
    const text = textOf(`systemd/${unit}`);
    const commands = [...text.matchAll(/^ExecStart(?:Pre)?=\/usr\/bin\/node \/opt\/stoa\/(\S+) (.*)$/gm)];
    expect(commands).toHaveLength(2);
    for (const [, file = ''] of commands) expect(existsSync(resolve(deploy, '..', file))).toBe(true);
    const given = [...text.matchAll(/\b(STOA_\w+)=/g)].map(([, name]) => name);
    expect(given.filter((name) => name !== 'STOA_CONFIG' && !names.includes(name!))).toEqual([]);
  });
});

describe('the compose file', () => {
  type Services = Readonly<Record<string, Readonly<Record<string, Yaml>>>>;
  const compose = parseYaml(textOf('container/compose.yaml')) as {
    services: Services;
    volumes: Record<string, Yaml>;
  };
  /** Of the compose specification, what is used here. */
  const known =
    /^(build|image|restart|init|stop_grace_period|read_only|cap_drop|security_opt|tmpfs|environment|volumes|ports|expose|ulimits|depends_on|healthcheck)$/;

  test('holds services of known words alone, each an image or a build that exists', () => {
    expect(Object.keys(compose).sort()).toEqual(['name', 'services', 'volumes']);
    for (const service of Object.values(compose.services)) {
      expect(Object.keys(service).filter((key) => !known.test(key))).toEqual([]);
      const { build, image } = service as { build?: { context: string; dockerfile: string }; image?: string };
      expect([build, image].filter(Boolean)).toHaveLength(1);
      if (!build) continue;
      const context = resolve(deploy, 'container', build.context);
      expect(existsSync(join(context, build.dockerfile))).toBe(true);
    }
  });

  test('depends on services and volumes that it has', () => {
    for (const { depends_on = {}, volumes = [] } of Object.values(compose.services)) {
      for (const name of Object.keys(depends_on)) expect(compose.services).toHaveProperty(name);
      for (const volume of volumes as string[]) {
        const [source = ''] = volume.split(':');
        if (source.startsWith('.')) expect(existsSync(resolve(deploy, 'container', source))).toBe(true);
        else expect(compose.volumes).toHaveProperty(source);
      }
    }
  });

  test('gives Stoa settings that there are, without a mistake, and opens the ports of its relays', () => {
    const { environment, ports } = compose.services.stoa as {
      environment: Record<string, string>;
      ports: string[];
    };
    const filled = Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [
        name,
        value.replace(/\$\{SITE\}/, 'stoa.example').replace(/\$\{ADDRESS\}/, '203.0.113.10'),
      ]),
    );
    expect(Object.keys(filled).filter((name) => !names.includes(name))).toEqual([]);
    const { values, mistakes } = readSettings({ env: filled });
    expect(mistakes).toEqual([]);
    const last = values.relayPort + values.relays - 1;
    expect(ports).toEqual([`${values.relayPort}-${last}:${values.relayPort}-${last}/udp`]);
  });
});

describe('Prometheus and Grafana', () => {
  const metrics = new Set(createMetrics({ version: '0', roles: [] }).names());
  const functions =
    /^(sum|rate|increase|max|min|by|count|avg|and|or|on|histogram_quantile|reason|why|state|event|version|roles|m|h)$/;
  /** The names of metrics in a query. */
  const named = (query: string) =>
    [...query.replace(/"[^"]*"/g, '').matchAll(/[a-zA-Z_][a-zA-Z0-9_]*/g)]
      .map(([word]) => word)
      .filter((word) => !functions.test(word));

  test('every query of the dashboard names metrics that exist', () => {
    const dashboard = JSON.parse(textOf('grafana/stoa-dashboard.json')) as {
      panels: { targets?: { expr: string }[] }[];
    };
    const queries = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    expect(queries.length).toBeGreaterThan(25);
    for (const query of queries) {
      expect(named(query).length).toBeGreaterThan(0);
      expect(named(query).filter((name) => !metrics.has(name))).toEqual([]);
    }
  });

  test('so does every rule that wakes somebody', () => {
    type Rules = { groups: { rules: { alert: string; expr: string }[] }[] };
    const { groups } = parseYaml(textOf('prometheus/stoa.rules.yml')) as unknown as Rules;
    const rules = groups.flatMap(({ rules }) => rules);
    expect(rules.length).toBeGreaterThan(4);
    for (const { expr } of rules) expect(named(expr).filter((name) => !metrics.has(name))).toEqual([]);
  });

  test('what is read is where the example settings serve it, and the rules are there', () => {
    const scrape = parseYaml(textOf('prometheus/prometheus.yml')) as unknown as {
      scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[];
      rule_files: string[];
    };
    const { values } = readSettings({ env: {}, file: textOf('stoa.conf') });
    expect(scrape.scrape_configs[0]?.static_configs[0]?.targets).toEqual([
      `${values.metricsHost}:${values.metricsPort}`,
    ]);
    for (const file of scrape.rule_files) expect(existsSync(join(deploy, 'prometheus', file))).toBe(true);
  });
});

test('nats-server.conf is one that nats-server takes, with the rights that the program asks for', {
  timeout: 60_000,
}, async () => {
  const day = 86_400_000;
  const { cert, key } = selfSigned({
    host: 'nats.example',
    from: new Date(Date.now() - day),
    until: new Date(Date.now() + day),
  });
  await writeFile(join(folder, 'cert.pem'), cert);
  await writeFile(join(folder, 'key.pem'), key);
  const text = textOf('nats/nats-server.conf');
  const path = join(folder, 'nats-server.conf');
  await writeFile(path, text.replaceAll('/etc/nats/', `${folder}/`).replace('/var/lib/nats', folder));
  await run(programPath('nats-server', 'nats-server'), ['-t', '-c', path]);
  // Rights are the same as the command writes today: it is the example that would be out of date.
  const bin = resolve(deploy, '../apps/server/bin/stoa.mjs');
  const words = [
    'admin',
    'nats-config',
    'fra-1=relay',
    'home=control,social,web',
    '--listen',
    '0.0.0.0:4222',
  ];
  const files = ['--tls-cert', '/etc/nats/cert.pem', '--tls-key', '/etc/nats/key.pem'];
  const env = { ...cleanEnvironment, STOA_DATA: join(folder, 'nats-data') };
  const { stdout } = await run(process.execPath, [bin, ...words, ...files], { env });
  const plain = (config: string) =>
    config
      .replace(/^#.*\n/gm, '')
      .replace(/U[A-Z2-7]{55}/g, 'KEY')
      .trim();
  expect(plain(text)).toBe(plain(stdout));
});

describe('Caddy', () => {
  const caddy = () => programPath('caddy', 'caddy');
  const environment = () => ({ ...cleanEnvironment, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder });

  test.each(['Caddyfile', 'Caddyfile.fleet'])('%s is valid', { timeout: 60_000 }, async (file) => {
    const args = ['validate', '--adapter', 'caddyfile', '--config', join(deploy, 'caddy', file)];
    await run(caddy(), args, { env: environment() });
  });

  test('a fleet behind it: each path reaches the role that answers it, also when one process is not well', {
    timeout: 60_000,
  }, async () => {
    const started: Server[] = [];
    const role = async (name: string, isWell = () => true) => {
      const server = createServer((request, response) => {
        response.writeHead(request.url === '/healthz' && !isWell() ? 503 : 200).end(name);
      }).listen(0, '127.0.0.1');
      server.on('upgrade', (_request, socket) => {
        socket.end(`HTTP/1.1 418 ${name}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
      });
      await once(server, 'listening');
      started.push(server);
      return `127.0.0.1:${(server.address() as AddressInfo).port}`;
    };
    let isWell = true;
    const controls = [await role('control', () => isWell), await role('control 2')];
    const port = await freePort();
    const child = spawn(
      caddy(),
      ['run', '--adapter', 'caddyfile', '--config', join(deploy, 'caddy', 'Caddyfile.fleet')],
      {
        env: {
          ...environment(),
          CADDY_SITE: `http://127.0.0.1:${port}`,
          CADDY_CONTROL: controls.join(' '),
          CADDY_SOCIAL: await role('social'),
          CADDY_WEB: await role('web'),
          CADDY_HTTP_PORT: String(port),
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    try {
      const asked = async (path: string, method = 'GET') => {
        const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
        return (await response.text()).replace(' 2', '');
      };
      await eventually(async () => (await asked('/')) === 'web');
      for (const path of ['/signal', '/api/rooms', '/api/card', '/api/tokens', '/api/directory']) {
        expect(await asked(path, 'POST'), path).toBe('control');
      }
      for (const path of ['/api/accounts/me', '/api/rooms/open', '/live', '/e/x', '/calendar/x', '/i/x/64']) {
        expect(await asked(path, 'POST'), path).toBe('social');
      }
      for (const path of ['/', '/r/x', '/assets/app.js', '/settings']) expect(await asked(path)).toBe('web');
      isWell = false;
      await eventually(async () => {
        const answers = await Promise.all(
          Array.from({ length: 6 }, async () =>
            (await fetch(`http://127.0.0.1:${port}/api/directory`)).text(),
          ),
        );
        return answers.every((answer) => answer === 'control 2');
      });
    } finally {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      for (const server of started) server.close();
    }
  });
});
