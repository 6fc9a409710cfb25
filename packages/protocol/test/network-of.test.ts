import fc from 'fast-check';
import { expect, test } from 'vitest';
import { networkOf } from '../src/index.ts';

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:192.0.2.7%eth0', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8::', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::3:4:5:6:192.0.2.7', '0:0:3:4::/64'],
  ['1:2::5:6:192.0.2.7', '1:2:0:0::/64'],
  ['1:2:3:4:5:6:192.0.2.7', '1:2:3:4::/64'],
  ['unknown', 'unknown'],
  ['no:address', 'no:address'],
  ['1:2:3:4::5::6', '1:2:3:4::5::6'],
  ['1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8:9'],
  ['', ''],
])('%j counts as %j', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('every way to write an IPv6 address counts for the first four of its groups', () => {
  const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
      const hex = groups.map((each) => each.toString(16));
      const padded = hex.map((each) => each.padStart(4, '0').toUpperCase());
      const dotted = groups.slice(6).flatMap((each) => [each >> 8, each & 255]);
      const shortest = new URL(`http://[${hex.join(':')}]`).hostname.slice(1, -1);
      const ways = [
        hex.join(':'),
        padded.join(':'),
        `${hex.slice(0, 6).join(':')}:${dotted.join('.')}`,
        shortest,
      ];
      for (const way of ways) expect(networkOf(way)).toBe(`${hex.slice(0, 4).join(':')}::/64`);
    }),
  );
});
