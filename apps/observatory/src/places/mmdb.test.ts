import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { mmdb } from '../../test/make/mmdb.ts';
import { combined, mmdbPlaces } from './mmdb.ts';

const folder = mkdtempSync(join(tmpdir(), 'mmdb-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

const CITY = mmdb(
  {
    '192.0.2.0/24': { country: { iso_code: 'DE' }, registered_country: { iso_code: 'FR' } },
    '198.51.100.0/25': { country: { iso_code: 'CN' }, registered_country: { iso_code: 'CN' } },
  },
  'GeoLite2-Country',
  1_700_000_000,
);
const NETWORK = mmdb(
  {
    '192.0.2.0/24': { autonomous_system_number: 64_500, autonomous_system_organization: 'Tea Networks' },
    '203.0.113.0/24': { country_code: 'SE', asn: 'AS64501', as_name: 'Nord' },
    '198.51.100.128/25': { nothing: 'known' },
  },
  'Own-ASN',
  1_700_000_000,
);

test('country, place of registration and network are read by their several names', async () => {
  const [city, network] = [await mmdbPlaces(file('c.mmdb', CITY)), await mmdbPlaces(file('n.mmdb', NETWORK))];
  expect(city.lookUp('192.0.2.77')).toEqual({ country: 'DE', registered: 'FR' });
  expect(city.lookUp('198.51.100.1')).toEqual({ country: 'CN' });
  expect(network.lookUp('192.0.2.77')).toEqual({ network: 64_500, operator: 'Tea Networks' });
  expect(network.lookUp('203.0.113.9')).toEqual({ country: 'SE', network: 64_501, operator: 'Nord' });
  expect(combined([city, network]).lookUp('192.0.2.1')).toEqual({
    country: 'DE',
    registered: 'FR',
    network: 64_500,
    operator: 'Tea Networks',
  });
});

test('what is not in it, says nothing or is no address stays unknown', async () => {
  const [city, network] = [await mmdbPlaces(file('c.mmdb', CITY)), await mmdbPlaces(file('n.mmdb', NETWORK))];
  for (const address of ['8.8.8.8', '198.51.100.200', '2001:db8::1', 'somewhere', ''])
    expect([address, city.lookUp(address)]).toEqual([address, undefined]);
  expect(network.lookUp('198.51.100.200')).toBeUndefined();
});

test('credits name type, day and file, and no folder', async () => {
  const { credits } = await mmdbPlaces(file('c.mmdb', CITY));
  expect(credits).toEqual([
    expect.stringMatching(/^GeoLite2-Country of \d{4}-\d\d-\d\d, from the file c\.mmdb/),
  ]);
  expect(credits[0]).not.toContain(folder);
});
