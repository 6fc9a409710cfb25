// The places that come with the program.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { parseAddress } from './address.ts';
import { type Header, IPV6_SHIFT } from './pack.ts';
import type { Place, PlaceSource } from './place.ts';
import { isPrivate } from './private.ts';

const FILE = join(import.meta.dirname, '..', '..', 'places', 'places.bin');
const MOST_BYTES = 64 << 20;

type Columns = {
  readonly starts: Float64Array;
  readonly country: Uint8Array;
  readonly registered: Uint8Array;
  readonly network: Float64Array;
};

export const builtInPlaces = (): PlaceSource => readPlaces(readFileSync(FILE));

/** @throws RangeError for a file of another format */
export function readPlaces(packed: Uint8Array): PlaceSource {
  const plain = brotliDecompressSync(packed, { maxOutputLength: MOST_BYTES });
  const end = plain.indexOf(10);
  const header = JSON.parse(plain.toString('utf8', 0, end)) as Header;
  if (header.format !== 'stoa-places-1') throw new RangeError('the file of places has another format');
  let at = end + 1;
  const varints = (count: number): Float64Array => {
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      let scale = 1;
      let value = 0;
      for (; plain[at]! >= 128; at++, scale *= 128) value += (plain[at]! & 127) * scale;
      values[i] = value + plain[at++]! * scale;
    }
    return values;
  };
  const bytes = (count: number): Uint8Array => {
    at += count;
    return plain.subarray(at - count, at);
  };
  const [four, six] = header.rows.map((rows): Columns => {
    const starts = varints(rows);
    for (let i = 1; i < rows; i++) starts[i]! += starts[i - 1]!;
    return { starts, country: bytes(rows), registered: bytes(rows), network: varints(rows) };
  });
  return {
    credits: header.credits,
    lookUp(text) {
      // Some operators publish private blocks as theirs.
      const address = isPrivate(text) ? undefined : parseAddress(text);
      if (!address) return undefined;
      return address.version === 4
        ? find(header, four!, Number(address.value))
        : find(header, six!, Number(address.value >> IPV6_SHIFT));
    },
  };
}

function find(
  { countries, networks, operators }: Header,
  columns: Columns,
  address: number,
): Place | undefined {
  let low = 0;
  let high = columns.starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (columns.starts[middle]! <= address) low = middle + 1;
    else high = middle;
  }
  const row = low - 1;
  if (row < 0) return undefined;
  const registered = countries[columns.registered[row]!];
  // Where nobody says that it is used elsewhere, an address is where it was registered.
  const country = countries[columns.country[row]!] || registered;
  const network = networks[columns.network[row]!];
  const operator = operators[columns.network[row]!];
  if (!country && !network) return undefined;
  return {
    ...(country && { country }),
    ...(registered && registered !== country && { registered }),
    ...(network && { network }),
    ...(operator && { operator }),
  };
}
