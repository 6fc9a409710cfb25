import { deviceId } from '@stoa/protocol/social';
import { expect, test } from 'vitest';
import { deviceIsPublished } from './account-proof.ts';

const key = (fill: number) => new Uint8Array(32).fill(fill);
const published = {
  generation: 3,
  devices: [1, 2].map((fill) => ({
    id: deviceId('A'.repeat(22)),
    ed25519: key(fill),
    x25519: key(fill + 10),
    addedIn: 1,
    addedOn: '2026-11-01',
  })),
};

test('a device key counts only when the account publishes it as a signing key', () => {
  expect(deviceIsPublished(key(2), published)).toBe(true);
  expect(deviceIsPublished(key(12), published)).toBe(false);
  expect(deviceIsPublished(key(2).slice(0, 31), published)).toBe(false);
  expect(deviceIsPublished(key(2), { generation: 4, devices: [] })).toBe(false);
  const removed = published.devices.map((each) => ({ ...each, removedIn: 3 }));
  expect(deviceIsPublished(key(2), { generation: 4, devices: removed })).toBe(false);
});
