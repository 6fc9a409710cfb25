import { sha256 } from '@noble/hashes/sha2.js';

/** `only` with nothing in it permits nothing. */
export type Limit = { readonly kind: 'only' | 'never'; readonly names: readonly string[] };

/**
 * Which jurisdictions (ISO 3166-1 alpha-2, upper case) and operators the traffic of a room may touch. An operator is a
 * name, or its tag where the fence was read from bytes.
 */
export type Fence = { readonly jurisdictions?: Limit; readonly operators?: Limit };

export const noFence: Fence = {};
export const fenceLimits = { jurisdictions: 24, operators: 8, operatorLength: 64 } as const;

const jurisdiction = /^[A-Z]{2}$/;
/** As an operator is named in the directory: letters, digits, dots, dashes, in lower case. */
const operator = /^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$/;

export const isJurisdiction = (text: string): boolean => jurisdiction.test(text);
export const isOperator = (text: string): boolean => operator.test(text);
const tag = /^#[0-9a-f]{16}$/;
/** An operator as a fence of bytes names it. */
export const isOperatorTag = (text: string): boolean => tag.test(text);
const isOperatorOrTag = (text: string): boolean => isOperator(text) || isOperatorTag(text);

/**
 * `DE,FR` only these; `!CN,RU` never these; operators behind a slash: `DE,FR/!example.net`. Empty or `*`: no limit;
 * `-`: nothing at all. Undefined for anything else.
 */
export function readFence(text: string): Fence | undefined {
  const [places = '', operators = '', ...more] = text.replace(/\s+/g, '').split('/');
  const where = readLimit(places.toUpperCase(), isJurisdiction, fenceLimits.jurisdictions);
  const who = readLimit(operators.toLowerCase(), isOperatorOrTag, fenceLimits.operators);
  if (more.length > 0 || where === undefined || who === undefined) return undefined;
  return { ...(where && { jurisdictions: where }), ...(who && { operators: who }) };
}

export function writeFence({ jurisdictions, operators }: Fence): string {
  const where = jurisdictions ? writeLimit(jurisdictions) : '*';
  return operators ? `${where}/${writeLimit(operators)}` : where;
}

/** Null: no limit. */
function readLimit(text: string, fits: (name: string) => boolean, most: number): Limit | null | undefined {
  if (text === '' || text === '*') return null;
  if (text === '-') return { kind: 'only', names: [] };
  const never = text.startsWith('!');
  const names = [...new Set((never ? text.slice(1) : text).split(','))].sort();
  if (names.length > most || !names.every(fits)) return undefined;
  return { kind: never ? 'never' : 'only', names };
}

function writeLimit({ kind, names }: Limit): string {
  if (names.length === 0) return kind === 'never' ? '*' : '-';
  return (kind === 'never' ? '!' : '') + [...names].sort().join(',');
}

/** `#` and enough of the hash of an operator's name that nobody finds another name for it by accident. */
export const operatorTag = (name: string): string =>
  `#${[...sha256(Uint8Array.from(`stoa operator v1 ${name}`, (char) => char.charCodeAt(0))).subarray(0, 8)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')}`;
