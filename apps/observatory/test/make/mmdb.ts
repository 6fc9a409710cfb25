// A database in MaxMind's format (version 2.0): a binary tree over IPv4 addresses, records, and what it says of itself.
import { be, concat } from './bytes.ts';

export type Value = string | number | { readonly [name: string]: Value };
const NO_DATA = 16;
const MARK = Buffer.from('\u00ab\u00cd\u00efMaxMind.com', 'latin1');

/** @param records by prefix, such as `192.0.2.0/24` */
export function mmdb(records: Readonly<Record<string, Value>>, type: string, built: number): Uint8Array {
  type Node = [left: Node | number | undefined, right: Node | number | undefined];
  const root: Node = [undefined, undefined];
  const data: Uint8Array[] = [];
  let size = 0;
  for (const [prefix, value] of Object.entries(records)) {
    const [address = '', length = ''] = prefix.split('/');
    const bits = address
      .split('.')
      .map((octet) => Number(octet).toString(2).padStart(8, '0'))
      .join('');
    let node = root;
    for (let i = 0; i < Number(length) - 1; i++) {
      const side = bits[i] === '1' ? 1 : 0;
      const next = node[side];
      if (Array.isArray(next)) node = next;
      else {
        const fresh: Node = [undefined, undefined];
        node[side] = fresh;
        node = fresh;
      }
    }
    node[bits[Number(length) - 1] === '1' ? 1 : 0] = size;
    const bytes = encoded(value);
    data.push(bytes);
    size += bytes.length;
  }
  const nodes: Node[] = [];
  const number = new Map<Node, number>();
  const visit = (node: Node) => {
    number.set(node, nodes.length);
    nodes.push(node);
    for (const side of node) if (Array.isArray(side)) visit(side);
  };
  visit(root);
  const record = (side: Node | number | undefined) => {
    const value =
      side === undefined
        ? nodes.length
        : Array.isArray(side)
          ? number.get(side)!
          : nodes.length + NO_DATA + side;
    return be(4, value).subarray(1);
  };
  const about: Value = {
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: built,
    database_type: type,
    ip_version: 4,
    node_count: nodes.length,
    record_size: 24,
  };
  return concat(
    ...nodes.flatMap((node) => node.map(record)),
    new Uint8Array(NO_DATA),
    ...data,
    MARK,
    encoded(about),
  );
}

/** Types 2 (text), 6 (number of 32 bits) and 7 (map); sizes below 285. */
function encoded(value: Value): Uint8Array {
  if (typeof value === 'string') return concat(control(2, Buffer.byteLength(value)), Buffer.from(value));
  if (typeof value === 'number') return concat(control(6, 4), be(4, value));
  const entries = Object.entries(value);
  return concat(
    control(7, entries.length),
    ...entries.flatMap(([name, one]) => [encoded(name), encoded(one)]),
  );
}

const control = (type: number, size: number): Uint8Array =>
  Uint8Array.from(size < 29 ? [(type << 5) | size] : [(type << 5) | 29, size - 29]);
