// What an RTP stream carries: a codec that can be heard, something readable, or ciphertext.
import { opusSamples } from './opus.ts';
import { NOT_RANDOM, type Randomness, randomnessOf } from './randomness.ts';
import type { RtpStream } from './rtp-streams.ts';
import { binomialTail } from './statistics.ts';

export type Codec = 'PCMU' | 'PCMA' | 'G.722' | 'Opus';
export type Media = {
  readonly kind: 'sound' | 'readable' | 'encrypted' | 'headed' | 'unclear';
  readonly codec: Codec | undefined;
  /** For people: `PCMA`, `H.263`, `payload type 111`. */
  readonly format: string;
  readonly randomness: Randomness;
};

/** RFC 3551 table 4 and 5, the ones still met. */
const STATIC: Readonly<Record<number, string>> = {
  0: 'PCMU',
  3: 'GSM',
  4: 'G.723',
  8: 'PCMA',
  9: 'G.722',
  10: 'L16',
  11: 'L16',
  13: 'comfort noise',
  14: 'MPEG audio',
  15: 'G.728',
  18: 'G.729',
  26: 'JPEG',
  31: 'H.261',
  32: 'MPEG video',
  33: 'MPEG transport stream',
  34: 'H.263',
};
const HEARD: Readonly<Record<number, Codec>> = { 0: 'PCMU', 8: 'PCMA', 9: 'G.722' };

/**
 * `headed`: a fixed beginning before ciphertext, as end-to-end encrypted frames (RFC 9605) have it inside RTP that is
 * otherwise open. `unclear`: too little was seen.
 */
export function mediaOf(stream: RtpStream): Media {
  const type = commonest(stream.types);
  const payloads = stream.payloads.filter(
    (_, i) => stream.types[i] === type && (stream.payloads[i]?.length ?? 0) > 0,
  );
  const randomness = randomnessOf(payloads);
  const codec = HEARD[type] ?? (type >= 96 && isOpus(stream, type) ? 'Opus' : undefined);
  const format = codec ?? STATIC[type] ?? `payload type ${type}`;
  const media = (kind: Media['kind']): Media => ({
    kind,
    codec: kind === 'sound' ? codec : undefined,
    format,
    randomness,
  });
  if (codec === 'Opus') return media('sound');
  if (!randomness.enough && randomness.looksRandom) return media('unclear');
  if (randomness.looksRandom) return media('encrypted');
  if (codec) return media('sound');
  return media(isHeaded(payloads) ? 'headed' : 'readable');
}

/**
 * Every packet's first byte promises as many samples as the clock then moves on, and the bytes after it are neither
 * uniform nor a constant or a counter: ciphertext with a constant byte in front would pass the first test alone.
 */
function isOpus(stream: RtpStream, type: number): boolean {
  let steps = 0;
  let fitting = 0;
  for (let i = 0; i + 1 < stream.payloads.length; i++) {
    if (stream.types[i] !== type || stream.sequences[i + 1] !== ((stream.sequences[i]! + 1) & 0xffff))
      continue;
    steps++;
    if (opusSamples(stream.payloads[i]!) === (stream.timestamps[i + 1]! - stream.timestamps[i]!) >>> 0)
      fitting++;
  }
  if (steps < 5 || fitting < 0.9 * steps || binomialTail(fitting, steps, 0.3) > NOT_RANDOM ** 0.5)
    return false;
  const payloads = stream.payloads;
  const short = payloads.filter((one) => one.length > 0 && one.length <= 3).length;
  return (
    short >= 3 || randomnessOf(payloads).repeats >= 3 || [1, 2, 3, 4].some((at) => isBiased(payloads, at))
  );
}

/** Values repeat more than chance allows, and yet neither stay nor only rise. */
function isBiased(payloads: readonly Uint8Array[], at: number): boolean {
  const values = payloads.map((one) => one[at]).filter((one) => one !== undefined);
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const falls = values.filter((value, i) => i > 0 && value < values[i - 1]!).length;
  return counts.size >= 3 && falls >= 3 && binomialTail(most, values.length, 1 / 256) * 1024 < 1e-6;
}

/** The rest of each payload, behind a header of at most 16 bytes, is random, and it is most of it. */
function isHeaded(payloads: readonly Uint8Array[]): boolean {
  const rests = payloads.filter((one) => one.length > 40).map((one) => one.subarray(16));
  const rest = randomnessOf(rests);
  return rests.length > 0.8 * payloads.length && rest.enough && rest.looksRandom && rest.bytes >= 2000;
}

function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}
