/**
 * What encryption costs for each frame, as JSON lines: `npx tsx packages/e2ee/bench/frame-cost.ts [frames]`.
 * Signing and checking the blocks is part of it. The bare AES-128-GCM of the same bytes is the reference.
 */
import { performance } from 'node:perf_hooks';
import { VoiceRecorder } from '../src/evidence/index.ts';
import {
  createFrameOpener,
  createFrameSealer,
  overheadBytes,
  PAYLOAD_BYTES,
  STRICT_PAYLOAD_BYTES,
} from '../src/frame/index.ts';
import { createSpeaker, frameKeys, liveTime, opusFrame, subtle, TestKeys } from '../src/frame/test/stage.ts';

const frames = Number(process.argv[2] ?? '20000');
const speaker = await createSpeaker(1, 1);
const opus = opusFrame(1);
/** What a stage can send to one listener: four slots of 50 frames a second. */
const slots = 4;
const slotRounds = 500;

interface Cost {
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
}

function costOf(micros: Float64Array): Cost {
  const mean = micros.reduce((sum, each) => sum + each, 0) / micros.length;
  micros.sort();
  return { mean, p50: micros[micros.length >> 1]!, p99: micros[Math.floor(micros.length * 0.99)]! };
}

/** One at a time, as a live microphone gives them. */
async function timed(count: number, work: (i: number) => Promise<unknown>): Promise<Cost> {
  const micros = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await work(i);
    micros[i] = (performance.now() - start) * 1000;
  }
  return costOf(micros);
}

function print(metric: string, value: number, unit: string, more: Record<string, number> = {}): void {
  const round = (x: number) => Math.round(x * 100) / 100;
  const rounded = Object.fromEntries(Object.entries(more).map(([name, x]) => [name, round(x)]));
  console.log(JSON.stringify({ metric, value: round(value), unit, ...rounded }));
}

async function measure(strict: boolean) {
  const keys = await frameKeys(speaker, 0, 0, 0, strict);
  const source = TestKeys.of(keys);
  const sealer = createFrameSealer(source, { subtle });
  const opener = createFrameOpener(source, { subtle, now: liveTime(), delay: () => Promise.resolve() });
  const payloads: Uint8Array[] = [];
  for (let i = 0; i < 500; i++) await opener.open((await sealer.seal(opus, 2))!);
  const before = process.cpuUsage();
  const seal = await timed(frames, async () => {
    payloads.push((await sealer.seal(opus, 2))!);
  });
  const between = process.cpuUsage(before);
  const open = await timed(frames, (i) => opener.open(payloads[i]!));
  const after = process.cpuUsage(before);
  if (opener.counts().opened !== frames + 500) throw new Error('not every frame opened');
  const cpu = (usage: NodeJS.CpuUsage) => (usage.user + usage.system) / frames;
  return { seal, open, sealCpu: cpu(between), openCpu: cpu(after) - cpu(between) };
}

/** Added delay of a full stage: four frames come at the same moment, every 20 ms, and each is timed until it is open. */
async function stage(strict: boolean): Promise<Cost> {
  const voices = await Promise.all(
    Array.from({ length: slots }, async (_, i) =>
      frameKeys(await createSpeaker(1 + i, 1 + i), 0, 0, 0, strict),
    ),
  );
  const sealers = voices.map((keys) => createFrameSealer(TestKeys.of(keys), { subtle }));
  const opener = createFrameOpener(TestKeys.of(...voices), {
    subtle,
    now: () => performance.now(),
    delay: (millis) => new Promise((resolve) => setTimeout(resolve, millis)),
  });
  const micros = new Float64Array(slots * slotRounds);
  for (let round = 0; round < slotRounds; round++) {
    const payloads = await Promise.all(sealers.map((sealer) => sealer.seal(opus, 2)));
    await new Promise((resolve) => setTimeout(resolve, 15));
    const start = performance.now();
    await Promise.all(
      payloads.map(async (payload, slot) => {
        if (typeof (await opener.open(payload!)) === 'string') throw new Error('a frame did not open');
        micros[round * slots + slot] = (performance.now() - start) * 1000;
      }),
    );
  }
  return costOf(micros);
}

/** Keeping a frame for evidence: one copy into a ring, and once in 25 frames the block's proof. Processor time of this alone. */
async function keeping(strict: boolean) {
  const { opening } = await frameKeys(speaker, 0, 0, 0, strict);
  const key = { ...opening, base: new Uint8Array(32) };
  const recorder = new VoiceRecorder();
  const payload = new Uint8Array(strict ? STRICT_PAYLOAD_BYTES : PAYLOAD_BYTES).fill(7);
  const proof = new Uint8Array(400);
  const rounds = 1_000_000;
  const voices = Array.from({ length: slots }, (_, leaf) => ({ ...key, leaf }));
  let at = 0;
  const run = (count: number) => {
    for (let i = 0; i < count; i++) {
      const voice = voices[i % slots]!;
      if (i % slots === 0) at += 20;
      recorder.heard(voice, 65_536 + (i >> 2), payload, at);
      if (i % 25 === 0) recorder.proven(voice, i / 25, proof);
    }
  };
  run(50_000);
  const before = process.cpuUsage();
  run(rounds);
  const { user, system } = process.cpuUsage(before);
  return { micros: (user + system) / rounds, bytes: recorder.size };
}

const iv = new Uint8Array(12);
const { sealing } = await frameKeys(speaker);
const bare = await timed(frames, () =>
  subtle.encrypt({ name: 'AES-GCM', iv, tagLength: 128 }, sealing.key, new Uint8Array(144)),
);
print('frame.bare-aes-gcm', bare.mean, 'us', { p50: bare.p50, p99: bare.p99 });
for (const strict of [false, true]) {
  const name = strict ? 'frame.strict' : 'frame';
  const { seal, open, sealCpu, openCpu } = await measure(strict);
  const four = await stage(strict);
  const kept = await keeping(strict);
  print(`${name}.seal`, seal.mean, 'us', { p50: seal.p50, p99: seal.p99, ratio: seal.mean / bare.mean });
  print(`${name}.open`, open.mean, 'us', { p50: open.p50, p99: open.p99, ratio: open.mean / bare.mean });
  print(`${name}.seal-cpu`, sealCpu, 'us');
  print(`${name}.open-cpu`, openCpu, 'us');
  print(`${name}.keep-cpu`, kept.micros, 'us');
  print(`${name}.kept-of-four-slots`, kept.bytes / 1e6, 'MB');
  print(`${name}.delay-of-four-slots`, four.mean, 'us', { p50: four.p50, p99: four.p99 });
  print(`${name}.payload`, strict ? STRICT_PAYLOAD_BYTES : PAYLOAD_BYTES, 'bytes');
  print(`${name}.overhead-of-80-byte-opus`, overheadBytes(80, strict), 'bytes');
  print(`${name}.core-share-of-one-speaker`, (sealCpu * 50) / 1e4, 'percent');
  print(`${name}.core-share-of-four-slots`, (openCpu * 50 * slots) / 1e4, 'percent');
}
