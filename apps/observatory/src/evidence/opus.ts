// Opus packets (RFC 6716): what their first byte says, and their sound.
import { Decoder } from '@evan/opus';

const FRAME = [
  [480, 960, 1920, 2880],
  [480, 960],
  [120, 240, 480, 960],
] as const;

/** Samples at 48 kHz that a packet holds by its first bytes (section 3.1), 0 for an impossible one. */
export function opusSamples(packet: Uint8Array): number {
  const toc = packet[0];
  if (toc === undefined) return 0;
  const config = toc >> 3;
  const frame =
    config < 12 ? FRAME[0][config & 3]! : config < 16 ? FRAME[1][config & 1]! : FRAME[2][config & 3]!;
  const code = toc & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 63;
  if (code === 1 && packet.length % 2 === 0) return 0;
  if (frames === 0 || frame * frames > 5760) return 0;
  return frame * frames;
}

/** 48 kHz mono; undefined for what the decoder refuses. */
export function opusDecoder(): (packet: Uint8Array) => Int16Array | undefined {
  const decoder = new Decoder({ channels: 1, sample_rate: 48_000 });
  return (packet) => {
    try {
      const bytes = decoder.decode(packet);
      const samples = new Int16Array(bytes.length >> 1);
      new Uint8Array(samples.buffer).set(bytes.subarray(0, samples.length * 2));
      return samples;
    } catch {
      return undefined;
    }
  };
}
