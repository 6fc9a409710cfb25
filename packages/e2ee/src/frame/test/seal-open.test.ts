import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  CTR_LIMIT,
  FIRST_CTR,
  type Level,
  PAYLOAD_BYTES,
  readCtr,
  readKid,
  SILENCE,
} from '../frame-format.ts';
import { createFrameOpener, type FrameOpener, KEY_WAIT_MILLIS, MAX_PENDING } from '../opener.ts';
import { createFrameSealer, type FrameSealer } from '../sealer.ts';
import {
  createSpeaker,
  type FrameKeys,
  frameKeys,
  opusFrame,
  type Speaker,
  subtle,
  TestClock,
  TestKeys,
} from './stage.ts';

let speaker: Speaker;
let keys: FrameKeys;

beforeAll(async () => {
  speaker = await createSpeaker(5, 40);
  keys = await frameKeys(speaker);
});

interface Line {
  source: TestKeys;
  clock: TestClock;
  sealer: FrameSealer;
  opener: FrameOpener;
}

function line(firstCtr = FIRST_CTR): Line {
  const source = TestKeys.of(keys);
  const clock = new TestClock();
  const opener = createFrameOpener(source, { subtle, now: clock.now, delay: clock.delay });
  return { source, clock, sealer: createFrameSealer(source, { subtle, firstCtr }), opener };
}

async function sealed(sealer: FrameSealer, count: number): Promise<Uint8Array<ArrayBuffer>[]> {
  const out: Uint8Array<ArrayBuffer>[] = [];
  for (let i = 0; i < count; i++) out.push((await sealer.seal(opusFrame(i), 2))!);
  return out;
}

describe('sealing', () => {
  test('F3 every Opus length from 0 to 200 gives 167 bytes', async () => {
    const { sealer } = line();
    for (let length = 0; length <= 200; length++) {
      expect((await sealer.seal(new Uint8Array(length), 1))!.length).toBe(PAYLOAD_BYTES);
    }
    expect(sealer.counts()).toMatchObject({ sealed: 201, tooLong: 200 - 127 });
  });

  test('F8 a frame of more than 127 bytes is replaced by silence and counted, never cut', async () => {
    const { sealer, opener } = line();
    const opened = await opener.open((await sealer.seal(new Uint8Array(128).fill(3), 3))!);
    expect(opened).toMatchObject({ opus: SILENCE });
    expect(await opener.open((await sealer.seal(new Uint8Array(127).fill(3), 3))!)).toMatchObject({
      opus: new Uint8Array(127).fill(3),
    });
    expect(sealer.counts().tooLong).toBe(1);
  });

  test('F9 the CTR starts at 2^16 and rises by one, across keys and across frames asked for at once', async () => {
    const { source, sealer } = line();
    const first = Array.from({ length: 30 }, (_, i) => sealer.seal(opusFrame(i), 0));
    const before = await Promise.all(first);
    source.current = (await frameKeys(speaker, 1)).sealing;
    const after = await sealed(sealer, 5);
    expect([...before, ...after].map((payload) => readCtr(payload!))).toEqual(
      Array.from({ length: 35 }, (_, i) => FIRST_CTR + i),
    );
    expect(new Set(after.map(readKid))).toEqual(new Set([0x0501]));
  });

  test('F9 sealing stops for good before 2^24 - 1', async () => {
    const { sealer } = line(CTR_LIMIT - 2);
    const out = [await sealer.seal(opusFrame(0), 0), await sealer.seal(opusFrame(1), 0)];
    expect(out.map((payload) => readCtr(payload!))).toEqual([CTR_LIMIT - 2, CTR_LIMIT - 1]);
    expect(await sealer.seal(opusFrame(2), 0)).toBeUndefined();
    expect(await sealer.seal(opusFrame(3), 0)).toBeUndefined();
    expect(sealer.counts()).toMatchObject({ sealed: 2, exhausted: 2 });
  });

  test('F9 a first CTR outside the profile is refused', () => {
    expect(() => line(FIRST_CTR - 1)).toThrow(RangeError);
    expect(() => line(CTR_LIMIT + 1)).toThrow(RangeError);
  });

  test('F9 a CTR whose encryption failed is not used again', async () => {
    const { source, sealer } = line();
    const noEncrypt = await subtle.importKey('raw', new Uint8Array(16), 'AES-GCM', false, ['decrypt']);
    source.current = { ...keys.sealing, key: noEncrypt };
    expect(await sealer.seal(opusFrame(0), 0)).toBeUndefined();
    source.current = keys.sealing;
    expect(readCtr((await sealer.seal(opusFrame(1), 0))!)).toBe(FIRST_CTR + 1);
    expect(sealer.counts()).toMatchObject({ failed: 1, sealed: 1 });
  });

  test('F10 without a key nothing leaves, not even a frame that was being sealed', async () => {
    const { source, sealer } = line();
    const underWay = sealer.seal(opusFrame(0), 0);
    await Promise.resolve();
    source.current = undefined;
    expect(await underWay).toBeUndefined();
    expect(await sealer.seal(opusFrame(1), 0)).toBeUndefined();
    expect(sealer.counts()).toMatchObject({ sealed: 0, noKey: 2 });
  });
});

describe('opening', () => {
  test('F14 what was sealed comes back with its leaf, sender, level and CTR', async () => {
    const { sealer, opener } = line();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 127 }), fc.nat(3), async (opus, level) => {
        const opened = await opener.open((await sealer.seal(opus, level as Level))!);
        expect(opened).toMatchObject({ opus, level, leaf: 40, sender: 5 });
      }),
    );
    expect(opener.voices()).toMatchObject([{ leaf: 40, sender: 5 }]);
  });

  test('F14 arbitrary bytes are only ever a reason', async () => {
    const { opener } = line();
    const shaped = fc
      .tuple(fc.nat(3), fc.nat(255), fc.uint8Array({ minLength: 164, maxLength: 164 }))
      .map(([level, sender, rest]) => new Uint8Array([level, 0x9a, sender, ...rest]));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 400 }), shaped), async (bytes) => {
        expect(typeof (await opener.open(bytes))).toBe('string');
      }),
      { numRuns: 500 },
    );
  });

  test('F14 any flipped bit drops the frame', async () => {
    const { sealer, opener } = line();
    const payload = (await sealer.seal(opusFrame(1), 1))!;
    for (let bit = 0; bit < PAYLOAD_BYTES * 8; bit++) {
      const bent = payload.slice();
      bent[bit >> 3] = bent[bit >> 3]! ^ (1 << (bit & 7));
      expect(typeof (await opener.open(bent)), `bit ${bit}`).toBe('string');
    }
    expect(opener.counts().opened).toBe(0);
    expect(opener.voices()).toEqual([]);
    expect(await opener.open(payload)).toMatchObject({ leaf: 40 });
  });

  test('F6 a frame of another generation does not open', async () => {
    const { source, sealer, opener } = line();
    source.known.set(keys.opening.kid, {
      ...keys.opening,
      context: (await frameKeys(speaker, 0, 1)).opening.context,
    });
    expect(await opener.open((await sealer.seal(opusFrame(0), 0))!)).toBe('unauthentic');
  });

  test('F14 an empty payload and an empty Opus frame are dropped quietly', async () => {
    const { sealer, opener } = line();
    expect(await opener.open(new Uint8Array(0))).toBe('empty');
    expect(await opener.open((await sealer.seal(new Uint8Array(0), 0))!)).toBe('empty');
  });

  test('F15 a frame is taken once, in any order', async () => {
    const { sealer, opener } = line();
    const frames = await sealed(sealer, 60);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...frames, ...frames], { minLength: 120 }), async (order) => {
        const fresh = createFrameOpener(TestKeys.of(keys), { subtle, now: () => 0, delay: async () => {} });
        const outcomes = await Promise.all(order.map((payload) => fresh.open(payload)));
        const taken = outcomes.filter((outcome) => typeof outcome === 'object');
        expect(taken.length).toBe(60);
        expect(outcomes.filter((outcome) => outcome === 'replayed').length).toBe(60);
      }),
      { numRuns: 10 },
    );
    expect(opener.counts().opened).toBe(0);
  });

  test('F15 more than 250 ticks behind is late, 250 is not', async () => {
    const { sealer, opener } = line();
    const frames = await sealed(sealer, 252);
    expect(await opener.open(frames[251]!)).toMatchObject({ ctr: FIRST_CTR + 251 });
    expect(await opener.open(frames[0]!)).toBe('late');
    expect(await opener.open(frames[1]!)).toMatchObject({ ctr: FIRST_CTR + 1 });
  });

  /** A frame of the voice with this CTR, as any member of the room can seal it. */
  const forged = async (ctr: number) =>
    (await createFrameSealer(TestKeys.of(keys), { subtle, firstCtr: ctr }).seal(opusFrame(7), 3))!;

  test('F23 one frame far ahead does not put the true frames behind the window', async () => {
    const { clock, sealer, opener } = line();
    const frames = await sealed(sealer, 100);
    for (const [i, payload] of frames.entries()) {
      if (i === 50) expect(await opener.open(await forged(CTR_LIMIT - 1))).toBe('ahead');
      expect(await opener.open(payload)).toMatchObject({ ctr: FIRST_CTR + i });
      clock.millis += 20;
    }
  });

  test('F23 250 ticks ahead of the time is taken, 251 is not, and jumps earn no credit', async () => {
    const { clock, sealer, opener } = line();
    const [first] = await sealed(sealer, 1);
    await opener.open(first!);
    expect(await opener.open(await forged(FIRST_CTR + 251))).toBe('ahead');
    expect(await opener.open(await forged(FIRST_CTR + 150))).toMatchObject({ ctr: FIRST_CTR + 150 });
    expect(await opener.open(await forged(FIRST_CTR + 253))).toBe('ahead');
    expect(await opener.open(await forged(FIRST_CTR + 250))).toMatchObject({ ctr: FIRST_CTR + 250 });
    clock.millis += 20;
    expect(await opener.open(await forged(FIRST_CTR + 252))).toBe('ahead');
    expect(await opener.open(await forged(FIRST_CTR + 251))).toMatchObject({ ctr: FIRST_CTR + 251 });
  });

  test('F23 an hour without frames is covered by the hour', async () => {
    const { clock, sealer, opener } = line();
    const [first] = await sealed(sealer, 1);
    await opener.open(first!);
    clock.millis += 3_600_000;
    const next = FIRST_CTR + 180_000;
    expect(await opener.open(await forged(next))).toMatchObject({ ctr: next });
    // The sender may have slept instead: nothing is saved up for a later jump.
    expect(await opener.open(await forged(next + 251))).toBe('ahead');
  });

  test('F15 the window holds across keys', async () => {
    const { source, sealer, opener } = line();
    const next = await frameKeys(speaker, 1);
    source.add(next);
    const [old, older] = await sealed(sealer, 2);
    source.current = next.sealing;
    const [young] = await sealed(sealer, 1);
    for (const payload of [young!, older!, old!]) expect(typeof (await opener.open(payload))).toBe('object');
    for (const payload of [young!, older!, old!]) expect(await opener.open(payload)).toBe('replayed');
  });

  test('F16 a frame waits for its key, and those behind it keep their order', async () => {
    const { source, clock, sealer, opener } = line();
    source.known.clear();
    const frames = await sealed(sealer, 3);
    const order: number[] = [];
    const all = frames.map(async (payload, i) => {
      const opened = await opener.open(payload);
      order.push(i);
      return opened;
    });
    while (clock.millis < 1000) await Promise.resolve();
    source.add(keys);
    for (const opened of await Promise.all(all)) expect(opened).toMatchObject({ leaf: 40 });
    expect(order).toEqual([0, 1, 2]);
  });

  test('F16 a key that does not come within 2 s drops the frame', async () => {
    const { source, clock, sealer, opener } = line();
    source.known.clear();
    const [payload] = await sealed(sealer, 1);
    expect(await opener.open(payload!)).toBe('unknown-key');
    expect(clock.millis).toBe(KEY_WAIT_MILLIS);
  });

  test('F16 one speaker whose key is missing holds up nobody else', async () => {
    const { sealer } = line();
    const other = await frameKeys(await createSpeaker(6, 41));
    const otherSealer = createFrameSealer(TestKeys.of(other), { subtle });
    const opener = createFrameOpener(TestKeys.of(other), {
      subtle,
      now: () => 0,
      delay: () => new Promise(() => {}),
    });
    let done = false;
    void opener.open((await sealer.seal(opusFrame(0), 0))!).finally(() => {
      done = true;
    });
    expect(await opener.open((await otherSealer.seal(opusFrame(0), 0))!)).toMatchObject({ leaf: 41 });
    expect(done).toBe(false);
  });

  test('F16 the waiting room is bounded', async () => {
    const { sealer } = line();
    const clock = new TestClock();
    const opener = createFrameOpener(new TestKeys(), {
      subtle,
      now: clock.now,
      delay: () => new Promise(() => {}),
    });
    const payload = (await sealer.seal(opusFrame(0), 0))!;
    for (let i = 0; i < MAX_PENDING; i++) void opener.open(payload);
    expect(await opener.open(payload)).toBe('queue-full');
  });

  test('F17 after a mute nothing is given out, frames that wait or are being opened included', async () => {
    const { source, clock, sealer, opener } = line();
    const frames = await sealed(sealer, 4);
    const underWay = opener.open(frames[0]!);
    await Promise.resolve();
    await Promise.resolve();
    source.refused.add(5);
    expect(await underWay).toBe('refused');
    source.refused.clear();
    source.known.clear();
    const waiting = [opener.open(frames[1]!), opener.open(frames[2]!)];
    while (clock.millis < 500) await Promise.resolve();
    source.refused.add(5);
    source.add(keys);
    expect(await Promise.all(waiting)).toEqual(['refused', 'refused']);
    expect(await opener.open(frames[3]!)).toBe('refused');
    expect(opener.counts().opened).toBe(0);
  });

  test('F17 a key that passes to another leaf does not open the frames of the first', async () => {
    const { source, sealer, opener } = line();
    const [payload] = await sealed(sealer, 1);
    const underWay = opener.open(payload!);
    await Promise.resolve();
    await Promise.resolve();
    source.known.set(keys.opening.kid, { ...keys.opening, leaf: 41 });
    expect(await underWay).toBe('refused');
  });

  test('F18 a source that throws, or a key that cannot decrypt, drops the frame', async () => {
    const { source, sealer, opener } = line();
    const [a, b] = await sealed(sealer, 2);
    const noDecrypt = await subtle.importKey('raw', new Uint8Array(16), 'AES-GCM', false, ['encrypt']);
    source.known.set(keys.opening.kid, { ...keys.opening, key: noDecrypt });
    expect(await opener.open(a!)).toBe('unauthentic');
    source.opening = () => {
      throw new Error('no');
    };
    expect(await opener.open(b!)).toBe('unauthentic');
  });

  test('F4 filler is never looked up', async () => {
    const { source, sealer, opener } = line();
    const payload = (await sealer.seal(opusFrame(0), 0))!;
    payload[2] = 0;
    source.opening = () => {
      throw new Error('looked up');
    };
    expect(await opener.open(payload)).toBe('filler');
  });
});
