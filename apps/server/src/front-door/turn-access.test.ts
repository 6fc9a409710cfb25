import { expect, test } from 'vitest';
import { turnAccess, turnUrls } from './turn-access.ts';

const shared = { ownPort: undefined, httpPort: 8080, tls: false, publicUrl: undefined };
const https = new URL('https://stoa.example');

test('one command on one machine: the port of the page, under the name that the client used', () => {
  expect(turnUrls(shared, 'localhost:8080')).toEqual(['turn:localhost:8080?transport=tcp']);
  expect(turnUrls(shared, '192.0.2.7:8080')).toEqual(['turn:192.0.2.7:8080?transport=tcp']);
  expect(turnUrls(shared, '[2001:db8::1]:8080')).toEqual(['turn:[2001:db8::1]:8080?transport=tcp']);
});

test('TLS answered by Stoa itself: 443 is shared', () => {
  expect(turnUrls({ ...shared, httpPort: 443, tls: true }, 'a.example')).toEqual([
    'turns:a.example:443?transport=tcp',
  ]);
  expect(turnUrls({ ...shared, httpPort: 8443, tls: true, publicUrl: https }, 'other')).toEqual([
    'turns:stoa.example:443?transport=tcp',
  ]);
});

test('behind a proxy there is a way with a port of its own, or none', () => {
  expect(turnUrls({ ...shared, publicUrl: https }, 'stoa.example')).toEqual([]);
  expect(turnUrls({ ...shared, publicUrl: https, ownPort: 5349 }, 'stoa.example')).toEqual([
    'turn:stoa.example:5349?transport=tcp',
  ]);
  expect(turnUrls({ ...shared, publicUrl: https, ownPort: 5349, tls: true }, 'stoa.example')).toEqual([
    'turns:stoa.example:5349?transport=tcp',
  ]);
});

test('a host that is none is not repeated', () => {
  for (const host of [undefined, '', 'a b', 'x?transport=udp#', '/'])
    expect(turnUrls(shared, host).join().replace('turn:x:8080?transport=tcp', '')).toBe('');
});

test('servers that are not ours come after it, or alone where there is no other way', () => {
  const others = ['turn:turn.example:3478?transport=udp'];
  const urls = (door: Parameters<typeof turnAccess>[0]) =>
    turnAccess(door, 's', 'h', new Uint8Array(8), 1_000)?.urls;
  expect(urls({ ...shared, others })).toEqual(['turn:h:8080?transport=tcp', ...others]);
  expect(urls({ ...shared, publicUrl: https, others })).toEqual(others);
  expect(urls({ ...shared, publicUrl: https })).toBeUndefined();
});

test('each answer has a credential of its own', () => {
  const one = turnAccess(shared, 's', 'h', new Uint8Array(8), 1_000)!;
  const other = turnAccess(shared, 's', 'h', new Uint8Array(8).fill(1), 1_000)!;
  expect(one.username).not.toBe(other.username);
  expect(one).toMatchObject({ expires: 3_601_000, urls: ['turn:h:8080?transport=tcp'] });
});
