// The analyst's list of what must not be on the wire.
import type { Canary } from './needles.ts';

/**
 * JSON: an array of `{what, text}`, `{what, hex}`, `{what, base64}` or `{what, number}` (digits as a string or number).
 * Otherwise one a line, `what = value`; digits are searched for as text and as a number, `0x...` as bytes.
 * Empty lines and those that begin with # say nothing.
 * @throws RangeError with the entry's place
 */
export function readCanaries(text: string): Canary[] {
  const found = /^\s*\[/.test(text) ? ofJson(text) : ofLines(text);
  if (found.length === 0) throw new RangeError('the file of canaries is empty');
  return found;
}

function ofLines(text: string): Canary[] {
  return text.split(/\r?\n/).flatMap((line, i): Canary[] => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const at = line.indexOf('=');
    const [what, value] = [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    if (at < 1 || what === '' || value === '')
      throw new RangeError(`line ${i + 1} of the canaries is not "what = value"`);
    const hex = /^0x((?:[0-9a-f]{2})+)$/i.exec(value)?.[1];
    if (hex) return [{ what, bytes: Buffer.from(hex, 'hex') }];
    return fromText(what, value);
  });
}

function ofJson(text: string): Canary[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw new RangeError('the file of canaries begins as JSON and is none');
  }
  return (list as unknown[]).flatMap((entry, i): Canary[] => {
    const { what, text: words, hex, base64, number } = Object(entry) as Record<string, unknown>;
    if (typeof what !== 'string' || what === '') throw new RangeError(`canary ${i + 1} has no "what"`);
    if (typeof words === 'string') return [{ what, text: words }];
    if (typeof hex === 'string' && /^([0-9a-f]{2})+$/i.test(hex))
      return [{ what, bytes: Buffer.from(hex, 'hex') }];
    if (typeof base64 === 'string') return [{ what, bytes: Buffer.from(base64, 'base64') }];
    if (/^\d+$/.test(String(number))) return [{ what, number: BigInt(String(number)) }];
    throw new RangeError(`canary ${i + 1} has neither text, hex, base64 nor number`);
  });
}

/** Digits may be sent as a number as well, where that can be searched for. */
function fromText(what: string, value: string): Canary[] {
  const text: Canary = { what, text: value };
  if (!/^\d{5,19}$/.test(value)) return [text];
  const number = BigInt(value);
  return number >= 65_536n && number < 1n << 64n ? [text, { what, number }] : [text];
}
