import { usualRetention } from '@stoa/social';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { Fault } from '../src/fault.ts';

test('without settings it listens on the loopback, one relay a core', () => {
  const config = readConfig({});
  expect(config).toMatchObject({ host: '127.0.0.1', port: 8080, relayPort: 0, trustProxy: false });
  expect(config.relays).toBeGreaterThan(0);
  expect(config.dataFolder.endsWith('/data')).toBe(true);
});

test('what is set is taken', () => {
  const config = readConfig({
    PORT: '0',
    HOST: '::1',
    STOA_RELAYS: '3',
    STOA_RELAY_PORT: '41000',
    STOA_RELAY_ADDRESS: '10.0.0.1',
    STOA_ANNOUNCED_ADDRESS: '192.0.2.5',
    STOA_PUBLIC_URL: 'https://stoa.example',
    STOA_TRUST_PROXY: '1',
    STOA_DATA: '/srv/stoa',
  });
  expect(config).toMatchObject({ port: 0, host: '::1', relays: 3, relayPort: 41_000, trustProxy: true });
  expect(config).toMatchObject({
    relayAddress: '10.0.0.1',
    announcedAddress: '192.0.2.5',
    dataFolder: '/srv/stoa',
  });
  expect(config.publicUrl?.origin).toBe('https://stoa.example');
});

test("TURN and TLS are a control's; other roles that share its file leave them to it", () => {
  const shared = {
    STOA_TURN_PORT: '443',
    STOA_TLS_CERT: '/a.pem',
    STOA_TLS_KEY: '/a.key',
    NATS_URL: 'nats://127.0.0.1:1',
  };
  const of = (role: string) => readConfig({ ...shared, STOA_ROLE: role });
  expect(of('control')).toMatchObject({ turnPort: 443, tls: { cert: '/a.pem', key: '/a.key' } });
  for (const role of ['relay', 'web'])
    expect(of(role)).toMatchObject({ turnPort: undefined, tls: undefined });
});

describe('a mistake is one clear sentence', () => {
  test.each([
    [{ PORT: 'eighty' }, 'PORT must be a whole number from 0 to 65535.'],
    [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535.'],
    [{ HOST: 'stoa.example' }, 'HOST must be an IP address, such as 192.0.2.10.'],
    [{ STOA_RELAYS: '0' }, 'STOA_RELAYS must be a whole number from 1 to 256.'],
    [
      { STOA_PUBLIC_URL: 'stoa.example' },
      'STOA_PUBLIC_URL must be an address without a path, such as https://stoa.example.',
    ],
    [
      { STOA_PUBLIC_URL: 'https://x.example/a?b' },
      'STOA_PUBLIC_URL must be an address without a path, such as https://stoa.example.',
    ],
    [{ STOA_ANNOUNCED_ADDRESS: 'me' }, 'STOA_ANNOUNCED_ADDRESS must be an IP address, such as 192.0.2.10.'],
    [{ STOA_TRUST_PROXY: 'maybe' }, 'STOA_TRUST_PROXY must be 1 or 0.'],
  ])('%j', (env, sentence) => {
    expect(() => readConfig(env)).toThrow(Fault);
    expect(() => readConfig(env)).toThrow(sentence);
  });
});

test('what is stored is kept as long as usual, or as the operator says', () => {
  expect(readConfig({}).social?.retention).toEqual(usualRetention);
  expect(readConfig({ STOA_KEEP_NOTIFICATIONS_DAYS: '7' }).social?.retention).toEqual({
    ...usualRetention,
    notifications: 7,
  });
  expect(() => readConfig({ STOA_KEEP_SESSIONS_DAYS: '0' })).toThrow('from 1 to 3660');
});
