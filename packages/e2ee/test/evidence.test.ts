import { createHash } from 'node:crypto';
import { leaf as leafOf } from '@stoa/protocol';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  checkEvidence as check,
  decodeEvidence,
  type Evidence,
  encodeEvidence,
  isDevice,
  makeEvidence,
  openEvidence,
  type Span,
  safetyPublicKey,
  sealEvidence,
} from '../src/evidence/index.ts';
import { deriveSframeKeySalt, FIRST_CTR, readKid } from '../src/frame/index.ts';
import { seededChance } from '../src/frame/test/stage.ts';
import { type Bytes, hex, same } from '../src/keys/layout.ts';
import { account, HeardRoom, subtle } from './heard-room.ts';
import { fill, noise, room as roomBytes } from './makers.ts';

const saying = (i: number, who: { name: string }): Bytes => {
  const opus = new Uint8Array(60 + (i % 30)).fill(i & 255);
  opus[0] = who.name.charCodeAt(0);
  return opus;
};
const spoken = (spans: readonly Span[]) => spans.flatMap(({ frames }) => frames);
const good = async (bytes: Uint8Array) => {
  const verdict = await check(bytes);
  if (!verdict.ok) throw new Error(verdict.why);
  return verdict;
};
const why = async (bytes: Uint8Array) => {
  const verdict = await check(bytes);
  return verdict.ok ? 'accepted' : verdict.why;
};
const ordinary = (evidence: Evidence) => {
  if (evidence.sound.kind !== 'ordinary') throw new Error('not an ordinary room');
  return evidence.sound;
};

/** What stands for a frame that is left out. */
function hashOf(it: HeardRoom, ctr: number): Bytes {
  const payload = it.wire.get(it.ada)![ctr - FIRST_CTR]!;
  return new Uint8Array(createHash('sha256').update(payload).digest().subarray(0, 8));
}

type Ordinary = Extract<Evidence['sound'], { kind: 'ordinary' }>;
/** Blocks put together by a forger, each with the keys that it was taken with. */
function soundOf(parts: readonly (readonly [Ordinary['keys'], Ordinary['blocks'][number]])[]): Ordinary {
  const keys: Ordinary['keys'][number][] = [];
  const blocks = parts.map(([from, block]) => ({
    ...block,
    frames: block.frames.map((frame) => {
      if ('hash' in frame) return frame;
      const key = from[frame.step]!;
      if (!keys.includes(key)) keys.push(key);
      return { ...frame, step: keys.indexOf(key) };
    }),
  }));
  return { kind: 'ordinary', keys, blocks };
}

describe('evidence of an ordinary room', () => {
  let heard: HeardRoom;
  let ofAda: Bytes;
  let ofBen: Bytes;
  /** Twelve seconds of both at once: two steps at least, and a block across them. */
  const blocks = 24;

  beforeAll(async () => {
    heard = await HeardRoom.open();
    await heard.speak([heard.ada, heard.ben], blocks, saying);
    ofAda = await heard.evidence(heard.ada);
    ofBen = await heard.evidence(heard.ben);
  }, 60_000);

  it('E1 what was heard is shown frame for frame, with whose account it is', async () => {
    const verdict = await good(ofAda);
    expect(verdict).toMatchObject({ leaf: 0, account, device: heard.phone.publicKey, strict: false });
    expect(verdict.key).toEqual(heard.ada.session.key);
    expect(verdict.room).toEqual(roomBytes);
    expect(isDevice(verdict, heard.phone.publicKey)).toBe(true);
    expect(isDevice(verdict, fill(32, 1))).toBe(false);
    // The last block has no proof yet: it travels in the block after it.
    const sound = Array.from({ length: (blocks - 1) * 25 }, (_, i) => saying(i, heard.ada));
    expect(verdict.spans).toHaveLength(1);
    expect(spoken(verdict.spans)).toEqual(sound);
    expect(verdict).toMatchObject({ missing: 0, messages: [] });
    const [span] = verdict.spans;
    expect(span!.tick).toBe(0);
    // The 24th block began 500 ms before now.
    expect(Math.abs(span!.from + sound.length * 20 - (heard.room.now - 500))).toBeLessThan(500);
  });

  it('E15 a speaker whose count of frames jumps ahead does not so take back what was heard before', async () => {
    const about = heard.cleo.session.about(heard.ada.leaf!)!;
    const kept = heard.recorder.about(heard.ada.leaf!, heard.room.now);
    const newest = Math.max(...kept.proofs.map(({ block }) => block));
    const far = 1_000;
    const jumped = {
      proofs: kept.proofs.map((each) =>
        each.block < newest - 1 ? each : { ...each, block: each.block + far },
      ),
      frames: kept.frames.map((each) =>
        each.ctr < FIRST_CTR + (newest - 1) * 25 ? each : { ...each, ctr: each.ctr + far * 25 },
      ),
    };
    const made = await makeEvidence(about, jumped, (at) => at, subtle);
    expect(ordinary(decodeEvidence(made!)!).blocks).toHaveLength(newest - 1);
  });

  it('E2 somebody without an account is shown by the participant key alone', async () => {
    const verdict = await good(ofBen);
    expect(verdict).toMatchObject({ leaf: 1, account: undefined, device: undefined });
    expect(verdict.key).toEqual(heard.ben.session.key);
    expect(spoken(verdict.spans)[3]).toEqual(saying(3, heard.ben));
  });

  it('E3 the bytes are read back as they were written, in one way only, and noise is refused', async () => {
    expect(encodeEvidence(decodeEvidence(ofAda)!)).toEqual(ofAda);
    fc.assert(
      fc.property(noise, (bytes) => {
        expect(decodeEvidence(bytes)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
    for (const length of [0, 1, 100, ofAda.length - 1]) {
      expect(decodeEvidence(ofAda.slice(0, length))).toBeUndefined();
    }
    expect(decodeEvidence(Uint8Array.from([...ofAda, 0]))).toBeUndefined();
  });

  it('E4 any bit that is changed is refused, but for what only the reporter says: leaf and time', async () => {
    // version, kind, room, key | leaf | binding | time
    const free = new Set([66, 67, 68, 69, ...Array.from({ length: 8 }, (_, i) => 182 + i)]);
    await fc.assert(
      fc.asyncProperty(fc.nat(ofAda.length - 1), fc.nat(7), async (at, bit) => {
        if (free.has(at)) return;
        const bad = ofAda.slice();
        bad[at] = bad[at]! ^ (1 << bit);
        expect(await why(bad)).not.toBe('accepted');
      }),
      { numRuns: 40 },
    );
    for (const at of [2, 40, 70, 90, 130]) {
      const bad = ofAda.slice();
      bad[at] = bad[at]! ^ 1;
      expect(await why(bad)).toBe('wrongBinding');
    }
  });

  it("E5 another speaker's frames, another room, another person's name on it: refused", async () => {
    const ada = decodeEvidence(ofAda)!;
    const ben = decodeEvidence(ofBen)!;
    const both = soundOf([
      ...ordinary(ada)
        .blocks.slice(0, 3)
        .map((block) => [ordinary(ada).keys, block] as const),
      [ordinary(ben).keys, ordinary(ben).blocks[3]!],
    ]);
    const forged: [Evidence, string][] = [
      [{ ...ada, sound: ben.sound }, 'forgedSound'],
      [{ ...ben, key: ada.key }, 'forgedSound'],
      [{ ...ben, binding: ada.binding }, 'wrongBinding'],
      [{ ...ben, key: ada.key, binding: ada.binding }, 'forgedSound'],
      [{ ...ada, room: fill(32, 1), binding: undefined }, 'forgedSound'],
      [{ ...ada, room: fill(32, 1) }, 'wrongBinding'],
      [{ ...ada, sound: both }, 'forgedSound'],
    ];
    for (const [evidence, fault] of forged) expect(await why(encodeEvidence(evidence))).toBe(fault);
  });

  it('E6 a spliced clip is refused: frames or blocks in another order, repeated, or with another place', async () => {
    const ada = decodeEvidence(ofAda)!;
    const { keys, blocks: all } = ordinary(ada);
    const once = all.slice(0, 3);
    const used = (blocks: typeof all) => soundOf(blocks.map((block) => [keys, block] as const));
    const swapped = {
      ...once[0]!,
      frames: [once[0]!.frames[1]!, once[0]!.frames[0]!, ...once[0]!.frames.slice(2)],
    };
    const moved = { ...once[0]!, frames: [once[1]!.frames[0]!, ...once[0]!.frames.slice(1)] };
    const later = { ...once[0]!, first: once[2]!.first + 25 };
    for (const blocks of [[swapped], [moved], [once[0]!, later]]) {
      expect(await why(encodeEvidence({ ...ada, sound: used(blocks) }))).toBe('forgedSound');
    }
    for (const blocks of [
      [once[1]!, once[0]!],
      [once[0]!, once[0]!],
      [{ ...once[0]!, first: once[0]!.first + 1 }],
    ]) {
      expect(() => encodeEvidence({ ...ada, sound: used(blocks) })).toThrow(RangeError);
    }
  });

  it('E7 frames that a reporter leaves out are shown as gaps', async () => {
    const ada = decodeEvidence(ofAda)!;
    const { keys, blocks: all } = ordinary(ada);
    const holes = all[1]!.frames.map((frame, i) =>
      i >= 5 && i < 15 ? { hash: hashOf(heard, all[1]!.first + i) } : frame,
    );
    const some = [all[0]!, { ...all[1]!, frames: holes }, all[4]!];
    const sound = soundOf(some.map((block) => [keys, block] as const));
    const verdict = await good(encodeEvidence({ ...ada, sound }));
    expect(verdict.missing).toBe(10 + 50);
    expect(verdict.spans.map(({ tick, frames }) => [tick, frames.length])).toEqual([
      [0, 50],
      [100, 25],
    ]);
    expect(verdict.spans[0]!.frames.slice(30, 40)).toEqual(Array(10).fill(undefined));
    expect(verdict.spans[1]!.from - verdict.spans[0]!.from).toBe(2_000);
  });

  it('E3 a clip that claims to last longer than anybody keeps is malformed', async () => {
    const ada = decodeEvidence(ofAda)!;
    const { keys, blocks: all } = ordinary(ada);
    for (const [ticks, fits] of [
      [2_000, true],
      [2_025, false],
    ] as const) {
      const last = { ...all[1]!, first: all[0]!.first + ticks - 25 };
      const sound = soundOf([
        [keys, all[0]!],
        [keys, last],
      ]);
      if (fits) expect(await why(encodeEvidence({ ...ada, sound }))).toBe('forgedSound');
      else expect(() => encodeEvidence({ ...ada, sound })).toThrow(RangeError);
    }
  });

  it('E8 a key that does not open what was signed is refused, and a KID with it', async () => {
    const ada = decodeEvidence(ofAda)!;
    const sound = ordinary(ada);
    const keys = sound.keys.map((key, i) => (i === 0 ? { ...key, base: fill(32, 9) } : key));
    expect(await why(encodeEvidence({ ...ada, sound: { ...sound, keys } }))).toBe('wrongKey');
    const contexts = sound.keys.map((key) => ({ ...key, context: fill(8, 1) }));
    expect(await why(encodeEvidence({ ...ada, sound: { ...sound, keys: contexts } }))).toBe('forgedSound');
    const kids = sound.keys.map((key) => ({ ...key, kid: key.kid ^ 1 }));
    expect(await why(encodeEvidence({ ...ada, sound: { ...sound, keys: kids } }))).toBe('forgedSound');
    // A key that no frame needs would open more than is shown.
    const more = [...sound.keys, { ...sound.keys[0]!, kid: sound.keys[0]!.kid ^ 8 }];
    expect(() => encodeEvidence({ ...ada, sound: { ...sound, keys: more } })).toThrow(RangeError);
  });

  it('E9 the keys in it open that speaker’s frames of those steps, and nobody else’s', async () => {
    const { keys } = ordinary(decodeEvidence(ofAda)!);
    const opens = async (payload: Bytes) => {
      for (const { base, context } of keys) {
        const kid = readKid(payload);
        const { key, salt } = deriveSframeKeySalt(4, base, BigInt(kid));
        const aes = await subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
        const iv = salt.slice();
        for (let i = 0; i < 3; i++) iv[9 + i] = iv[9 + i]! ^ payload[4 + i]!;
        const additionalData = Uint8Array.from([...payload.slice(1, 7), payload[0]!, ...context]);
        const opened = await subtle
          .decrypt({ name: 'AES-GCM', iv, additionalData }, aes, payload.slice(7))
          .catch(() => undefined);
        if (opened) return true;
      }
      return false;
    };
    expect(await opens(heard.wire.get(heard.ada)![100]!)).toBe(true);
    expect(await opens(heard.wire.get(heard.ben)![100]!)).toBe(false);
    const steps = new Set(keys.map(({ kid }) => kid));
    const later = await HeardRoom.open(false, 'later');
    await later.speak([later.ada], 1, saying);
    expect(await opens(later.wire.get(later.ada)![3]!)).toBe(false);
    await heard.room.pass(20_000);
    await heard.speak([heard.ada], 1, saying);
    const after = heard.wire.get(heard.ada)!.at(-1)!;
    expect(steps.has(readKid(after))).toBe(false);
    expect(await opens(after)).toBe(false);
  });

  it('E10 nothing of anybody else is in it', async () => {
    const inside = hex(ofAda);
    for (const other of [heard.ben, heard.cleo]) expect(inside).not.toContain(hex(other.session.key));
    for (const payload of heard.wire.get(heard.ben)!.slice(0, 50)) {
      expect(inside).not.toContain(hex(payload.slice(7, 40)));
    }
    for (const name of ['Ada', 'Ben', 'Cleo', 'A room']) {
      expect(inside).not.toContain(hex(new TextEncoder().encode(name)));
    }
  });
});

describe('lost frames and messages', () => {
  it('E7 frames that never came are gaps; a block whose proof did not come is left out whole', async () => {
    const heard = await HeardRoom.open();
    // Frames 30 to 33 are lost; then all but five of block 4, and with them the proof of block 3.
    const lost = (i: number) => (i >= 30 && i < 34) || (i >= 105 && i < 125);
    await heard.speak([heard.ada], 8, saying, lost);
    const { spans, missing } = await good(await heard.evidence(heard.ada));
    expect(spans.map(({ tick, frames }) => [tick, frames.length])).toEqual([
      [0, 75],
      [100, 75],
    ]);
    expect(spans[0]!.frames.slice(29, 35).map((frame) => frame !== undefined)).toEqual([
      ...[true, false, false, false, false, true],
    ]);
    expect(missing).toBe(4 + 25 + 20);
  });

  it('E11 messages stand in it with their own signatures; a changed or borrowed one is refused', async () => {
    const heard = await HeardRoom.open();
    const { ada, ben, cleo, room } = heard;
    const write = async (who: typeof ada, text: string) => {
      const bytes = await who.session.write(new TextEncoder().encode(text), room.now);
      const said = { t: 'said' as const, leaf: leafOf(who.leaf!), bytes: new Uint8Array(bytes!) };
      await room.deliver(cleo, said as Parameters<typeof room.deliver>[1]);
    };
    for (let i = 0; i < 60; i++) await write(ada, `Message ${i}`);
    await write(ben, 'Something else');
    const made = await heard.evidence(ada);
    const { messages, spans } = await good(made);
    expect(spans).toEqual([]);
    expect(messages.map(({ body }) => new TextDecoder().decode(body))).toEqual(
      Array.from({ length: 50 }, (_, i) => `Message ${i + 10}`),
    );
    expect(hex(made)).not.toContain(hex(new TextEncoder().encode('Something else')));
    const evidence = decodeEvidence(made)!;
    const [first, second] = evidence.messages;
    for (const messages of [
      [{ ...first!, body: fill(9, 1) }],
      [{ ...first!, time: first!.time + 1 }],
      [{ ...first!, counter: first!.counter + 1 }],
      [{ ...second!, signature: first!.signature }],
    ]) {
      expect(await why(encodeEvidence({ ...evidence, messages }))).toBe('forgedMessage');
    }
    expect(await why(encodeEvidence({ ...evidence, leaf: 1 }))).toBe('forgedMessage');
    expect(await why(encodeEvidence({ ...evidence, messages: [] }))).toBe('empty');
    expect(() => encodeEvidence({ ...evidence, messages: [second!, first!] })).toThrow(RangeError);
  });
});

describe('rooms in which things happen', () => {
  type Happening = {
    readonly does: 'nothing' | 'putOut' | 'offAndOn' | 'newGeneration';
    readonly loss: number;
  };
  const happening: fc.Arbitrary<Happening> = fc.record({
    does: fc.constantFrom('nothing', 'nothing', 'putOut', 'offAndOn', 'newGeneration'),
    loss: fc.constantFrom(0, 0, 0.05, 0.2, 0.6),
  });

  async function happen(heard: HeardRoom, does: Happening['does'], i: number): Promise<void> {
    const { room, ada, ben } = heard;
    if (does === 'putOut' || does === 'newGeneration') {
      const extra = await room.join(`Extra ${i}`);
      if (does === 'newGeneration') {
        await room.bringOnStage(ada, extra);
        await room.command(ada, { do: 'makeModerator', leaf: leafOf(extra.leaf!) });
        await room.pass(1_000);
      }
      await room.command(ada, { do: 'remove', leaf: leafOf(extra.leaf!) });
    }
    if (does === 'offAndOn') {
      await room.command(ada, { do: 'moveToAudience', leaf: leafOf(ben.leaf!) });
      await room.pass(1_000);
      await room.bringOnStage(ada, ben);
    }
    await room.pass(1_500);
  }

  it('E1 E7 whatever is lost and whoever comes and goes, what is made is accepted and shows what was said when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 2, maxLength: 4 }),
        fc.boolean(),
        fc.nat(1_000),
        async (happenings, strict, seed) => {
          const heard = await HeardRoom.open(strict, `lively ${seed}`);
          const chance = seededChance(seed);
          let said = 0;
          for (const [i, { does, loss }] of happenings.entries()) {
            const from = said;
            await heard.speak(
              [heard.ada, heard.ben],
              4,
              (at, who) => saying(from + at, who),
              () => chance() < loss,
            );
            said += 100;
            await happen(heard, does, i);
          }
          let shown = 0;
          for (const who of [heard.ada, heard.ben]) {
            const made = await heard.makes(who);
            if (!made) continue;
            for (const { tick, frames } of (await good(made)).spans) {
              for (const [i, frame] of frames.entries()) {
                if (!frame) continue;
                expect(same(frame, saying(tick + i, who))).toBe(true);
                shown++;
              }
            }
          }
          if (happenings.every(({ loss }) => loss === 0)) expect(shown).toBeGreaterThan(said / 2);
        },
      ),
      { numRuns: 8 },
    );
  }, 120_000);
});

describe('evidence of a strict room', () => {
  it('E12 each frame stands by its own signature, and no key is in it', async () => {
    const heard = await HeardRoom.open(true);
    await heard.speak([heard.ada, heard.ben], 24, saying, (i) => i >= 40 && i < 45);
    const made = await heard.evidence(heard.ada);
    const verdict = await good(made);
    expect(verdict).toMatchObject({ strict: true, account, missing: 5 });
    expect(verdict.spans.map(({ tick, frames }) => [tick, frames.length])).toEqual([
      [0, 40],
      [45, 555],
    ]);
    expect(spoken(verdict.spans)[100]).toEqual(saying(105, heard.ada));
    const evidence = decodeEvidence(made)!;
    if (evidence.sound.kind !== 'strict') throw new Error('not strict');
    const { frames, salts } = evidence.sound;
    const alter = (i: number, change: Partial<(typeof frames)[number]>) =>
      encodeEvidence({
        ...evidence,
        sound: { kind: 'strict', salts, frames: frames.map((f, at) => (at === i ? { ...f, ...change } : f)) },
      });
    for (const bad of [
      alter(3, { opus: fill(60, 1) }),
      alter(3, { level: 0 }),
      alter(40, { ctr: frames[40]!.ctr - 1 }),
      alter(3, { signature: frames[4]!.signature }),
      alter(3, { opus: frames[4]!.opus, signature: frames[4]!.signature }),
    ]) {
      expect(await why(bad)).toBe('forgedSound');
    }
    const ofBen = decodeEvidence(await heard.evidence(heard.ben))!;
    expect(await why(encodeEvidence({ ...evidence, sound: ofBen.sound }))).toBe('forgedSound');
    const other = salts.map((salt) => ({ ...salt, salt: fill(12, 3) }));
    expect(await why(encodeEvidence({ ...evidence, sound: { kind: 'strict', salts: other, frames } }))).toBe(
      'forgedSound',
    );
  });
});

describe('what is kept', () => {
  it('E13 the last thirty seconds and no more, in bounded memory; at the end nothing', async () => {
    const heard = await HeardRoom.open();
    await heard.speak([heard.ada], 76, saying);
    const { spans } = await good(await heard.evidence(heard.ada));
    const seconds = spoken(spans).length / 50;
    expect(seconds).toBeGreaterThanOrEqual(28);
    expect(seconds).toBeLessThanOrEqual(30.5);
    const { size } = heard.recorder;
    expect(size).toBeLessThan(420_000);
    await heard.speak([heard.ada], 30, saying);
    expect(heard.recorder.size).toBeLessThan(420_000);
    expect((await heard.evidence(heard.ada)).length).toBeLessThanOrEqual(262_144);
    await heard.room.pass(31_000);
    const kept = heard.recorder.about(0, heard.room.now);
    expect([kept.frames.length, kept.proofs.length]).toEqual([0, 0]);
    // Nobody speaks any more: what was heard does not lie there until somebody does.
    heard.recorder.rest(heard.room.now);
    expect(heard.recorder.size).toBe(0);
    await heard.speak([heard.ada], 4, saying);
    heard.recorder.rest(heard.room.now);
    expect(spoken((await good(await heard.evidence(heard.ada))).spans).length).toBeGreaterThan(25);
    heard.recorder.close();
    expect(heard.recorder.size).toBe(0);
    await heard.speak([heard.ada], 2, saying);
    expect(heard.recorder.size).toBe(0);
  }, 60_000);
});

describe('sealed', () => {
  it('E14 for the safety team alone, in one of four sizes', async () => {
    const privateKey = fill(32, 3);
    const publicKey = await safetyPublicKey(privateKey);
    expect(same(publicKey, privateKey)).toBe(false);
    for (const [length, size] of [
      [200, 16_384],
      [60_000, 65_536],
      [131_000, 131_072],
      [262_091, 262_144],
    ] as const) {
      const evidence = fill(length, 7);
      const sealed = await sealEvidence(publicKey, evidence);
      expect(sealed.length).toBe(size);
      const opened = await openEvidence(privateKey, sealed);
      expect(opened && same(opened, evidence)).toBe(true);
      expect(await openEvidence(fill(32, 4), sealed)).toBeUndefined();
      const bad = sealed.slice();
      bad[length] = bad[length]! ^ 1;
      expect(await openEvidence(privateKey, bad)).toBeUndefined();
      expect(await openEvidence(privateKey, sealed.slice(1))).toBeUndefined();
    }
    await expect(sealEvidence(publicKey, fill(262_092, 1))).rejects.toThrow(RangeError);
    await expect(openEvidence(fill(31, 1), fill(16_384, 1))).rejects.toThrow(RangeError);
  });
});
