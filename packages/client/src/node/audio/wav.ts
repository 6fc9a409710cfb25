/** WAV files as this package reads and writes them: 16-bit PCM (RIFF, format tag 1). */

export type Pcm = {
  /** Mono samples. */
  readonly samples: Int16Array;
  /** Samples a second. */
  readonly rate: number;
};

const headerBytes = 44;

/** Reads 16-bit PCM of any rate and number of channels; channels are averaged. Throws a RangeError for anything else. */
export function readWav(file: Uint8Array): Pcm {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 12 || tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE') {
    throw new RangeError('not a WAV file');
  }
  let format: { readonly channels: number; readonly rate: number } | undefined;
  for (let at = 12; at + 8 <= file.length; ) {
    const name = tag(view, at);
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (name === 'fmt ' && size >= 16 && body + 16 <= file.length) {
      if (view.getUint16(body, true) !== 1 || view.getUint16(body + 14, true) !== 16) {
        throw new RangeError('only WAV files of 16-bit PCM can be read');
      }
      format = { channels: view.getUint16(body + 2, true), rate: view.getUint32(body + 4, true) };
    }
    if (name === 'data') {
      if (!format || format.channels === 0 || format.rate === 0) throw new RangeError('not a WAV file');
      return {
        samples: mono(view, body, Math.min(size, file.length - body), format.channels),
        rate: format.rate,
      };
    }
    // Chunks start at even positions.
    at = body + size + (size % 2);
  }
  throw new RangeError('the WAV file holds no sound');
}

function mono(view: DataView, from: number, bytes: number, channels: number): Int16Array {
  const out = new Int16Array(Math.floor(bytes / (2 * channels)));
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += view.getInt16(from + (i * channels + c) * 2, true);
    out[i] = Math.round(sum / channels);
  }
  return out;
}

export function writeWav({ samples, rate }: Pcm): Uint8Array {
  const bytes = samples.length * 2;
  const view = new DataView(new ArrayBuffer(headerBytes + bytes));
  const ascii = (at: number, text: string) => {
    for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i));
  };
  ascii(0, 'RIFF');
  view.setUint32(4, headerBytes - 8 + bytes, true);
  ascii(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  ascii(36, 'data');
  view.setUint32(40, bytes, true);
  for (let i = 0; i < samples.length; i++) view.setInt16(headerBytes + i * 2, samples[i]!, true);
  return new Uint8Array(view.buffer);
}

/** Linear interpolation: good enough for speech and test tones well below half the lower rate. */
export function resample({ samples, rate }: Pcm, to: number): Int16Array {
  if (rate === to) return samples;
  const out = new Int16Array(Math.floor((samples.length * to) / rate));
  for (let i = 0; i < out.length; i++) {
    const at = (i * rate) / to;
    const k = Math.floor(at);
    const a = samples[k] ?? 0;
    const b = samples[k + 1] ?? a;
    out[i] = Math.round(a + (b - a) * (at - k));
  }
  return out;
}

const tag = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
