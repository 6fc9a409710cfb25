/**
 * A systematic Reed-Solomon erasure code over GF(256): 17 data chunks, 8 parity chunks, 16 bytes each.
 * Any 17 of the 25 give the data back. Parity row r is sum over j of data[j] / ((17 + r) xor j): a Cauchy matrix, whose
 * every square part has an inverse. Lost chunks are known to be lost; a false chunk is not noticed here
 * (the signature over the result is what notices it).
 *
 *   chunks (400 B) = data 0 .. data 16 || parity 0 .. parity 7
 */
import { CHUNK_BYTES } from './frame-format.ts';

export const DATA_CHUNKS = 17;
export const ALL_CHUNKS = 25;
export const CHUNKS_BYTES: number = ALL_CHUNKS * CHUNK_BYTES;
const PARITY_CHUNKS = ALL_CHUNKS - DATA_CHUNKS;

/** GF(256) with the polynomial x^8 + x^4 + x^3 + x^2 + 1, generator 2. EXP is doubled so that sums need no modulo. */
const EXP = new Uint8Array(512);
const LOG = new Uint8Array(256);
{
  let x = 1;
  for (let i = 0; i < 255; i++) {
    EXP[i] = x;
    EXP[i + 255] = x;
    LOG[x] = i;
    x <<= 1;
    if (x & 0x100) x ^= 0x11d;
  }
}

function multiply(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : EXP[LOG[a]! + LOG[b]!]!;
}

function inverse(a: number): number {
  return EXP[255 - LOG[a]!]!;
}

function coefficient(parity: number, data: number): number {
  return inverse((DATA_CHUNKS + parity) ^ data);
}

/** target ^= factor * source, on 16-byte chunks at the given offsets. */
function addScaled(target: Uint8Array, to: number, source: Uint8Array, from: number, factor: number): void {
  for (let k = 0; k < CHUNK_BYTES; k++) {
    target[to + k] = target[to + k]! ^ multiply(factor, source[from + k]!);
  }
}

/** Computes the eight parity chunks behind the seventeen data chunks. */
export function fillParity(chunks: Uint8Array): void {
  chunks.fill(0, DATA_CHUNKS * CHUNK_BYTES, CHUNKS_BYTES);
  for (let r = 0; r < PARITY_CHUNKS; r++) {
    const to = (DATA_CHUNKS + r) * CHUNK_BYTES;
    for (let j = 0; j < DATA_CHUNKS; j++) addScaled(chunks, to, chunks, j * CHUNK_BYTES, coefficient(r, j));
  }
}

/** How many of the 25 bits are set. */
export function countChunks(present: number): number {
  let count = 0;
  for (let rest = present; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/**
 * Restores the missing data chunks in place. Bit i of `present` says that chunk i is there.
 * False, with nothing changed, when fewer than 17 are.
 */
export function recoverData(chunks: Uint8Array, present: number): boolean {
  if (countChunks(present & 0x1ff_ffff) < DATA_CHUNKS) return false;
  const missing: number[] = [];
  for (let j = 0; j < DATA_CHUNKS; j++) if ((present & (1 << j)) === 0) missing.push(j);
  const size = missing.length;
  if (size === 0) return true;

  // One equation for each missing chunk: matrix * missing = parity minus what the present chunks put into it.
  const matrix: number[][] = [];
  const right = new Uint8Array(size * CHUNK_BYTES);
  for (let r = 0; r < PARITY_CHUNKS && matrix.length < size; r++) {
    if ((present & (1 << (DATA_CHUNKS + r))) === 0) continue;
    const row = matrix.length * CHUNK_BYTES;
    const at = (DATA_CHUNKS + r) * CHUNK_BYTES;
    right.set(chunks.subarray(at, at + CHUNK_BYTES), row);
    for (let j = 0; j < DATA_CHUNKS; j++) {
      if (present & (1 << j)) addScaled(right, row, chunks, j * CHUNK_BYTES, coefficient(r, j));
    }
    matrix.push(missing.map((j) => coefficient(r, j)));
  }
  solve(matrix, right);
  for (let i = 0; i < size; i++) {
    chunks.set(right.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES), missing[i]! * CHUNK_BYTES);
  }
  return true;
}

/** Gauss and Jordan. No row exchange is ever needed: every leading part of a Cauchy matrix has an inverse. */
function solve(matrix: number[][], right: Uint8Array): void {
  const size = matrix.length;
  for (let p = 0; p < size; p++) {
    const pivot = matrix[p]!;
    const scale = inverse(pivot[p]!);
    for (let c = 0; c < size; c++) pivot[c] = multiply(pivot[c]!, scale);
    for (let k = 0; k < CHUNK_BYTES; k++)
      right[p * CHUNK_BYTES + k] = multiply(right[p * CHUNK_BYTES + k]!, scale);
    for (let r = 0; r < size; r++) {
      const factor = matrix[r]![p]!;
      if (r === p || factor === 0) continue;
      for (let c = 0; c < size; c++) matrix[r]![c] = matrix[r]![c]! ^ multiply(factor, pivot[c]!);
      addScaled(right, r * CHUNK_BYTES, right, p * CHUNK_BYTES, factor);
    }
  }
}
