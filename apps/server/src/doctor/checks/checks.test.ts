// What the rest of the tests cannot bring about on this machine: each decision by the facts that it is made of.
import { describe, expect, test } from 'vitest';
import { outsideContacts } from '../outside.ts';
import { decideAddress, isPrivate } from './address.ts';
import { decideCertificate } from './certificate.ts';
import { decideClock } from './clock.ts';
import { decideDatabase } from './database.ts';
import { decideFiles } from './files.ts';
import { decideMachine } from './machine.ts';
import { decideNats } from './nats.ts';
import { decidePorts } from './ports.ts';
import { decideWeb } from './web.ts';

const dayMs = 86_400_000;
const states = (found: readonly { readonly state: string }[]) => found.map(({ state }) => state);

test('a low port needs rights; ports of a Stoa that runs are no fault', () => {
  const port = {
    of: 'HTTP',
    protocol: 'TCP',
    address: '0.0.0.0',
    port: 80,
    setting: 'PORT',
    addressSetting: 'HOST',
  } as const;
  const [denied] = decidePorts([{ ...port, outcome: 'EACCES' }], false);
  expect(denied).toMatchObject({ state: 'fault', says: expect.stringContaining('needs more rights') });
  expect(states(decidePorts([{ ...port, outcome: 'EADDRINUSE' }], true))).toEqual(['ok']);
  expect(states(decidePorts([{ ...port, outcome: 'EADDRNOTAVAIL' }], true))).toEqual(['fault']);
});

test('a certificate that ends soon is a warning', () => {
  const facts = { called: 'STOA_TLS_CERT', from: 0, until: 100 * dayMs };
  expect(states(decideCertificate(facts, 80 * dayMs))).toEqual(['ok']);
  const [soon] = decideCertificate(facts, 93 * dayMs);
  expect(soon).toMatchObject({ state: 'warning', says: 'STOA_TLS_CERT expires in 7 days.' });
});

describe('addresses', () => {
  test.each([
    ['10.1.2.3', true],
    ['172.16.0.1', true],
    ['172.32.0.1', false],
    ['192.168.1.1', true],
    ['100.64.0.1', true],
    ['100.128.0.1', false],
    ['127.0.0.1', true],
    ['203.0.113.9', false],
    ['fd00::1', true],
    ['2001:db8::1', false],
    ['::1', true],
  ])('%s is private: %s', (address, expected) => expect(isPrivate(address)).toBe(expected));

  const facts = {
    bound: '0.0.0.0',
    announced: undefined,
    own: ['10.0.0.5'],
    port: 40_000,
    publicHost: 'stoa.example',
  };
  test.each([
    ['private only, for everybody', facts, ['fault']],
    ['private only, for the house', { ...facts, publicHost: 'stoa.lan' }, ['ok']],
    ['private only, nothing said', { ...facts, publicHost: undefined }, ['ok']],
    ['one of them public', { ...facts, own: ['10.0.0.5', '203.0.113.9'] }, ['ok']],
    ['behind NAT as it should be', { ...facts, announced: '203.0.113.9' }, ['ok']],
    ['a private one announced', { ...facts, announced: '10.0.0.9' }, ['fault']],
    ['no port to forward', { ...facts, announced: '203.0.113.9', port: 0 }, ['fault']],
    ['the loopback alone', { ...facts, bound: '127.0.0.1', publicHost: undefined }, ['warning']],
  ])('%s', (_what, given, expected) => expect(states(decideAddress(given))).toEqual(expected));
});

test('a full disk and a read-only one have their own words, and little room is said in time', () => {
  const folder = { path: '/srv', refused: undefined, othersMayWrite: false, freeBytes: undefined };
  const facts = { secrets: [], deploymentKey: 'good' } as const;
  const says = (dataFolder: Partial<Parameters<typeof decideFiles>[0]['dataFolder']>) =>
    decideFiles({ ...facts, dataFolder: { ...folder, ...dataFolder } })[0];
  expect(says({ refused: 'ENOSPC' })?.says).toContain('is full');
  expect(says({ refused: 'EROFS' })?.says).toContain('read-only');
  expect(says({ freeBytes: 500 * 2 ** 20 })).toMatchObject({ state: 'warning' });
  expect(says({ freeBytes: 50 * 2 ** 20 })).toMatchObject({ state: 'fault' });
  expect(says({ othersMayWrite: true })?.fix).toBe('chmod go-w /srv');
});

test('a clock may be off by less than what was needed to read the other', () => {
  const of = 'the database';
  expect(states(decideClock(10, 0, [{ of, aheadMs: 900, slackMs: 500 }]))).toEqual(['ok']);
  expect(states(decideClock(10, 0, [{ of, aheadMs: -3_000, slackMs: 500 }]))).toEqual(['warning']);
  expect(decideClock(10, 0, [{ of, aheadMs: -9_000, slackMs: 500 }])[0]?.says).toContain('9 s behind');
  expect(states(decideClock(10, 11, []))).toEqual(['fault']);
});

test('a database that is too old, or lets few in', () => {
  const facts = {
    kind: 'answered',
    isOwn: false,
    major: 14,
    oldest: 15,
    tables: 'none',
    maxConnections: 100,
  } as const;
  expect(decideDatabase(facts)[0]).toMatchObject({ state: 'fault', says: 'The database is PostgreSQL 14.' });
  expect(states(decideDatabase({ ...facts, major: 17, maxConnections: 10 }))).toEqual(['warning']);
});

test('NATS between machines wants encryption; a relay alone needs no JetStream', () => {
  const facts = {
    kind: 'answered',
    version: '2.12.0',
    jetstream: false,
    isEncrypted: true,
    isLocal: false,
    needsJetstream: false,
  } as const;
  expect(states(decideNats(facts))).toEqual(['ok']);
  expect(states(decideNats({ ...facts, isEncrypted: false }))).toEqual(['warning']);
  expect(decideNats({ kind: 'failed', why: 'tls' })[0]?.fix).toContain('NATS_TLS_CA');
});

test('buffers, memory and cores', () => {
  const facts = {
    descriptors: 65_536,
    receiveBuffer: 4 * 2 ** 20,
    sendBuffer: 4 * 2 ** 20,
    memory: 2 ** 31,
    relays: 2,
    cores: 2,
    ownDatabase: true,
  };
  expect(states(decideMachine(facts))).toEqual(['ok']);
  expect(decideMachine({ ...facts, receiveBuffer: 212_992 })[0]).toMatchObject({
    state: 'warning',
    fix: 'sysctl -w net.core.rmem_max=4194304',
  });
  expect(decideMachine({ ...facts, memory: 100 * 2 ** 20 })[0]?.says).toContain('100 MiB of memory left');
  expect(states(decideMachine({ ...facts, relays: 5 }))).toEqual(['warning']);
  expect(states(decideMachine({ ...facts, descriptors: 4_096 }))).toEqual(['warning']);
});

test('pages want https', () => {
  const facts = {
    isUsed: true,
    folder: '/srv/web',
    isBuilt: true,
    host: '127.0.0.1',
    publicUrl: new URL('https://stoa.example'),
    trustProxy: true,
    hasOwnTls: false,
  };
  expect(states(decideWeb(facts))).toEqual(['ok']);
  expect(states(decideWeb({ ...facts, publicUrl: new URL('http://stoa.example') }))).toEqual(['fault']);
  expect(states(decideWeb({ ...facts, trustProxy: false }))).toEqual(['warning']);
  expect(states(decideWeb({ ...facts, publicUrl: undefined, host: '0.0.0.0' }))).toEqual(['warning']);
});

test('outside addresses: those that are set, push services only where people use them, never a password', () => {
  const facts = {
    databaseUrl: 'postgres://stoa:word@db.example:5433/stoa',
    natsUrl: 'tls://me:word@a.example:4222,nats://127.0.0.1:4222',
    pushHosts: ['fcm.googleapis.com'],
    accounts: true,
    knownPushHosts: ['fcm.googleapis.com', '.push.apple.com'],
  };
  const { contacts, perhaps } = outsideContacts(facts);
  expect(contacts.map(({ address }) => address)).toEqual([
    'db.example:5433',
    'a.example:4222',
    'fcm.googleapis.com',
  ]);
  expect(perhaps).toEqual([]);
  expect(JSON.stringify(contacts)).not.toContain('word');
  const alone = { ...facts, databaseUrl: undefined, natsUrl: undefined, pushHosts: undefined };
  expect(outsideContacts(alone).contacts).toEqual([]);
  expect(outsideContacts(alone).perhaps.map(({ address }) => address)).toContain('*.push.apple.com');
});
