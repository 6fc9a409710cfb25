import { concat } from '../bytes.ts';
import { type Fence, fenceLimits, isJurisdiction, isOperatorTag, type Limit, operatorTag } from './fence.ts';

/**
 * One size, whatever it says (Z4):
 *
 *   jurisdictions: kind:u8 | count:u8 | 24 x 2 B      operators: kind:u8 | count:u8 | 8 x 8 B
 *
 * Kind: 0 no limit, 1 only, 2 never. Names rise; what is not used is zero.
 */
const tagBytes = 8;
const places = 2 + fenceLimits.jurisdictions * 2;
const operators = 2 + fenceLimits.operators * tagBytes;
export const fenceBytes = places + operators;

const kinds = ['none', 'only', 'never'] as const;

/** Throws a RangeError for more names than there is room for. */
export function encodeFence(fence: Fence): Uint8Array<ArrayBuffer> {
  const tags = fence.operators && {
    kind: fence.operators.kind,
    names: fence.operators.names.map((name) => (isOperatorTag(name) ? name : operatorTag(name))),
  };
  return concat(
    field(fence.jurisdictions, fenceLimits.jurisdictions, 2, (name) => [...name].map((c) => c.charCodeAt(0))),
    field(tags, fenceLimits.operators, tagBytes, (name) =>
      Array.from({ length: tagBytes }, (_, i) => Number.parseInt(name.slice(1 + 2 * i, 3 + 2 * i), 16)),
    ),
  );
}

/** Undefined for anything that `encodeFence` does not write. */
export function decodeFence(bytes: Uint8Array): Fence | undefined {
  if (bytes.length !== fenceBytes) return undefined;
  const text = (part: Uint8Array) => String.fromCharCode(...part);
  const hex = (part: Uint8Array) => `#${[...part].map((b) => b.toString(16).padStart(2, '0')).join('')}`;
  const where = readField(bytes.subarray(0, places), 2, text, isJurisdiction);
  const who = readField(bytes.subarray(places), tagBytes, hex, isOperatorTag);
  if (where === undefined || who === undefined) return undefined;
  return { ...(where && { jurisdictions: where }), ...(who && { operators: who }) };
}

function field(limit: Limit | undefined, most: number, size: number, write: (name: string) => number[]) {
  const out = new Uint8Array(2 + most * size);
  if (!limit) return out;
  const names = [...new Set(limit.names)].sort();
  if (names.length > most) throw new RangeError('a fence names too many places or operators');
  out[0] = kinds.indexOf(limit.kind);
  out[1] = names.length;
  names.forEach((name, i) => {
    out.set(write(name), 2 + i * size);
  });
  return out;
}

/** Null: no limit. */
function readField(
  bytes: Uint8Array,
  size: number,
  read: (part: Uint8Array) => string,
  fits: (name: string) => boolean,
): Limit | null | undefined {
  const [kindByte = 0, count = 0] = bytes;
  const kind = kinds[kindByte];
  const used = 2 + count * size;
  if (kind === undefined || used > bytes.length) return undefined;
  if (bytes.subarray(used).some((byte) => byte !== 0)) return undefined;
  if (kind === 'none') return count === 0 ? null : undefined;
  const names = Array.from({ length: count }, (_, i) =>
    read(bytes.subarray(2 + i * size, 2 + (i + 1) * size)),
  );
  if (!names.every(fits) || names.some((name, i) => i > 0 && name <= names[i - 1]!)) return undefined;
  return { kind, names };
}
