/**
 * What encryption costs for each frame, as JSON lines: `npx tsx packages/e2ee/bench/frame-cost.ts [frames]`.
 * Signing and checking the blocks is part of it. The bare AES-128-GCM of the same bytes is the reference.
 */
import { performance } from 'node:perf_hooks';
import { createFrameOpener, createFrameSealer, overheadBytes, PAYLOAD_BYTES } from '../src/frame/index.ts';
import { createSpeaker, frameKeys, liveTime, opusFrame, subtle, TestKeys } from '../src/frame/test/stage.ts';

const frames = Number(process.argv[2] ?? '20000');
const keys = await frameKeys(await createSpeaker(1, 1));
const source = TestKeys.of(keys);
const sealer = createFrameSealer(source, { subtle });
const opener = createFrameOpener(source, {
  subtle,
  now: liveTime(),
  delay: () => Promise.resolve(),
});
const opus = opusFrame(1);

/** One at a time, as a live microphone gives them. */
async function timed(
  count: number,
  work: (i: number) => Promise<unknown>,
): Promise<{ mean: number; p50: number; p99: number }> {
  const micros = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await work(i);
    micros[i] = (performance.now() - start) * 1000;
  }
  const mean = micros.reduce((sum, each) => sum + each, 0) / count;
  micros.sort();
  return { mean, p50: micros[count >> 1]!, p99: micros[Math.floor(count * 0.99)]! };
}

function print(metric: string, value: number, unit: string, more: Record<string, number> = {}): void {
  const round = (x: number) => Math.round(x * 100) / 100;
  const rounded = Object.fromEntries(Object.entries(more).map(([name, x]) => [name, round(x)]));
  console.log(JSON.stringify({ metric, value: round(value), unit, ...rounded }));
}

const payloads: Uint8Array[] = [];
for (let i = 0; i < 500; i++) await opener.open((await sealer.seal(opus, 2))!);

const seal = await timed(frames, async () => {
  payloads.push((await sealer.seal(opus, 2))!);
});
const open = await timed(frames, (i) => opener.open(payloads[i]!));
const iv = new Uint8Array(12);
const bare = await timed(frames, () =>
  subtle.encrypt({ name: 'AES-GCM', iv, tagLength: 128 }, keys.sealing.key, new Uint8Array(144)),
);
if (opener.counts().opened !== frames + 500) throw new Error('not every frame opened');

print('frame.seal', seal.mean, 'us', { p50: seal.p50, p99: seal.p99, ratio: seal.mean / bare.mean });
print('frame.open', open.mean, 'us', { p50: open.p50, p99: open.p99, ratio: open.mean / bare.mean });
print('frame.bare-aes-gcm', bare.mean, 'us', { p50: bare.p50, p99: bare.p99 });
print('frame.payload', PAYLOAD_BYTES, 'bytes');
print('frame.overhead-of-80-byte-opus', overheadBytes(80), 'bytes');
print('frame.core-share-of-one-speaker', (seal.mean * 50) / 1e4, 'percent');
