import { beforeAll, describe, expect, test } from 'vitest';
import { FIRST_CTR, PAYLOAD_BYTES, PLAINTEXT_BYTES } from '../frame-format.ts';
import type { SealingKey } from '../key-source.ts';
import { createFrameOpener, type FrameOpener } from '../opener.ts';
import { ProofBuilder } from '../proof-builder.ts';
import { DEBT_LIMIT } from '../proof-checker.ts';
import { createFrameSealer, type FrameSealer } from '../sealer.ts';
import {
  createSpeaker,
  type FrameKeys,
  frameKeys,
  liveTime,
  opusFrame,
  type Speaker,
  seededChance,
  subtle,
  TestKeys,
} from './stage.ts';

let speaker: Speaker;
let keys: FrameKeys;
/** A member of the room: knows the speaker's AEAD key, signs with a key of their own. */
let forgerKeys: FrameKeys;

beforeAll(async () => {
  speaker = await createSpeaker(9, 3);
  keys = await frameKeys(speaker);
  const forger = await createSpeaker(9, 3);
  forgerKeys = { ...keys, sealing: { ...keys.sealing, sign: (await frameKeys(forger)).sealing.sign } };
});

const openerOf = (source: TestKeys): FrameOpener =>
  createFrameOpener(source, { subtle, now: liveTime(), delay: async () => {} });

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Seals frames from `from` on, giving signatures the time they would have in a live stream. */
async function speak(sealer: FrameSealer, count: number, from = 0): Promise<Uint8Array<ArrayBuffer>[]> {
  const out: Uint8Array<ArrayBuffer>[] = [];
  for (let i = 0; i < count; i++) {
    out.push((await sealer.seal(opusFrame(from + i), 2))!);
    if ((from + i) % 25 === 24) for (let turn = 0; turn < 5; turn++) await settle();
  }
  return out;
}

async function hear(opener: FrameOpener, frames: readonly Uint8Array[]): Promise<number> {
  let heard = 0;
  for (const payload of frames) if (typeof (await opener.open(payload)) === 'object') heard++;
  return heard;
}

const stateOf = (opener: FrameOpener) => opener.voices()[0]?.verified;

describe('verified voice', () => {
  test('F12 frames play at once, and a block is proven by 17 frames of the next', async () => {
    const source = TestKeys.of(keys);
    const frames = await speak(createFrameSealer(source, { subtle }), 42);
    const opener = openerOf(source);
    expect(await hear(opener, frames.slice(0, 41))).toBe(41);
    expect(stateOf(opener)).toBe('pending');
    expect(await hear(opener, frames.slice(41))).toBe(1);
    expect(stateOf(opener)).toBe('verified');
  });

  test('F12 any 17 frames of the next block will do, in any order', async () => {
    const source = TestKeys.of(keys);
    const frames = await speak(createFrameSealer(source, { subtle }), 50);
    const chance = seededChance(3);
    for (let run = 0; run < 30; run++) {
      const opener = openerOf(source);
      const carriers = frames.slice(25).sort(() => chance() - 0.5);
      await hear(opener, frames.slice(0, 25));
      await hear(opener, carriers.slice(0, 16));
      expect(stateOf(opener)).toBe('pending');
      await hear(opener, carriers.slice(16, 17));
      expect(stateOf(opener)).toBe('verified');
    }
  });

  test('F12 a listener who comes in the middle of a block verifies its part of it', async () => {
    const source = TestKeys.of(keys);
    const frames = await speak(createFrameSealer(source, { subtle }), 67);
    const opener = openerOf(source);
    expect(await hear(opener, frames.slice(26))).toBe(41);
    expect(stateOf(opener)).toBe('verified');
  });

  test('F12 blocks go across steps', async () => {
    const source = TestKeys.of(keys);
    const next = await frameKeys(speaker, 1);
    source.add(next);
    const sealer = createFrameSealer(source, { subtle });
    const first = await speak(sealer, 10);
    source.current = next.sealing;
    const opener = openerOf(source);
    await hear(opener, [...first, ...(await speak(sealer, 32, 10))]);
    expect(stateOf(opener)).toBe('verified');
  });

  test('F12 a block across two generations goes unsigned, the next one checks', async () => {
    const source = TestKeys.of(keys);
    const next = await frameKeys(speaker, 1, 1);
    source.add(next);
    const sealer = createFrameSealer(source, { subtle });
    const first = await speak(sealer, 10);
    source.current = next.sealing;
    const opener = openerOf(source);
    await hear(opener, [...first, ...(await speak(sealer, 40, 10))]);
    expect(stateOf(opener)).toBe('pending');
    await hear(opener, await speak(sealer, 17, 50));
    expect(stateOf(opener)).toBe('verified');
  });

  test('F12 only a whole block of one seat and one generation is carried', async () => {
    const other = { ...keys.sealing, context: (await frameKeys(speaker, 0, 1)).sealing.context };
    const otherSeat = { ...keys.sealing, kid: 0x0a00 };
    const carries = (keyOf: (i: number) => SealingKey | undefined): boolean => {
      const builder = new ProofBuilder();
      for (let i = 0; i < 25; i++) {
        const key = keyOf(i);
        if (key !== undefined) builder.sealed(key, FIRST_CTR + i, new Uint8Array(PAYLOAD_BYTES));
      }
      return builder.writeChunk(FIRST_CTR + 25, new Uint8Array(PLAINTEXT_BYTES));
    };
    expect(carries(() => keys.sealing)).toBe(true);
    expect(carries((i) => (i < 10 ? keys.sealing : other))).toBe(false);
    expect(carries((i) => (i < 10 ? keys.sealing : otherSeat))).toBe(false);
    expect(carries((i) => (i === 10 ? undefined : keys.sealing))).toBe(false);
    expect(carries((i) => (i === 0 ? undefined : keys.sealing))).toBe(false);
  });

  test('F12 a signature that comes late costs chunks, not frames', async () => {
    const source = TestKeys.of(keys);
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let signature: Promise<Uint8Array> | undefined;
    source.current = {
      ...keys.sealing,
      sign: async (bytes) => {
        await held;
        signature = keys.sealing.sign(bytes);
        return signature;
      },
    };
    const sealer = createFrameSealer(source, { subtle });
    const frames = await speak(sealer, 25 + 20);
    release();
    await settle();
    await signature;
    await settle();
    frames.push(...(await speak(sealer, 5, 45)));
    const opener = openerOf(source);
    // 13 hash chunks, seven frames without, then five chunks with the signature in them: one more than needed.
    expect(await hear(opener, frames.slice(0, 48))).toBe(48);
    expect(stateOf(opener)).toBe('pending');
    await hear(opener, frames.slice(48, 49));
    expect(stateOf(opener)).toBe('verified');
  });

  test('F13 without any valid block a voice is silent after 2 s of sound', async () => {
    const source = TestKeys.of(forgerKeys);
    const opener = openerOf(source);
    const sealer = createFrameSealer(source, { subtle });
    expect(await hear(opener, await speak(sealer, 400))).toBe(DEBT_LIMIT);
    expect(stateOf(opener)).toBe('failed');
    expect(opener.counts()).toMatchObject({ opened: 100, unproven: 300 });
  });

  test('F13 a forger who stays silent about proofs is heard for at most 2 s as well', async () => {
    const source = TestKeys.of(keys);
    source.current = { ...keys.sealing, sign: () => Promise.reject(new Error('no')) };
    const opener = openerOf(source);
    expect(await hear(opener, await speak(createFrameSealer(source, { subtle }), 200))).toBe(100);
    expect(stateOf(opener)).toBe('failed');
  });

  test('F13 one forged frame among real ones silences the voice for good, within a second', async () => {
    const source = TestKeys.of(keys);
    const frames = await speak(createFrameSealer(source, { subtle }), 200);
    for (const at of [50, 62, 74]) {
      const forger = createFrameSealer(TestKeys.of(forgerKeys), { subtle, firstCtr: FIRST_CTR + at });
      const mixed = frames.slice();
      mixed[at] = (await forger.seal(opusFrame(999), 3))!;
      const opener = openerOf(source);
      expect(await hear(opener, mixed.slice(0, 91))).toBe(91);
      expect(stateOf(opener)).toBe('verified');
      expect(await hear(opener, mixed.slice(91))).toBe(0);
      expect(stateOf(opener)).toBe('failed');
    }
  });

  test('F13 a forged frame that comes after its block was proven is never heard', async () => {
    const source = TestKeys.of(keys);
    const frames = await speak(createFrameSealer(source, { subtle }), 100);
    const forger = createFrameSealer(TestKeys.of(forgerKeys), { subtle, firstCtr: FIRST_CTR + 10 });
    const opener = openerOf(source);
    await hear(opener, [...frames.slice(0, 10), ...frames.slice(11, 60)]);
    expect(stateOf(opener)).toBe('verified');
    expect(await opener.open((await forger.seal(opusFrame(999), 3))!)).toBe('unproven');
    expect(stateOf(opener)).toBe('failed');
  });

  test('F13 the true frame, late, is heard', async () => {
    const source = TestKeys.of(keys);
    const frames = await speak(createFrameSealer(source, { subtle }), 60);
    const opener = openerOf(source);
    await hear(opener, [...frames.slice(0, 10), ...frames.slice(11, 60)]);
    expect(await hear(opener, frames.slice(10, 11))).toBe(1);
    expect(stateOf(opener)).toBe('verified');
  });

  test('F13 frames forged from a certain moment on are heard for at most 2 s', async () => {
    const source = TestKeys.of(keys);
    const real = await speak(createFrameSealer(source, { subtle }), 110);
    const forger = createFrameSealer(TestKeys.of(forgerKeys), { subtle, firstCtr: FIRST_CTR + 110 });
    const opener = openerOf(source);
    expect(await hear(opener, real)).toBe(110);
    expect(await hear(opener, await speak(forger, 300))).toBeLessThanOrEqual(100);
    expect(stateOf(opener)).toBe('failed');
  });

  test('F13 a voice that went silent for want of proof comes back when its blocks check again', async () => {
    const source = TestKeys.of(keys);
    const mute = { ...keys.sealing, sign: () => Promise.reject(new Error('no')) };
    source.current = mute;
    const sealer = createFrameSealer(source, { subtle });
    const opener = openerOf(source);
    await hear(opener, await speak(sealer, 125));
    expect(stateOf(opener)).toBe('failed');
    source.current = keys.sealing;
    const later = await speak(sealer, 200, 125);
    expect(await hear(opener, later.slice(0, 50))).toBe(0);
    expect(await hear(opener, later.slice(50))).toBeGreaterThan(0);
    expect(stateOf(opener)).toBe('verified');
  });

  /** The clock stands still: what comes is in the window or it is not. */
  const stoppedOpener = (source: TestKeys) =>
    createFrameOpener(source, { subtle, now: () => 0, delay: async () => {} });

  test('F24 a voice is heard again where a signed block proves that it is, after the listener slept', async () => {
    const source = TestKeys.of(keys);
    const frames = await speak(createFrameSealer(source, { subtle }), 600);
    const opener = stoppedOpener(source);
    expect(await hear(opener, frames.slice(0, 60))).toBe(60);
    const outcomes = [];
    for (const payload of frames.slice(500)) outcomes.push(await opener.open(payload));
    expect(outcomes.slice(0, 41)).toEqual(new Array(41).fill('ahead'));
    expect(outcomes.slice(41).every((outcome) => typeof outcome === 'object')).toBe(true);
    expect(stateOf(opener)).toBe('verified');
    expect(opener.voices()).toHaveLength(1);
  });

  test('F24 frames ahead without a valid proof are never heard and move nothing', async () => {
    const source = TestKeys.of(keys);
    const frames = await speak(createFrameSealer(source, { subtle }), 120);
    const far = createFrameSealer(TestKeys.of(forgerKeys), { subtle, firstCtr: FIRST_CTR + 5000 });
    const opener = stoppedOpener(source);
    await hear(opener, frames.slice(0, 60));
    expect(await hear(opener, await speak(far, 200))).toBe(0);
    expect(await hear(opener, frames.slice(60))).toBe(60);
    expect(stateOf(opener)).toBe('verified');
  });

  test('F24 a first frame that was not of the speaker does not keep the speaker out', async () => {
    const source = TestKeys.of(keys);
    const frames = await speak(createFrameSealer(source, { subtle }), 100);
    const far = createFrameSealer(TestKeys.of(forgerKeys), { subtle, firstCtr: FIRST_CTR + 5000 });
    const opener = stoppedOpener(source);
    expect(await hear(opener, await speak(far, 1))).toBe(1);
    expect(await hear(opener, frames.slice(0, 41))).toBe(0);
    expect(await hear(opener, frames.slice(41))).toBe(59);
    expect(stateOf(opener)).toBe('verified');
  });

  test('F24 what was taken before the move, or in it, is not taken again', async () => {
    const source = TestKeys.of(keys);
    const frames = await speak(createFrameSealer(source, { subtle }), 400);
    const opener = stoppedOpener(source);
    const skipped = 252;
    await hear(opener, [...frames.slice(0, 60), ...frames.slice(150, 200), ...frames.slice(skipped, 340)]);
    expect(stateOf(opener)).toBe('verified');
    const before = opener.counts().opened;
    for (const payload of [...frames.slice(150, 200), ...frames.slice(skipped, 340)])
      expect(await opener.open(payload)).toBe('replayed');
    expect(opener.counts().opened).toBe(before);
  });

  test('F24 a trial that somebody else spoilt is begun anew', async () => {
    const source = TestKeys.of(keys);
    const frames = await speak(createFrameSealer(source, { subtle }), 700);
    const forger = createFrameSealer(TestKeys.of(forgerKeys), { subtle, firstCtr: FIRST_CTR + 510 });
    const spoilt = frames.slice(500);
    spoilt[10] = (await forger.seal(opusFrame(999), 3))!;
    const opener = stoppedOpener(source);
    await hear(opener, frames.slice(0, 60));
    expect(await hear(opener, spoilt.slice(0, 60))).toBe(0);
    expect(await hear(opener, spoilt.slice(60))).toBeGreaterThan(80);
    expect(stateOf(opener)).toBe('verified');
  });

  test('F24 a contradiction stays final', async () => {
    const source = TestKeys.of(keys);
    const frames = await speak(createFrameSealer(source, { subtle }), 600);
    const forger = createFrameSealer(TestKeys.of(forgerKeys), { subtle, firstCtr: FIRST_CTR + 10 });
    const opener = stoppedOpener(source);
    await hear(opener, [...frames.slice(0, 10), ...frames.slice(11, 60)]);
    expect(await opener.open((await forger.seal(opusFrame(999), 3))!)).toBe('unproven');
    expect(await hear(opener, frames.slice(500))).toBe(0);
    expect(stateOf(opener)).toBe('failed');
  });

  test('F13 real frames are heard through 20 % of loss', async () => {
    const source = TestKeys.of(keys);
    const chance = seededChance(20);
    const frames = (await speak(createFrameSealer(source, { subtle }), 3000)).filter(() => chance() >= 0.2);
    const opener = openerOf(source);
    expect(await hear(opener, frames)).toBe(frames.length);
    expect(stateOf(opener)).toBe('verified');
  });
});
