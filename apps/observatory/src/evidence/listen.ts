// A stream's sound, put together by its timestamps.
import { alaw, decodeG711, ulaw } from './g711.ts';
import { G722Decoder } from './g722.ts';
import type { Codec } from './media.ts';
import { opusDecoder } from './opus.ts';
import type { RtpStream } from './rtp-streams.ts';

export const MOST_SECONDS = 120;
/** A longer hole in the timestamps is heard as so much silence. */
const LONGEST_HOLE_SECONDS = 1;

export type Recording = { readonly rate: number; readonly samples: Int16Array; readonly packets: number };

/** The RTP clock of G.722 counts 8000 although there are 16000 samples (RFC 3551 section 4.5.2). */
const CLOCK: Readonly<Record<Codec, { rate: number; clock: number }>> = {
  PCMU: { rate: 8000, clock: 8000 },
  PCMA: { rate: 8000, clock: 8000 },
  'G.722': { rate: 16_000, clock: 8000 },
  Opus: { rate: 48_000, clock: 48_000 },
};

export function listen(stream: RtpStream, codec: Codec): Recording {
  const { rate, clock } = CLOCK[codec];
  const decode = decoderOf(codec);
  const parts: Int16Array[] = [];
  let length = 0;
  let packets = 0;
  let expected: number | undefined;
  const type = stream.types.find((_, i) => stream.payloads[i]?.length) ?? 0;
  for (let i = 0; i < stream.payloads.length && length < MOST_SECONDS * rate; i++) {
    if (stream.types[i] !== type) continue;
    const hole = expected === undefined ? 0 : (stream.timestamps[i]! - expected) | 0;
    if (hole < 0 && hole > -clock) continue;
    const sound = decode(stream.payloads[i]!);
    if (!sound) continue;
    if (hole > 0) {
      const silence = new Int16Array(
        Math.floor((Math.min(hole, LONGEST_HOLE_SECONDS * clock) * rate) / clock),
      );
      parts.push(silence);
      length += silence.length;
    }
    parts.push(sound);
    length += sound.length;
    packets++;
    expected = (stream.timestamps[i]! + Math.round((sound.length * clock) / rate)) >>> 0;
  }
  const samples = new Int16Array(length);
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return { rate, samples, packets };
}

function decoderOf(codec: Codec): (payload: Uint8Array) => Int16Array | undefined {
  if (codec === 'PCMU') return (payload) => decodeG711(ulaw, payload);
  if (codec === 'PCMA') return (payload) => decodeG711(alaw, payload);
  if (codec === 'Opus') return opusDecoder();
  const decoder = new G722Decoder();
  return (payload) => decoder.decode(payload);
}
