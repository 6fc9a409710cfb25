// The usual encodings of a text or of bytes, and one level of nesting of them.

export type Form = { readonly how: string; readonly bytes: Uint8Array };

const LEAST_ARMOURED = 6;

/** A text as it stands, wide, percent-encoded and with JSON escapes. */
export function forms(text: string): Form[] {
  const wide = Buffer.from(text, 'utf16le');
  return [
    { how: 'UTF-8', bytes: Buffer.from(text) },
    { how: 'UTF-16LE', bytes: wide },
    { how: 'UTF-16BE', bytes: Buffer.from(wide).swap16() },
    ...percent(text),
    ...escapes(text),
  ];
}

const PLAIN = new Set(['UTF-8', 'UTF-16LE', 'UTF-16BE', 'bytes', 'bytes, little-endian']);

/** Each form, each inside hex, base64 or base64url, and what is plain inside two of these. */
export const nested = (inner: readonly Form[]): Form[] =>
  inner.flatMap((form) => {
    const once = armoured(form);
    return [form, ...once, ...(PLAIN.has(form.how) ? once.flatMap(armoured) : [])];
  });

/** Hex in both cases; base64 and base64url as they come out at each of the three offsets within a longer text. */
function armoured({ how, bytes }: Form): Form[] {
  const raw = Buffer.from(bytes);
  const hex = raw.toString('hex');
  const found: Form[] = [
    { how: `hex of ${how}`, bytes: Buffer.from(hex) },
    { how: `upper-case hex of ${how}`, bytes: Buffer.from(hex.toUpperCase()) },
  ];
  for (const offset of [0, 1, 2]) {
    // Characters that also hold bits of the neighbours are not known.
    const first = offset === 0 ? 0 : offset + 1;
    const last = Math.floor(((offset + raw.length) * 8) / 6);
    const shifted = Buffer.concat([Buffer.alloc(offset), raw]);
    for (const alphabet of ['base64', 'base64url'] as const) {
      const inside = shifted.toString(alphabet).slice(first, last);
      if (inside.length >= LEAST_ARMOURED)
        found.push({ how: `${alphabet} of ${how}, offset ${offset}`, bytes: Buffer.from(inside) });
    }
  }
  return found;
}

function percent(given: string): Form[] {
  // Half a surrogate pair would be refused; as bytes it becomes a replacement character.
  const text = Buffer.from(given).toString();
  const component = encodeURIComponent(text);
  const lower = component.replace(/%[0-9A-F]{2}/g, (one) => one.toLowerCase());
  const all = [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const shapes = [
    component,
    component.replaceAll('%20', '+'),
    encodeURI(text),
    lower,
    all,
    all.toUpperCase(),
  ];
  return shapes.map((shape) => ({ how: 'percent-encoding', bytes: Buffer.from(shape) }));
}

/** JSON may write any character as an escape: only those beyond ASCII, or all of them, in either case. */
function escapes(text: string): Form[] {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const upper = (shape: string) =>
    shape.replace(/\\u[0-9a-f]{4}/g, (one) => `\\u${one.slice(2).toUpperCase()}`);
  const plain = JSON.stringify(text).slice(1, -1);
  const some = plain.replace(/[^\x20-\x7e]/g, escaped);
  const all = text.split('').map(escaped).join('');
  return [plain, plain.replaceAll('/', '\\/'), some, upper(some), all, upper(all)].map((shape) => ({
    how: 'JSON escapes',
    bytes: Buffer.from(shape),
  }));
}
