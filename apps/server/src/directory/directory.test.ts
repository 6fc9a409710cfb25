import { verify } from 'node:crypto';
import { type Fence, type Host, openDirectory, readFence } from '@stoa/protocol/fleet';
import fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { freshDeploymentKey } from '../deployment-key.ts';
import { appHosts, relayHosts, saidPlace } from './hosts-here.ts';
import { directoryRules, IssuedDirectory } from './issued-directory.ts';
import { knownHosts } from './known-hosts.ts';
import { directoryRole } from './role.ts';

const place = { host: 'fra-1', region: 'eu-central', jurisdiction: 'DE', operator: 'a.example' };
const host = (id: string): Host => ({
  ...{ id, kind: 'relay', region: 'eu', jurisdiction: 'DE', operator: 'a.example' },
  addresses: ['192.0.2.1'],
  udp: [4000],
});

function world() {
  const key = freshDeploymentKey();
  const state = { now: 1_000_000_000_000, hosts: [host('b'), host('a')] as Host[] };
  const issued = new IssuedDirectory({
    hosts: () => state.hosts,
    unix: () => state.now,
    sign: (message) => key.sign(message),
  });
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.publicKey]);
  const publicKey = { key: spki, format: 'der', type: 'spki' } as const;
  const read = async () => {
    const opened = await openDirectory(
      await issued.current(),
      async (signature, message) => verify(null, message, publicKey, signature),
      state.now,
    );
    if (!opened.ok) throw new Error(opened.why);
    return opened.directory;
  };
  return { key, state, issued, read };
}

describe('the directory that is given out', () => {
  test('Z5, Z6 is signed, the same while nothing changes, and of a higher serial when something does', async () => {
    const { state, issued, read } = world();
    const first = await read();
    expect(first.hosts.map(({ id }) => id)).toEqual(['a', 'b']);
    state.now += 1_000;
    state.hosts.reverse();
    expect(await issued.current()).toBe(await issued.current());
    expect((await read()).serial).toBe(first.serial);
    state.hosts.pop();
    const second = await read();
    expect(second.serial).toBeGreaterThan(first.serial);
    expect(second.hosts).toHaveLength(1);
  });

  test('a machine that says nonsense, or the name of another, spoils nothing for the others', async () => {
    const { state, read } = world();
    state.hosts.push(
      { ...host('c'), addresses: [] },
      { ...host('d'), region: 'EU Central' },
      { ...host('e'), jurisdiction: '' },
      { ...host('b'), addresses: ['192.0.2.7'] },
    );
    expect((await read()).hosts).toEqual([host('a'), host('b')]);
  });

  test('a relay of another machine whose region nobody said is in it', () => {
    const there = { port: 4000, addresses: ['192.0.2.1'], place: { ...place, region: '' } };
    const [found] = relayHosts([there], {
      ...{ place: undefined, relayAddress: '127.0.0.1', announcedAddress: undefined },
    });
    expect(found?.region).toBe('unnamed');
  });

  test('Z6 is made anew before it is too old, and with a rising serial when the clock was set back', async () => {
    const { state, read } = world();
    const first = await read();
    state.now += directoryRules.renewMs;
    const second = await read();
    expect(second.expires).toBe(state.now + directoryRules.lifeMs);
    state.now -= 10 * directoryRules.renewMs;
    const third = await read();
    expect(second.serial).toBeGreaterThan(first.serial);
    expect(third.serial).toBeGreaterThan(second.serial);
    expect(third.issued).toBe(state.now);
  });

  test('is answered with the key that signs it, and with the way for blocked networks where there is one', async () => {
    const { key, state } = world();
    let turn: { urls: string[]; username: string; credential: string; expires: number } | undefined;
    const app = fastify();
    const role = directoryRole({ key, hosts: () => state.hosts, unix: () => state.now, turn: () => turn });
    await role.routes?.(app);
    const ask = async () => (await app.inject({ url: '/api/directory' })).json();
    expect(await ask()).toEqual({
      key: Buffer.from(key.publicKey).toString('base64url'),
      directory: { body: expect.any(String), signature: expect.any(String) },
    });
    turn = { urls: ['turns:t.example:443'], username: 'u', credential: 'c', expires: 1 };
    expect(await ask()).toMatchObject({ turn });
    await app.close();
  });
});

describe('the hosts of this machine', () => {
  test('nothing is said of a machine whose law and operator nobody has said', () => {
    const nothing = { host: 'a', region: 'b', jurisdiction: undefined, operator: undefined };
    expect(saidPlace(nothing)).toBeUndefined();
    expect(saidPlace({ ...nothing, jurisdiction: 'DE', operator: 'a.example' })).toMatchObject({ host: 'a' });
  });

  test('relays of one machine are one host, at the addresses that they tell; without a place they are none', () => {
    const here = { place, relayAddress: '192.0.2.7', announcedAddress: undefined, probePort: 3478 };
    expect(relayHosts([{ port: 0 }], here)).toEqual([]);
    expect(relayHosts([{ port: 4000 }], { ...here, place: undefined })).toEqual([]);
    expect(relayHosts([{ port: 4001 }, { port: 0 }, { port: 4000 }], here)).toEqual([
      {
        ...{ id: 'fra-1', kind: 'relay', region: 'eu-central', jurisdiction: 'DE', operator: 'a.example' },
        ...{ addresses: ['192.0.2.7'], udp: [4000, 4001], probe: [3478] },
      },
    ]);
    const behindNat = { ...here, announcedAddress: '198.51.100.1' };
    expect(relayHosts([{ port: 4000 }], behindNat)[0]?.addresses).toEqual(['198.51.100.1']);
    const everywhere = { ...here, relayAddress: '0.0.0.0' };
    expect(relayHosts([{ port: 1 }], everywhere)[0]?.addresses.length).toBeGreaterThan(0);
  });

  test('relays of other machines stand as these said of themselves', () => {
    const here = { place, relayAddress: '127.0.0.1', announcedAddress: undefined };
    const there = { place: { ...place, host: 'nyc-1', jurisdiction: 'US' }, addresses: ['192.0.2.9'] };
    const relays = [
      { ...there, port: 5001, probePort: 3478 },
      { ...there, port: 5000 },
      // Of this one nobody said anything.
      { addresses: ['192.0.2.10'], port: 5000 },
    ];
    expect(relayHosts(relays, here)).toEqual([
      {
        ...{ id: 'nyc-1', kind: 'relay', region: 'eu-central', jurisdiction: 'US', operator: 'a.example' },
        ...{ addresses: ['192.0.2.9'], udp: [5000, 5001], probe: [3478] },
      },
    ]);
  });

  test.each([
    [undefined, '127.0.0.1', { addresses: ['127.0.0.1'], names: ['localhost'], tcp: [8080] }],
    ['https://stoa.example', '192.0.2.7', { addresses: ['192.0.2.7'], names: ['stoa.example'], tls: [443] }],
    ['http://192.0.2.9:81', '192.0.2.7', { addresses: ['192.0.2.9'], tcp: [81] }],
    ['https://[2001:db8::1]', '::1', { addresses: ['2001:db8::1'], names: ['localhost'], tls: [443] }],
  ])('the app is where people reach it: %s', (url, listenAddress, rest) => {
    const publicUrl = url === undefined ? undefined : new URL(url);
    const parts = { place, listenAddress, port: 8080, publicUrl, tls: false, turnPort: undefined };
    expect(appHosts(parts)[0]).toEqual({
      ...{ id: 'fra-1-app', kind: 'app', region: 'eu-central', jurisdiction: 'DE', operator: 'a.example' },
      ...rest,
    });
  });

  test('TURN on a port of its own is a host of its own, and none where it shares that of HTTP', () => {
    const parts = { place, listenAddress: '192.0.2.7', port: 8080, publicUrl: undefined, tls: true };
    expect(appHosts({ ...parts, turnPort: 8080 })).toHaveLength(1);
    expect(appHosts({ ...parts, turnPort: 5349 })).toMatchObject([
      { id: 'fra-1-app', kind: 'app', tls: [8080] },
      { id: 'fra-1-turn', kind: 'turn', addresses: ['192.0.2.7'], tls: [5349] },
    ]);
  });

  test('what the fence of the deployment does not permit is not in the directory', () => {
    const parts = {
      ...{ place, here: { address: '192.0.2.7' }, host: '127.0.0.1', port: () => 8080, publicUrl: undefined },
      ...{ tls: false, probePort: undefined, turnPort: undefined },
      relays: [
        { port: 4000 },
        { port: 1, place: { ...place, host: 'us', jurisdiction: 'US' }, addresses: ['192.0.2.9'] },
      ],
    };
    const ids = (fence?: Fence) => knownHosts({ ...parts, fence }).map(({ id }) => id);
    expect(ids()).toEqual(['fra-1', 'us', 'fra-1-app']);
    expect(ids(readFence('!US'))).toEqual(['fra-1', 'fra-1-app']);
    expect(knownHosts({ ...parts, fence: undefined, place: undefined, port: () => undefined })).toHaveLength(
      1,
    );
  });
});
