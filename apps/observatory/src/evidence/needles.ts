// What must not be on the wire, in every shape in which a program could have put it there.
import { createHash } from 'node:crypto';
import { type Form, forms, nested } from './encodings.ts';

/** Something that is known to be secret: a text, bytes (an id, a key, a token), or a number. `what` names it in findings. */
export type Canary =
  | { readonly what: string; readonly text: string }
  | { readonly what: string; readonly bytes: Uint8Array }
  | { readonly what: string; readonly number: bigint };

export type Needle = {
  readonly what: string;
  /** The encoding, for findings: `base64 of UTF-16LE`. */
  readonly how: string;
  readonly bytes: Uint8Array;
  /** Not readable as it stands, but found by hashing the known value. */
  readonly hashed: boolean;
  /** Digits: the neighbours must not be digits as well. */
  readonly bounded: boolean;
};

const LEAST_TEXT = 4;
const LEAST_BYTES = 4;
/** Any so many bytes in a row of an id that is longer give it away. */
const WINDOW = 8;
const LEAST_DISTINCT = 6;
const MOST_NEEDLES = 400_000;

export function needlesOf(canaries: readonly Canary[]): Needle[] {
  const found = canaries.flatMap((canary) => {
    if ('number' in canary) return ofNumber(canary.what, canary.number);
    if ('bytes' in canary) return ofBytes(canary.what, canary.bytes);
    return ofText(canary.what, canary.text);
  });
  if (found.length > MOST_NEEDLES) throw new RangeError('these are too many canaries for one run');
  return found;
}

function ofText(what: string, text: string): Needle[] {
  const plain = Buffer.from(text);
  if (plain.length < LEAST_TEXT)
    throw new RangeError(`"${what}" has less than ${LEAST_TEXT} bytes, which are met by chance everywhere`);
  const digits = /^\d+$/.test(text);
  return distinct([
    ...made(what, [{ how: 'UTF-8', bytes: plain }], false, digits),
    ...made(what, nested(forms(text)), false, false),
    ...hashes(what, [{ how: 'UTF-8', bytes: plain }]),
  ]);
}

function ofBytes(what: string, value: Uint8Array): Needle[] {
  const raw = Buffer.from(value);
  if (raw.length < LEAST_BYTES) throw new RangeError(`"${what}" has less than ${LEAST_BYTES} bytes`);
  const reversed = Buffer.from(raw).reverse();
  const texts = [raw.toString('hex'), raw.toString('base64'), raw.toString('base64url')];
  if (raw.length === 16) texts.push(uuid(raw.toString('hex')));
  return distinct([
    ...made(what, windows('bytes', raw), false, false),
    ...made(what, windows('bytes, little-endian', reversed), false, false),
    ...made(
      what,
      nested([
        { how: 'bytes', bytes: raw },
        { how: 'bytes, little-endian', bytes: reversed },
      ]),
      false,
      false,
    ),
    ...texts.flatMap((text) => made(what, nested(forms(text)), false, false)),
    ...hashes(what, [
      { how: 'bytes', bytes: raw },
      ...texts.map((text) => ({ how: 'text', bytes: Buffer.from(text) })),
    ]),
  ]);
}

const uuid = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

function windows(how: string, raw: Buffer): Form[] {
  const found: Form[] = [{ how, bytes: raw }];
  for (let at = 0; raw.length > WINDOW && at + WINDOW <= raw.length; at++) {
    const window = raw.subarray(at, at + WINDOW);
    if (new Set(window).size >= LEAST_DISTINCT) found.push({ how: `part of ${how}`, bytes: window });
  }
  return found;
}

function ofNumber(what: string, number: bigint): Needle[] {
  if (number < 1n << 16n || number >= 1n << 64n)
    throw new RangeError(`"${what}" cannot be searched for as a number: it must be from 65536 to 2^64 - 1`);
  const eight = Buffer.alloc(8);
  eight.writeBigUInt64BE(number);
  const widths = number < 1n << 32n ? [4, 8] : [8];
  const integers = widths.flatMap((width) => {
    const big = eight.subarray(8 - width);
    const little = Buffer.from(big).reverse();
    return [
      { how: `${width * 8} bits, big-endian`, bytes: big },
      { how: `${width * 8} bits, little-endian`, bytes: little },
    ];
  });
  const decimal = number.toString();
  const varint: Form = { how: 'varint', bytes: varintOf(number) };
  return distinct([
    ...made(what, [...integers, varint], false, false),
    ...made(what, [{ how: 'decimal', bytes: Buffer.from(decimal) }], false, true),
    ...made(
      what,
      nested([...integers, ...forms(decimal)]).filter(({ bytes }) => bytes.length >= 6),
      false,
      false,
    ),
    ...hashes(what, [{ how: 'decimal', bytes: Buffer.from(decimal) }, ...integers]),
  ]);
}

/** Seven bits a byte, the lowest first, as Protocol Buffers and LEB128 do. */
function varintOf(number: bigint): Buffer {
  const bytes: number[] = [];
  let rest = number;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

function hashes(what: string, values: readonly Form[]): Needle[] {
  return values.flatMap((value) =>
    ['md5', 'sha1', 'sha256'].flatMap((name) => {
      const digest = createHash(name).update(value.bytes).digest();
      const how = `${name.toUpperCase()} of ${value.how}`;
      const base: Form = { how, bytes: digest };
      return made(
        what,
        [base, ...nested([base, { how: `hex of ${how}`, bytes: Buffer.from(digest.toString('hex')) }])],
        true,
        false,
      );
    }),
  );
}

const made = (what: string, all: readonly Form[], hashed: boolean, bounded: boolean): Needle[] =>
  all.map(({ how, bytes }) => ({ what, how, bytes, hashed, bounded }));

/** The first of equal ones stays; what is shorter than the search needs is left out. */
function distinct(needles: readonly Needle[]): Needle[] {
  const seen = new Map<string, Needle>();
  for (const one of needles) {
    const key = Buffer.from(one.bytes).toString('latin1');
    if (one.bytes.length >= 3 && !seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}
