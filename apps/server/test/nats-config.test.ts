import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NatsConnection } from '@nats-io/transport-node';
import { openNatsFleet } from '@stoa/control';
import { connectNats } from '@stoa/relay';
import { startNats, type TestNats } from '@stoa/testkit/nats';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { adminNatsConfig } from '../src/commands/nats-config.ts';
import { Fault } from '../src/fault.ts';
import { fleetAccess } from '../src/fleet/nats-access.ts';

const folder = mkdtempSync(join(tmpdir(), 'stoa-nats-config-'));
const creds = (host: string) => join(folder, 'nats', `${host}.creds`);
const flags = { listen: '127.0.0.1:4222', store: join(folder, 'store') };
const machines = ['fra-1=relay', 'nyc-1=relay', 'home=control,social,web'];

async function printed(texts: readonly string[], more = {}): Promise<string> {
  let text = '';
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    await adminNatsConfig(texts, { ...flags, ...more }, folder);
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
  return text;
}

let nats: TestNats;
const open: NatsConnection[] = [];
const opened = async (connecting: Promise<NatsConnection>): Promise<NatsConnection> => {
  const connection = await connecting;
  open.push(connection);
  return connection;
};
const as = async (host: string, role: 'relay' | 'control' | 'social') =>
  await opened(
    connectNats((await fleetAccess({ url: nats.url, creds: creds(host), tlsCa: undefined }))(role)),
  );

/** Does a word from one arrive at the other? The broker answers in order, so what did not come by then never comes. */
async function arrives(from: NatsConnection, to: NatsConnection, published: string, heard = published) {
  let came = false;
  const subscription = to.subscribe(heard, {
    callback(error) {
      if (!error) came = true;
    },
  });
  await to.flush();
  from.publish(published, 'x');
  await from.flush();
  await to.flush();
  subscription.unsubscribe();
  return came;
}

beforeAll(async () => {
  const file = join(folder, 'nats.conf');
  writeFileSync(file, await printed(machines));
  nats = await startNats({ config: file });
});
afterAll(async () => {
  await Promise.all(open.map((connection) => connection.close()));
  await nats?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('credentials of a fleet', () => {
  test('a relay speaks under its own name alone', async () => {
    const [fra, control] = [await as('fra-1', 'relay'), await as('home', 'control')];
    expect(await arrives(fra, control, 'stoa.relay.presence.fra-1')).toBe(true);
    expect(await arrives(fra, control, 'stoa.control.words.life.fra-1')).toBe(true);
    for (const foreign of [
      ...['stoa.relay.presence.nyc-1', 'stoa.control.words.life.nyc-1', 'stoa.voice.news'],
      ...['stoa.voice.ask', 'stoa.socket.x', 'stoa.relay.words.nyc-1', '_INBOX.x'],
    ]) {
      expect([foreign, await arrives(fra, control, foreign)]).toEqual([foreign, false]);
    }
  });

  test('a relay links to others in its own name, and hears nothing that is meant for another', async () => {
    const [fra, nyc, control] = [
      await as('fra-1', 'relay'),
      await as('nyc-1', 'relay'),
      await as('home', 'control'),
    ];
    expect(await arrives(fra, nyc, 'stoa.link.nyc-1.life.fra-1.life')).toBe(true);
    expect(await arrives(fra, nyc, 'stoa.link.nyc-1.life.nyc-2.life', 'stoa.link.nyc-1.>')).toBe(false);
    expect(await arrives(fra, nyc, 'stoa.link.nyc-1.life.home.life', 'stoa.link.nyc-1.>')).toBe(false);
    expect(await arrives(control, fra, 'stoa.relay.words.fra-1')).toBe(true);
    for (const [word, heard] of [
      ['stoa.relay.words.nyc-1', 'stoa.relay.words.nyc-1'],
      ['stoa.relay.words.nyc-1', 'stoa.>'],
      ['stoa.voice.ask', 'stoa.voice.ask'],
      ['stoa.socket.x', '>'],
    ] as const) {
      expect([heard, await arrives(control, fra, word, heard)]).toEqual([heard, false]);
    }
    expect(await arrives(nyc, fra, 'stoa.link.home.life.nyc-1.life', 'stoa.link.home.>')).toBe(false);
  });

  test('a relay has no JetStream, control has', async () => {
    const fra = await as('fra-1', 'relay');
    await expect(fra.request('$JS.API.INFO', undefined, { timeout: 700 })).rejects.toThrow();
    const fleet = await openNatsFleet(await as('home', 'control'), new Uint8Array(32));
    expect(await fleet.leases.rooms.list()).toEqual([]);
    expect(await fleet.leases.rooms.write('a', new Uint8Array(3), 0)).toBeGreaterThan(0);
    await fleet.memory.put('r', 1, 'p', new Uint8Array(3));
    expect((await fleet.memory.load('r')).size).toBe(1);
  });

  test('the social app asks controls and hears their news, and reaches no relay', async () => {
    const [social, control] = [await as('home', 'social'), await as('home', 'control')];
    expect(await arrives(social, control, 'stoa.voice.ask')).toBe(true);
    expect(await arrives(control, social, 'stoa.voice.news')).toBe(true);
    expect(await arrives(social, control, 'stoa.voice.news')).toBe(false);
    expect(await arrives(social, control, 'stoa.control.words.life.fra-1')).toBe(false);
    expect(await arrives(control, social, 'stoa.socket.x')).toBe(false);
  });

  test('nobody comes in without them, and a sentence says so', async () => {
    await expect(connectNats({ servers: [nats.url] })).rejects.toThrow(/authorization/i);
    const access = await fleetAccess({ url: nats.url, creds: creds('fra-1'), tlsCa: undefined });
    expect(() => access('control')).toThrow('no line for the role control');
  });
});

test('secrets are made once, for their owner alone, and the configuration holds none of them', async () => {
  const before = readFileSync(creds('home'), 'utf8');
  const text = await printed([...machines, 'sin-1=relay']);
  expect(readFileSync(creds('home'), 'utf8')).toBe(before);
  expect(statSync(creds('home')).mode & 0o777).toBe(0o600);
  for (const [seed] of before.matchAll(/SU\w+/g)) expect(text).not.toContain(seed);
  expect(text).toContain('stoa.relay.presence.sin-1');
  expect(
    before
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]),
  ).toEqual(['control', 'social']);
});

test.each([
  [['fra-1'], {}, 'Name each machine with its roles'],
  [['fra-1=chef'], {}, 'Name each machine with its roles'],
  [['a.b=relay'], {}, 'Name each machine with its roles'],
  [['a=relay', 'a=control'], {}, 'named once'],
  [['a=relay'], { tlsCert: 'x' }, 'belong together'],
  [['a=relay'], { listen: 'here' }, '--listen is an address'],
])('a mistake is one sentence: %j %j', async (texts, more, sentence) => {
  const mistake = await printed(texts, more).catch((error: unknown) => error);
  expect(mistake).toBeInstanceOf(Fault);
  expect((mistake as Fault).message).toContain(sentence);
});

test('between machines the line is TLS, and a broker with another certificate is not spoken to', async () => {
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const make = (name: string) =>
    openssl(
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...['-subj', '/CN=nats', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-keyout', at(`${name}.key`), '-out', at(`${name}.pem`)],
    );
  make('ours');
  make('other');
  writeFileSync(
    at('tls.conf'),
    await printed(machines, { tlsCert: at('ours.pem'), tlsKey: at('ours.key'), store: at('tls-store') }),
  );
  const broker = await startNats({ config: at('tls.conf') });
  try {
    const url = `tls://localhost:${broker.port}`;
    const access = await fleetAccess({ url, creds: creds('home'), tlsCa: at('ours.pem') });
    const connection = await connectNats(access('control'));
    expect(connection.info?.tls_required).toBe(true);
    await connection.close();
    const wrong = await fleetAccess({ url, creds: creds('home'), tlsCa: at('other.pem') });
    await expect(connectNats(wrong('control'))).rejects.toThrow();
    const byNumber = fleetAccess({
      url: broker.url.replace('nats:', 'tls:'),
      creds: undefined,
      tlsCa: undefined,
    });
    await expect(byNumber).rejects.toThrow('by name');
  } finally {
    await broker.stop();
  }
});
