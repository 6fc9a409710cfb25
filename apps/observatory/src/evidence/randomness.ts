// Does a row of payloads look like ciphertext? Ciphertext is uniform in every place and never repeats.
import { binomialTail, uniformP } from './statistics.ts';

/** Below this p value something is called not random: one in a thousand million, over all tests of one stream. */
export const NOT_RANDOM = 1e-9;
const COLUMNS = 16;
/** Authentication tags and nonces that count stand at the end of encrypted packets; they are not looked at. */
const TRAILER = 16;
const MOST_BYTES = 1 << 18;

export type Randomness = {
  readonly packets: number;
  readonly bytes: number;
  /** p of the bytes' histogram, 1 when there are too few. */
  readonly uniform: number;
  /** Places (offsets) whose values repeat far more than chance allows. */
  readonly columns: readonly number[];
  /** Different packets with the same payload of at least 8 bytes. */
  readonly repeats: number;
  readonly looksRandom: boolean;
  /** Enough was seen to tell random from not. */
  readonly enough: boolean;
};

export function randomnessOf(payloads: readonly Uint8Array[]): Randomness {
  const counts = new Uint32Array(256);
  let bytes = 0;
  for (const payload of payloads) {
    const end = Math.max(Math.min(COLUMNS, payload.length), payload.length - TRAILER);
    for (let i = 0; i < end && bytes < MOST_BYTES; i++, bytes++) counts[payload[i]!]!++;
  }
  const columns: number[] = [];
  for (let column = 0; column < COLUMNS; column++) if (isFixed(payloads, column)) columns.push(column);
  const seen = new Set<string>();
  let repeats = 0;
  for (const payload of payloads.slice(0, 5000)) {
    if (payload.length < 8) continue;
    const key = Buffer.from(payload.buffer, payload.byteOffset, Math.min(64, payload.length)).toString(
      'latin1',
    );
    if (seen.has(key)) repeats++;
    seen.add(key);
  }
  const uniform = uniformP(counts);
  const looksRandom = uniform > NOT_RANDOM && columns.length === 0 && repeats === 0;
  return {
    packets: payloads.length,
    bytes,
    uniform,
    columns,
    repeats,
    looksRandom,
    enough: payloads.length >= 6 && bytes >= 200,
  };
}

function isFixed(payloads: readonly Uint8Array[], column: number): boolean {
  const counts = new Uint32Array(256);
  let total = 0;
  for (const payload of payloads) {
    const byte = payload[column];
    if (byte === undefined) continue;
    counts[byte]!++;
    total++;
  }
  const most = Math.max(...counts);
  return total > 4 && binomialTail(most, total, 1 / 256) * 256 * COLUMNS < NOT_RANDOM;
}
