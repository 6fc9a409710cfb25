import { type Bytes, concat, u16 } from '../keys/layout.ts';

/** length:u16 || UTF-8 || zeros, so that the length of what is sealed says nothing. */
export function padded(text: string, room: number): Bytes {
  const encoded = new TextEncoder().encode(text);
  if (encoded.length > room) throw new RangeError('the text is too long for its field');
  return concat(u16(encoded.length), encoded, new Uint8Array(room - encoded.length));
}

export function unpadded(bytes: Uint8Array): string | undefined {
  const length = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  if (bytes.length < 2 + length) return undefined;
  if (bytes.subarray(2 + length).some((byte) => byte !== 0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(2, 2 + length));
  } catch {
    return undefined;
  }
}
