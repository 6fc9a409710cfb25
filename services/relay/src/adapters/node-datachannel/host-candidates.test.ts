import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { hostCandidates } from './host-candidates.ts';

const address = (text: string, family: 'IPv4' | 'IPv6', internal = false) =>
  ({ address: text, family, internal }) as NetworkInterfaceInfo;

describe('host candidates', () => {
  it('of one bound address are that address, whatever else the machine has', () => {
    expect(hostCandidates('192.0.2.9', 4000, () => ({ eth0: [address('192.0.2.10', 'IPv4')] }))).toEqual([
      '1 1 UDP 2130706431 192.0.2.9 4000 typ host',
    ]);
  });

  it('of all addresses are those of IPv4 that others can reach, the first one preferred', () => {
    const found = hostCandidates('0.0.0.0', 4000, () => ({
      lo: [address('127.0.0.1', 'IPv4', true)],
      eth0: [address('192.0.2.9', 'IPv4'), address('2001:db8::9', 'IPv6')],
      eth1: [address('198.51.100.9', 'IPv4')],
    }));
    expect(found).toEqual([
      '1 1 UDP 2130706431 192.0.2.9 4000 typ host',
      '2 1 UDP 2130706175 198.51.100.9 4000 typ host',
    ]);
  });

  it('of a machine without a network are its loopback', () => {
    expect(hostCandidates('0.0.0.0', 4000, () => ({ lo: [address('127.0.0.1', 'IPv4', true)] }))).toEqual([
      '1 1 UDP 2130706431 127.0.0.1 4000 typ host',
    ]);
  });
});
