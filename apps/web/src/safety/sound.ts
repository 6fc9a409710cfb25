/** Sound as evidence holds it: Opus frames of 20 ms, with what is missing between them. */
type Spoken = { readonly tick: number; readonly frames: readonly (Uint8Array | undefined)[] };

const rate = 48_000;
const frameSamples = 960;
const frameMicros = 20_000;

/** Plays as it was said: missing frames are silence. Mono, 48 kHz, from -1 to 1. Rejects where the browser cannot decode. */
export async function decode(spans: readonly Spoken[]): Promise<Float32Array<ArrayBuffer>> {
  const [first] = spans;
  const last = spans.at(-1);
  if (!first || !last) return new Float32Array();
  const ticks = last.tick + last.frames.length - first.tick;
  const sound = new Float32Array(ticks * frameSamples);
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  const decoder = new AudioDecoder({
    output: (data) => {
      const at = Math.round((data.timestamp * rate) / 1e6);
      const samples = new Float32Array(data.numberOfFrames);
      data.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      data.close();
      sound.set(samples.subarray(0, Math.max(0, sound.length - at)), at);
    },
    error: (error) => fail(error),
  });
  decoder.configure({ codec: 'opus', sampleRate: rate, numberOfChannels: 1 });
  for (const { tick, frames } of spans) {
    frames.forEach((frame, i) => {
      if (!frame) return;
      const timestamp = (tick - first.tick + i) * frameMicros;
      const data = new Uint8Array(frame);
      decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp, duration: frameMicros, data }));
    });
  }
  await Promise.race([decoder.flush(), failed]);
  decoder.close();
  return sound;
}

/** A WAV file (RIFF, PCM of 16 bits, mono) that every player opens. */
export function wavOf(sound: Float32Array): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(44 + sound.length * 2);
  const view = new DataView(file.buffer);
  const word = (at: number, text: string) => {
    for (let i = 0; i < text.length; i++) file[at + i] = text.charCodeAt(i);
  };
  word(0, 'RIFF');
  view.setUint32(4, 36 + sound.length * 2, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, sound.length * 2, true);
  sound.forEach((sample, i) => {
    view.setInt16(44 + i * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), true);
  });
  return file;
}
