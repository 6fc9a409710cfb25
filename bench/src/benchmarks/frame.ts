import { webcrypto } from 'node:crypto';
import { VoiceRecorder } from '@stoa/e2ee/evidence';
import {
  createFrameOpener,
  createFrameSealer,
  deriveSframeKeySalt,
  FIRST_CTR,
  type FrameKeySource,
  frameContext,
  type OpeningKey,
  overheadBytes,
  PAYLOAD_BYTES,
  packKid,
  type SealingKey,
} from '@stoa/e2ee/frame';
import { media } from '@stoa/protocol';
import { type Benchmark, type BenchOption, one, type Report, type Values } from '../benchmark.ts';
import { roundsOption } from '../options.ts';
import { type Spread, spreadOf } from '../stats.ts';

/** Opus at 24 kbit/s with constant rate: 60 bytes each 20 ms. */
const opusBytes = 60;
/** Plaintext under the tag: what a bare AES-GCM call would have to encrypt too. */
const tagBytes = 16;
const sealedBytes = PAYLOAD_BYTES - 7 - tagBytes;
const { subtle } = webcrypto as unknown as Crypto;

const framesOption: BenchOption = {
  name: 'frames',
  summary: 'frames in one round; 3000 are a minute of speech',
  fallback: [3000],
  min: 100,
  max: 100_000,
};

export const frame: Benchmark = {
  name: 'frame',
  summary: 'what end-to-end encryption costs a participant per frame: CPU time and bytes',
  options: [framesOption, roundsOption(6)],
  run: async (values, report) => {
    report.note(
      'frames sealed and opened by WebCrypto in Node, CPU time of the whole process with its threads; signed blocks made and checked; bare AES-GCM: encrypt alone under the same key',
    );
    const results = await rounds(one(values, 'frames'), one(values, 'rounds') + 1);
    publish(results, values, report);
    keeping(await newKeys(), report);
  },
};

interface Cost {
  readonly seal: Spread;
  readonly open: Spread;
  readonly bare: Spread;
}

async function rounds(frames: number, count: number): Promise<Cost> {
  const series = { seal: [] as number[], open: [] as number[], bare: [] as number[] };
  const source = await newKeys();
  const sealer = createFrameSealer(source, { subtle });
  // Frames come faster here than a voice sends them, and an opener refuses a voice that is ahead of the time.
  let millis = 0;
  const opener = createFrameOpener(source, {
    subtle,
    now: () => {
      millis += media.frameMs;
      return millis;
    },
    delay: (millis) => new Promise((resolve) => setTimeout(resolve, millis)),
  });
  const opus = new Uint8Array(opusBytes).fill(0x5a);
  for (let round = 0; round < count; round += 1) {
    const payloads: Uint8Array[] = [];
    series.seal.push(
      await cpuUsPer(frames, async () => {
        const payload = await sealer.seal(opus, 3);
        if (!payload) throw new Error('a frame could not be sealed');
        payloads.push(payload);
      }),
    );
    let next = 0;
    series.open.push(
      await cpuUsPer(frames, async () => {
        const opened = await opener.open(payloads[next++]!);
        if (typeof opened === 'string') throw new Error(`a frame could not be opened: ${opened}`);
      }),
    );
    series.bare.push(await cpuUsPer(frames, bareEncrypt(source.sealing()!)));
  }
  return { seal: spreadOf(series.seal), open: spreadOf(series.open), bare: spreadOf(series.bare) };
}

async function cpuUsPer(times: number, act: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < times; i += 1) await act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

/** What a listener does with each frame on top, so that the last 30 s can be proven: four slots heard at once. */
function keeping(keys: FrameKeySource, report: Report): void {
  const one = keys.opening(packKid({ sender: 1, epoch: 0, step: 0 }));
  if (typeof one === 'string') throw new Error('there is no key');
  const voices = Array.from({ length: media.slots }, (_, leaf) => ({
    ...{ ...one, leaf },
    base: new Uint8Array(32),
  }));
  const recorder = new VoiceRecorder();
  const payload = new Uint8Array(PAYLOAD_BYTES);
  let millis = 0;
  const keep = (times: number) => {
    for (let i = 0; i < times; i += 1) {
      if (i % voices.length === 0) millis += media.frameMs;
      recorder.heard(voices[i % voices.length]!, FIRST_CTR + i, payload, millis);
    }
  };
  const times = 500_000;
  keep(times / 10);
  const before = process.cpuUsage();
  keep(times);
  const { user, system } = process.cpuUsage(before);
  const shared = { subject: 'stoa e2ee', conditions: { payloadBytes: PAYLOAD_BYTES, slots: voices.length } };
  report.figure({ ...shared, metric: 'frame.keep', value: (user + system) / times, unit: 'us/frame' });
  report.figure({ ...shared, metric: 'frame.kept', value: recorder.size / 1e6, unit: 'MB' });
  report.note(
    'keep: one copy of a heard frame into the ring of the last 30 s from which evidence is made; kept: its largest size, with four voices at once',
  );
}

function bareEncrypt({ key, salt }: SealingKey): () => Promise<unknown> {
  const plaintext = new Uint8Array(sealedBytes);
  const iv = new Uint8Array(salt);
  return () => subtle.encrypt({ name: 'AES-GCM', iv, tagLength: 8 * tagBytes }, key, plaintext);
}

/** Keys of one speaker, as the key schedule would hand them to the frame layer. */
async function newKeys(): Promise<FrameKeySource> {
  const kid = packKid({ sender: 1, epoch: 0, step: 0 });
  const base = crypto.getRandomValues(new Uint8Array(32));
  const { key: raw, salt } = deriveSframeKeySalt(4, base, BigInt(kid));
  const key = await subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const context = frameContext(new Uint8Array(32).fill(7), 0);
  const pair = (await subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  const sealing: SealingKey = {
    kid,
    key,
    salt,
    context,
    strict: false,
    sign: async (bytes) => new Uint8Array(await subtle.sign('Ed25519', pair.privateKey, bytes)),
  };
  const opening: OpeningKey = {
    kid,
    key,
    salt,
    context,
    strict: false,
    leaf: 0,
    verify: (signature, bytes) => subtle.verify('Ed25519', pair.publicKey, signature, bytes),
  };
  return { sealing: () => sealing, opening: () => opening };
}

function publish({ seal, open, bare }: Cost, values: Values, report: Report): void {
  const conditions = { opusBytes, payloadBytes: PAYLOAD_BYTES, frames: one(values, 'frames') };
  const peer = { name: 'bare AES-GCM', value: bare.median };
  for (const [name, cost] of [
    ['seal', seal],
    ['open', open],
  ] as const) {
    const shared = { subject: 'stoa e2ee', conditions };
    const limit = 0.02 * (1e6 / media.packetsPerSecond);
    report.figure({
      ...shared,
      metric: `frame.${name}`,
      value: cost.median,
      unit: 'us/frame',
      spread: cost,
      peer,
      goal: { text: `at most ${limit} us (2 % of a core per stream)`, limit },
    });
  }
  report.figure({
    metric: 'frame.bare',
    subject: 'bare AES-GCM',
    value: bare.median,
    unit: 'us/frame',
    spread: bare,
    conditions,
  });
  report.figure({
    metric: 'frame.bytes',
    subject: 'stoa e2ee',
    value: overheadBytes(opusBytes),
    unit: 'B/frame',
    conditions,
    goal: { text: 'at most 12 B', limit: 12 },
  });
  report.note(
    `${overheadBytes(opusBytes)} B over ${opusBytes} B of Opus are 7 B of level and header, ${tagBytes} B of tag, 1 B of length, 16 B of a share of the speaker's signature, and the rest padding to one size: the 12 B budget was for tag and header alone, and one size for all frames is what it is spent on`,
  );
}
