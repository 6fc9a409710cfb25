// Remakes places.bin from the tables of three npm packages, unpacked side by side in a folder:
//   npm pack @ip-location-db/asn @ip-location-db/asn-country @ip-location-db/geo-whois-asn-country
//   npx tsx apps/observatory/places/make.ts <folder> <date of the data>
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Range, type Table, writePlaces } from '../src/places/pack.ts';

const [folder, date] = process.argv.slice(2);
if (!folder || !date || !/^\d{4}-\d\d-\d\d$/.test(date)) {
  console.error('usage: make.ts <folder with asn/, asn-country/ and geo-whois-asn-country/> <yyyy-mm-dd>');
  process.exit(2);
}

/** Start, end and the rest of each row; a quoted name may hold commas. */
function rows(name: string): { from: bigint; to: bigint; rest: string[] }[] {
  const text = readFileSync(join(folder!, name), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const fields = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((one) =>
        (one[1]?.replaceAll('""', '"') ?? one[2] ?? '').trim(),
      );
      return { from: BigInt(fields[0]!), to: BigInt(fields[1]!), rest: fields.slice(2) };
    });
}

const operators = new Map<number, string>();
const countries = (name: string): Range<string>[] =>
  rows(name).map(({ from, to, rest }) => ({ from, to, value: rest[0]! }));
const networks = (name: string): Range<number>[] =>
  rows(name).map(({ from, to, rest }) => {
    operators.set(Number(rest[0]), rest[1] ?? '');
    return { from, to, value: Number(rest[0]) };
  });

const ipv4: Table = {
  country: countries('geo-whois-asn-country/geo-whois-asn-country-ipv4-num.csv'),
  registered: countries('asn-country/asn-country-ipv4-num.csv'),
  network: networks('asn/asn-ipv4-num.csv'),
};
// The finer table of IPv6 countries has rows that swallow their neighbours; that of the registries has not.
const ipv6: Table = {
  country: countries('asn-country/asn-country-ipv6-num.csv'),
  registered: [],
  network: networks('asn/asn-ipv6-num.csv'),
};
const credits = [
  `Countries and network operators of ${date}: compiled by ip-location-db (github.com/sapics/ip-location-db) from statistics of the Number Resource Organization (nro.net), RouteViews (routeviews.org) and DB-IP (db-ip.com), each under CC BY 4.0, and from geofeeds that operators publish; repacked here without other changes. A country is where the operator or a registry says that an address is used; it can be wrong.`,
];
const packed = writePlaces({ date, credits, operators, ipv4, ipv6 });
writeFileSync(join(import.meta.dirname, 'places.bin'), packed);
console.log(`${packed.length} bytes`);
