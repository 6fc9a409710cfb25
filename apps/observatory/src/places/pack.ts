// The compact file of places: columns of numbers, one after the other, compressed as a whole.
import { brotliCompressSync, constants } from 'node:zlib';

export type Range<Value> = { readonly from: bigint; readonly to: bigint; readonly value: Value };
export type Table = {
  readonly country: readonly Range<string>[];
  readonly registered: readonly Range<string>[];
  readonly network: readonly Range<number>[];
};
export type Content = {
  readonly date: string;
  readonly credits: readonly string[];
  readonly operators: ReadonlyMap<number, string>;
  readonly ipv4: Table;
  readonly ipv6: Table;
};

/** What stands before the columns, as JSON on one line. Index 0 of every list means unknown. */
export type Header = {
  readonly format: 'stoa-places-1';
  readonly date: string;
  readonly credits: readonly string[];
  readonly countries: readonly string[];
  readonly networks: readonly number[];
  readonly operators: readonly string[];
  readonly rows: readonly [ipv4: number, ipv6: number];
};

/** IPv6 is kept to its first 48 bits: no registry assigns less to a site. */
export const IPV6_SHIFT = 80n;

export function writePlaces(content: Content): Uint8Array {
  const countries = listOf([...content.ipv4.country, ...content.ipv4.registered, ...content.ipv6.country]);
  const networks = listOf([...content.ipv4.network, ...content.ipv6.network]);
  const four = flatten(content.ipv4, 0n);
  const six = flatten(content.ipv6, IPV6_SHIFT);
  const header: Header = {
    format: 'stoa-places-1',
    date: content.date,
    credits: content.credits,
    countries: ['', ...countries.keys()].map(String),
    networks: [0, ...networks.keys()],
    operators: ['', ...[...networks.keys()].map((one) => content.operators.get(one) ?? '')],
    rows: [four.length, six.length],
  };
  const columns = [four, six].flatMap((rows) => [
    varints(rows.map((row, i) => row.start - (rows[i - 1]?.start ?? 0))),
    Uint8Array.from(rows, (row) => (row.country === undefined ? 0 : countries.get(row.country)!)),
    Uint8Array.from(rows, (row) => (row.registered === undefined ? 0 : countries.get(row.registered)!)),
    varints(rows.map((row) => (row.network === undefined ? 0 : networks.get(row.network)!))),
  ]);
  const plain = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...columns]);
  return brotliCompressSync(plain, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  });
}

type Row = {
  readonly start: number;
  readonly country?: string | undefined;
  readonly registered?: string | undefined;
  readonly network?: number | undefined;
};

/** Values to their index from 1, the commonest first. */
function listOf<Value>(ranges: readonly Range<Value>[]): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const { value } of ranges) counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Map([...counts].sort((a, b) => b[1] - a[1]).map(([value], i) => [value, i + 1]));
}

/** One row wherever any of the three changes. */
function flatten(table: Table, shift: bigint): Row[] {
  const sides = [table.country, table.registered, table.network] as const;
  const starts = new Set<number>();
  for (const side of sides)
    for (const { from, to } of side) {
      starts.add(Number(from >> shift));
      starts.add(Number((to >> shift) + 1n));
    }
  const at = [0, 0, 0];
  const rows: Row[] = [];
  for (const start of [...starts].sort((a, b) => a - b)) {
    const [country, registered, network] = sides.map((side, i) => {
      while (at[i]! < side.length && Number(side[at[i]!]!.to >> shift) < start) at[i]!++;
      const range = side[at[i]!];
      return range && Number(range.from >> shift) <= start ? range.value : undefined;
    }) as [string | undefined, string | undefined, number | undefined];
    const row = { start, country, registered: registered === country ? undefined : registered, network };
    const last = rows.at(-1);
    const isSame =
      last && last.country === row.country && last.registered === row.registered && last.network === network;
    if (!isSame) rows.push(row);
  }
  return rows;
}

function varints(values: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (const value of values) {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}
