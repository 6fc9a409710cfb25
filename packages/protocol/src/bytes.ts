import { z } from 'zod';

/** Fixed layouts are big-endian throughout. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const codes = Uint8Array.from(alphabet, (char) => char.charCodeAt(0));
const none = 64;
const values = new Uint8Array(128).fill(none);
codes.forEach((code, value) => {
  values[code] = value;
});
/** A call takes so many arguments everywhere. */
const charsAtOnce = 4_096;

/**
 * Base64url without padding (RFC 4648 section 5). Ids are written and read thousands of times a second: in one piece, for
 * a text that grows letter by letter stays a chain of pieces in memory.
 */
export function toBase64Url(bytes: Uint8Array): string {
  const left = Math.ceil((bytes.length * 4) / 3);
  if (left > charsAtOnce) {
    const part = (charsAtOnce / 4) * 3;
    return toBase64Url(bytes.subarray(0, part)) + toBase64Url(bytes.subarray(part));
  }
  const out = new Array<number>(left);
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const triple = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    out[at++] = codes[triple >>> 18]!;
    out[at++] = codes[(triple >>> 12) & 63]!;
    if (at < left) out[at++] = codes[(triple >>> 6) & 63]!;
    if (at < left) out[at++] = codes[triple & 63]!;
  }
  return String.fromCharCode(...out);
}

/** Undefined for anything but canonical base64url: one byte string has one spelling. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 === 1) return undefined;
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < text.length; i += 1) {
    const value = values[text.charCodeAt(i)] ?? none;
    if (value === none) return undefined;
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (held >>> bits) & 0xff;
    }
  }
  return (held & ((1 << bits) - 1)) === 0 ? out : undefined;
}

/** Bytes inside a JSON message: base64url on the wire, `Uint8Array` in the program. */
export const bytes = (minLength: number, maxLength: number = minLength) =>
  z.codec(z.string().max(Math.ceil((maxLength * 4) / 3)), z.instanceof(Uint8Array), {
    decode: (text, context) => {
      const value = fromBase64Url(text);
      if (value && value.length >= minLength && value.length <= maxLength) return value;
      context.issues.push({ code: 'custom', message: 'not base64url of the expected length', input: text });
      return z.NEVER;
    },
    encode: (value) => toBase64Url(value),
  });
