// Compressed payloads found by their first bytes and unpacked with bounds: hostile ones must not fill the memory.
import { brotliDecompressSync, constants, inflateRawSync, inflateSync } from 'node:zlib';
import { Decompress } from 'fzstd';

export type Packing = 'gzip' | 'deflate' | 'zstd' | 'brotli' | 'raw deflate';
export type Packed = { readonly how: Packing; readonly at: number };

/** Most bytes that are unpacked of one payload; the rest of it is not looked at. */
export const MOST_UNPACKED = 1 << 20;
const LEAST_UNPACKED = 4;

/** Where something packed may begin (magic numbers of RFC 1952, 1950 and 8878). Brotli and raw deflate have none. */
export function findPacked(bytes: Uint8Array, from = 0): Packed | undefined {
  for (let at = from; at + 4 < bytes.length; at++) {
    const first = bytes[at]!;
    if (first === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8) return { how: 'gzip', at };
    if (first === 0x28 && bytes[at + 1] === 0xb5 && bytes[at + 2] === 0x2f && bytes[at + 3] === 0xfd)
      return { how: 'zstd', at };
    if (first === 0x78 && isZlib(bytes, at)) return { how: 'deflate', at };
  }
  return undefined;
}

/** Window of 32 kB, no dictionary, a check that fits, and a first block that is not of the reserved kind. */
const isZlib = (bytes: Uint8Array, at: number): boolean =>
  ((bytes[at]! << 8) | bytes[at + 1]!) % 31 === 0 &&
  (bytes[at + 1]! & 0x20) === 0 &&
  ((bytes[at + 2]! >> 1) & 3) !== 3;

/** As much as could be unpacked of what may be cut off; undefined for what is not of that kind. */
export function unpack(how: Packing, bytes: Uint8Array): Uint8Array | undefined {
  const bound = { maxOutputLength: MOST_UNPACKED };
  const cut = { ...bound, finishFlush: constants.Z_SYNC_FLUSH };
  try {
    const out =
      how === 'gzip'
        ? inflateRawSync(bytes.subarray(gzipHeader(bytes)), cut)
        : how === 'deflate'
          ? inflateSync(bytes, cut)
          : how === 'raw deflate'
            ? inflateRawSync(bytes, cut)
            : how === 'brotli'
              ? brotliDecompressSync(bytes, { ...bound, finishFlush: constants.BROTLI_OPERATION_FLUSH })
              : zstd(bytes);
    return out && out.length >= LEAST_UNPACKED ? out : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Bytes before the compressed ones (RFC 1952 section 2.3). The library's own reader of gzip refuses what other bytes
 * follow, and in a packet they do.
 */
function gzipHeader(bytes: Uint8Array): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    at = end < 0 ? bytes.length : end + 1;
  }
  return flags & 2 ? at + 2 : at;
}

/** Block by block, and no further than the bound: four bytes can stand for 128 kB (RFC 8878 section 3.1.1.2). */
function zstd(bytes: Uint8Array): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new Decompress((part) => {
    parts.push(part.slice());
    length += part.length;
    if (length > MOST_UNPACKED) throw new RangeError('enough');
  });
  try {
    stream.push(bytes, true);
  } catch {
    // Cut off, damaged or too long: what came out before still counts.
  }
  return length > MOST_UNPACKED ? undefined : Buffer.concat(parts);
}
