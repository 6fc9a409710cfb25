import { type Directory, decodeFence, encodeFence, type Fence } from '@stoa/protocol/fleet';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Candidate,
  fullAt,
  hostAt,
  meet,
  type Place,
  permits,
  permittedHosts,
  place,
  receipt,
} from './index.ts';

const names = fc.subarray(['DE', 'FR', 'US', 'CN']);
const kind = fc.constantFrom('only' as const, 'never' as const);
const fence: fc.Arbitrary<Fence> = fc.record(
  {
    jurisdictions: fc.record({ kind, names }),
    operators: fc.record({ kind, names: fc.subarray(['a.example', 'b.example']) }),
  },
  { requiredKeys: [] },
);
const somewhere: fc.Arbitrary<Place> = fc.record({
  jurisdiction: fc.constantFrom('DE', 'FR', 'US', 'CN', ''),
  operator: fc.constantFrom('a.example', 'b.example', ''),
});

describe('fences', () => {
  test('Z1 only and never are opposites, and no list is no limit', () => {
    fc.assert(
      fc.property(names, somewhere, (list, it) => {
        const only = permits([{ jurisdictions: { kind: 'only', names: list } }], it);
        const never = permits([{ jurisdictions: { kind: 'never', names: list } }], it);
        if (it.jurisdiction === '') expect([only, never]).toEqual([false, false]);
        else expect(only).toBe(!never);
        expect(permits([{}], it)).toBe(true);
      }),
    );
  });

  test('Z2 all hold together, in any order, and one more never permits more', () => {
    fc.assert(
      fc.property(fc.array(fence, { maxLength: 4 }), fence, somewhere, (all, more, it) => {
        expect(permits(all, it)).toBe(all.every((each) => permits([each], it)));
        expect(permits([...all].reverse(), it)).toBe(permits(all, it));
        if (permits([...all, more], it)) expect(permits(all, it)).toBe(true);
      }),
    );
  });

  test('Z4 a fence out of bytes permits exactly what it permitted before', () => {
    fc.assert(
      fc.property(fence, somewhere, (all, it) => {
        expect(permits([decodeFence(encodeFence(all))!], it)).toBe(permits([all], it));
      }),
    );
  });

  test('Z3 what cannot be judged is outside of any limit', () => {
    const limit = { kind: 'never', names: ['CN'] } as const;
    expect(permits([{ jurisdictions: limit }], { jurisdiction: '', operator: 'a.example' })).toBe(false);
    expect(permits([{ operators: limit }], { jurisdiction: 'DE', operator: '' })).toBe(false);
  });
});

const host = (id: string, jurisdiction: string, address: string, udp: number[]) => ({
  id,
  kind: 'relay' as const,
  region: 'here',
  jurisdiction,
  operator: 'a.example',
  addresses: [address],
  udp,
});
const directory: Directory = {
  v: 1,
  serial: 1,
  issued: 0,
  expires: 1,
  hosts: [host('de', 'DE', '192.0.2.1', [4000, 4001]), host('us', 'US', '192.0.2.2', [4000])],
};
const onlyGermany: Fence = { jurisdictions: { kind: 'only', names: ['DE'] } };

test('Z8 a packet goes to a permitted host at exactly its address, port and transport', () => {
  const to = (address: string, port: number, transport: 'udp' | 'tcp' = 'udp') =>
    hostAt(directory, [onlyGermany], { address, port, transport })?.id;
  expect(to('192.0.2.1', 4001)).toBe('de');
  expect(to('192.0.2.1', 4002)).toBeUndefined();
  expect(to('192.0.2.1', 4000, 'tcp')).toBeUndefined();
  expect(to('192.0.2.2', 4000)).toBeUndefined();
  expect(to('192.0.2.3', 4000)).toBeUndefined();
  expect(permittedHosts(directory, [onlyGermany]).map(({ id }) => id)).toEqual(['de']);
  expect(meet([onlyGermany], directory)).toEqual([{ jurisdiction: 'DE', operator: 'a.example' }]);
  expect(meet([onlyGermany, { jurisdictions: { kind: 'never', names: ['DE'] } }], directory)).toBeUndefined();
});

test('Z8 where two hosts are said to be at one address and port, both have to be permitted', () => {
  const there = { address: '192.0.2.1', port: 4000, transport: 'udp' } as const;
  const twice = { ...directory, hosts: [...directory.hosts, host('us-2', 'US', '192.0.2.1', [4000])] };
  expect(hostAt(directory, [onlyGermany], there)?.id).toBe('de');
  expect(hostAt(twice, [onlyGermany], there)).toBeUndefined();
  expect(hostAt({ ...twice, hosts: twice.hosts.toReversed() }, [onlyGermany], there)).toBeUndefined();
  expect(hostAt(twice, [onlyGermany], { ...there, port: 4001 })?.id).toBe('de');
});

test('a receipt names every place, and counts those outside of the fence, unknown ones included', () => {
  const to = (address: string) => ({
    address,
    port: 4000,
    transport: 'udp' as const,
    sentBytes: 1,
    receivedBytes: 1,
    first: 0,
    last: 0,
  });
  const { lines, outside } = receipt(['192.0.2.1', '192.0.2.2', '198.51.100.9'].map(to), directory, [
    onlyGermany,
  ]);
  expect(lines.map(({ host, inFence }) => [host?.jurisdiction, inFence])).toEqual([
    ['DE', true],
    ['US', false],
    [undefined, false],
  ]);
  expect(outside).toBe(2);
});

describe('placement', () => {
  const candidate: fc.Arbitrary<Candidate> = fc.record({
    load: fc.double({ min: 0, max: 1, noNaN: true }),
    carriesEra: fc.boolean(),
    roundTripMs: fc.option(fc.double({ min: 0, max: 400, noNaN: true }), { nil: undefined }),
  });

  test('nobody is put on a full relay, and somebody is on one whenever one is not full', () => {
    fc.assert(
      fc.property(fc.array(candidate), (all) => {
        const chosen = place(all);
        if (chosen === -1) expect(all.every(({ load }) => load >= fullAt)).toBe(true);
        else expect(all[chosen]!.load).toBeLessThan(fullAt);
      }),
    );
  });

  test('of two alike the nearer one, the emptier one, the one that carries the room', () => {
    const it = { load: 0.2, carriesEra: true, roundTripMs: 20 };
    expect(place([{ ...it, roundTripMs: 90 }, it])).toBe(1);
    expect(place([{ ...it, load: 0.5 }, it])).toBe(1);
    expect(place([{ ...it, carriesEra: false }, it])).toBe(1);
    expect(place([{ ...it, roundTripMs: undefined }, it])).toBe(0);
    expect(
      place([
        { ...it, roundTripMs: 250 },
        { ...it, load: 0.8 },
      ]),
    ).toBe(1);
  });
});
