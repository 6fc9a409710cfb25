// What must not be on the wire, in every shape in which a program could have put it there. Pure.
import { type Needle, needle } from './scanner.ts';

/** Something planted in a run: a text, bytes (an id or a key), or a random number. `what` names it in findings. */
export type Canary =
  | { readonly what: string; readonly text: string }
  | {
      readonly what: string;
      readonly bytes: Uint8Array /** Only as a whole: it has parts that are no secret. */;
      readonly whole?: boolean;
    }
  /** Of at least 32 random bits: a smaller number is in every capture by chance. */
  | { readonly what: string; readonly number: bigint };

/** Shorter ones would be met by chance in some megabytes of ciphertext. */
const LEAST_BYTES = 6;
/** So many bytes in a row of an id give it away. */
const WINDOW_BYTES = 8;
/** Different bytes among those eight; of random ones nearly always more. */
const LEAST_DISTINCT = 6;

export function needlesOf(canaries: readonly Canary[]): Needle[] {
  return canaries.flatMap((canary) => {
    if ('number' in canary) return numberNeedles(canary.what, canary.number);
    if ('bytes' in canary) return bytesNeedles(canary.what, canary.bytes, canary.whole ?? false);
    return textNeedles(canary.what, canary.text);
  });
}

function textNeedles(what: string, text: string): Needle[] {
  const utf8 = Buffer.from(text, 'utf8');
  if (utf8.length < LEAST_BYTES) throw new RangeError(`"${what}" is too short to be searched for`);
  const wide = Buffer.from(text, 'utf16le');
  return distinct([
    needle(what, 'UTF-8', utf8),
    ...wideNeedles(what, text),
    ...armoured(what, 'UTF-8', utf8),
    ...armoured(what, 'UTF-16LE', wide),
    ...armoured(what, 'UTF-16BE', Buffer.from(wide).swap16()),
    ...percentNeedles(what, text),
    ...escapeNeedles(what, text),
  ]);
}

/** An id or a key: any eight bytes of it, and its usual text forms in the encodings of text. */
function bytesNeedles(what: string, bytes: Uint8Array, whole: boolean): Needle[] {
  const raw = Buffer.from(bytes);
  if (raw.length < WINDOW_BYTES) throw new RangeError(`"${what}" is too short to be searched for`);
  const reversed = Buffer.from(raw).reverse();
  return distinct([
    ...windows(what, 'bytes', raw, whole),
    ...windows(what, 'bytes, little-endian', reversed, whole),
    ...armoured(what, 'bytes', raw),
    ...armoured(what, 'bytes, little-endian', reversed),
    ...wideNeedles(what, raw.toString('hex')),
    ...wideNeedles(what, raw.toString('base64url')),
    ...armoured(what, 'base64url', Buffer.from(raw.toString('base64url'))),
    ...armoured(what, 'hex', Buffer.from(raw.toString('hex'))),
    ...percentNeedles(what, raw.toString('base64')),
  ]);
}

function windows(what: string, how: string, raw: Buffer, whole: boolean): Needle[] {
  if (whole) return [needle(what, how, raw)];
  const found: Needle[] = [];
  for (let at = 0; at + WINDOW_BYTES <= raw.length; at++) {
    const window = raw.subarray(at, at + WINDOW_BYTES);
    // Counters and zeros within an id are in every capture.
    if (new Set(window).size >= LEAST_DISTINCT) found.push(needle(what, how, window));
  }
  return found;
}

function numberNeedles(what: string, number: bigint): Needle[] {
  if (number < 1n << 24n || number >= 1n << 64n) throw new RangeError(`"${what}" cannot be searched for`);
  const eight = Buffer.alloc(8);
  eight.writeBigUInt64BE(number);
  const widths = number < 1n << 32n ? [4, 8] : number < 1n << 48n ? [6, 8] : [8];
  const big = widths.map((width) => eight.subarray(8 - width));
  return distinct([
    ...big.map((raw) => needle(what, `${raw.length * 8} bits, big-endian`, raw)),
    ...big.map((raw) => needle(what, `${raw.length * 8} bits, little-endian`, Buffer.from(raw).reverse())),
    needle(what, 'decimal', Buffer.from(number.toString())),
    ...wideNeedles(what, number.toString()),
    ...big.flatMap((raw) => armoured(what, `${raw.length * 8} bits`, raw)),
  ]);
}

function wideNeedles(what: string, text: string): Needle[] {
  const wide = Buffer.from(text, 'utf16le');
  return [needle(what, 'UTF-16LE', wide), needle(what, 'UTF-16BE', Buffer.from(wide).swap16())];
}

/** Hex in both cases; base64 and base64url as they come out at each of the three offsets within a longer text. */
function armoured(what: string, of: string, raw: Buffer): Needle[] {
  const hex = raw.toString('hex');
  const found = [
    needle(what, `hex of ${of}`, Buffer.from(hex)),
    needle(what, `upper-case hex of ${of}`, Buffer.from(hex.toUpperCase())),
  ];
  for (const offset of [0, 1, 2]) {
    // Of the characters that also hold bits of the neighbours nothing can be said.
    const first = offset === 0 ? 0 : offset + 1;
    const last = Math.floor(((offset + raw.length) * 8) / 6);
    const shifted = Buffer.concat([Buffer.alloc(offset), raw]);
    for (const form of ['base64', 'base64url'] as const) {
      const inner = shifted.toString(form).slice(first, last);
      if (inner.length >= LEAST_BYTES)
        found.push(needle(what, `${form} of ${of}, offset ${offset}`, Buffer.from(inner)));
    }
  }
  return found;
}

function percentNeedles(what: string, text: string): Needle[] {
  const component = encodeURIComponent(text);
  const all = [...Buffer.from(text, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const forms = [component, component.replaceAll('%20', '+'), encodeURI(text), all, all.toUpperCase()];
  forms.push(component.replace(/%[0-9A-F]{2}/g, (one) => one.toLowerCase()));
  return forms.map((form) => needle(what, 'percent-encoding', Buffer.from(form)));
}

/** JSON may write any character as an escape: only those beyond ASCII, or all of them, in either case. */
function escapeNeedles(what: string, text: string): Needle[] {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const upper = (form: string) =>
    form.replace(/\\u[0-9a-f]{4}/g, (one) => `\\u${one.slice(2).toUpperCase()}`);
  const plain = JSON.stringify(text).slice(1, -1);
  const some = plain.replace(/[^\x20-\x7e]/g, escaped);
  const all = text.split('').map(escaped).join('');
  return [plain, some, upper(some), all, upper(all)].map((form) =>
    needle(what, 'JSON escapes', Buffer.from(form)),
  );
}

function distinct(needles: Needle[]): Needle[] {
  const seen = new Map(needles.toReversed().map((one) => [one.bytes.toString('latin1'), one]));
  return [...seen.values()].filter((one) => one.bytes.length >= 4);
}
