import { Decoder, Encoder } from '@evan/opus';

/** Opus (RFC 6716) at 48 kHz mono as the rooms use it: 20 ms frames of constant size, 24 kbit/s, 60 bytes. */
export type OpusEncoder = { encode(frame: Int16Array): Uint8Array };
export type OpusDecoder = {
  /** Undefined for bytes that are no Opus frame. */
  decode(opus: Uint8Array): Int16Array | undefined;
};

export function opusEncoder(): OpusEncoder {
  const encoder = new Encoder({ channels: 1, sample_rate: 48_000, application: 'voip' });
  encoder.bitrate = 24_000;
  encoder.vbr = false;
  encoder.dtx = false;
  // Half the work of the highest setting and no difference that speech would show.
  encoder.complexity = 5;
  // The library hands out views of memory that it uses again.
  return { encode: (frame) => new Uint8Array(encoder.encode(frame)) };
}

export function opusDecoder(): OpusDecoder {
  const decoder = new Decoder({ channels: 1, sample_rate: 48_000 });
  return {
    decode: (opus) => {
      try {
        const bytes = decoder.decode(opus);
        const pcm = new Int16Array(bytes.length >> 1);
        new Uint8Array(pcm.buffer).set(bytes.subarray(0, pcm.length * 2));
        return pcm;
      } catch {
        return undefined;
      }
    },
  };
}
