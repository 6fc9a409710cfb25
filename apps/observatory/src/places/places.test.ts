import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress } from './address.ts';
import { builtInPlaces, readPlaces } from './built-in.ts';
import { combined, mmdbPlaces } from './mmdb.ts';
import { writePlaces } from './pack.ts';

describe('the places that come along', () => {
  const places = builtInPlaces();

  test('know well-known addresses, with country and operator', () => {
    expect(places.lookUp('8.8.8.8')).toMatchObject({
      country: 'US',
      network: 15_169,
      operator: 'Google LLC',
    });
    expect(places.lookUp('2001:4860:4860::8888')).toMatchObject({ country: 'US', network: 15_169 });
    expect(places.lookUp('212.242.33.35')).toMatchObject({ country: 'DK' });
    expect(places.lookUp('::ffff:8.8.8.8')).toMatchObject({ country: 'US' });
  });

  test('say where an address is registered when it is used elsewhere', () => {
    expect(places.lookUp('128.1.77.66')).toMatchObject({
      country: 'FR',
      registered: 'US',
      operator: 'Zenlayer Inc',
    });
  });

  test('know nothing of private addresses and of what is none', () => {
    for (const address of ['10.0.0.1', '192.168.1.1', 'fe80::1', 'nonsense', '', '1.2.3', '1.2.3.4.5', ':::'])
      expect(places.lookUp(address)?.country).toBeUndefined();
  });

  test('say their date, sources and licence', () => {
    expect(places.credits.join()).toMatch(/2026-06-17.*CC BY 4\.0/);
  });
});

/** 16.0.0.0: what follows it for some millions is on the internet. */
const PUBLIC = 0x1000_0000n;

test('what is written is read again', () => {
  const range = fc
    .tuple(fc.nat(30_000_000), fc.nat(255), fc.constantFrom('DE', 'FR', 'US'))
    .map(([from, length, value]) => ({
      from: PUBLIC + BigInt(from),
      to: PUBLIC + BigInt(from + length),
      value,
    }));
  fc.assert(
    fc.property(fc.uniqueArray(range, { maxLength: 8, selector: (one) => one.from >> 9n }), (unsorted) => {
      const country = unsorted
        .sort((a, b) => Number(a.from - b.from))
        .filter((one, i, all) => i === 0 || one.from > all[i - 1]!.to);
      const empty = { country: [], registered: [], network: [] };
      const places = readPlaces(
        writePlaces({
          date: '2026-01-01',
          credits: ['x'],
          operators: new Map(),
          ipv4: { ...empty, country },
          ipv6: empty,
        }),
      );
      const text = (value: bigint) => [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
      for (const { from, to, value } of country) {
        expect(places.lookUp(text(from))?.country).toBe(value);
        expect(places.lookUp(text(to))?.country).toBe(value);
      }
    }),
    { numRuns: 30 },
  );
});

test('addresses of both kinds are numbers', () => {
  expect(parseAddress('2001:db8::1')).toEqual({ version: 6, value: 0x20010db8000000000000000000000001n });
  expect(parseAddress('::')).toEqual({ version: 6, value: 0n });
  expect(parseAddress('1.2.3.4')).toEqual({ version: 4, value: 0x01020304n });
  expect(parseAddress('1::2::3')).toBeUndefined();
});

test('a database that is named but is none is refused, and sources add to each other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'places-'));
  try {
    const path = join(folder, 'x.mmdb');
    writeFileSync(path, 'nothing');
    await expect(mmdbPlaces(path)).rejects.toThrow();
  } finally {
    rmSync(folder, { recursive: true });
  }
  const one = { credits: ['a'], lookUp: () => ({ country: 'DE' }) };
  const other = { credits: ['b'], lookUp: () => ({ country: 'FR', operator: 'Net' }) };
  expect(combined([one, other]).lookUp('1.1.1.1')).toEqual({ country: 'DE', operator: 'Net' });
});
