import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlotTable, slotRules } from './slot-table.ts';
import type { Speaker } from './speaker.ts';

const frame = 20;

/** Publishers who each send a frame every 20 ms at a level given by the time; notes what went out where. */
class Stage {
  readonly table = new SlotTable();
  readonly speakers: Speaker[] = [];
  readonly levels: ((now: number) => number)[] = [];
  /** Milliseconds each one has been forwarded at a level above 0. */
  readonly heard: number[] = [];
  readonly changes: { at: number; slot: number; from: number | undefined; to: number }[] = [];
  now = 0;
  #holders: (Speaker | undefined)[] = [undefined, undefined, undefined, undefined];

  add(level: number | ((now: number) => number)): number {
    this.speakers.push(this.table.admit());
    this.heard.push(0);
    return this.levels.push(typeof level === 'number' ? () => level : level) - 1;
  }

  run(ms: number): this {
    for (const end = this.now + ms; this.now < end; this.now += frame) {
      this.speakers.forEach((speaker, i) => {
        const level = this.levels[i]!(this.now);
        const slot = this.table.hear(speaker, level, this.now);
        if (slot >= 0 && level > 0) this.heard[i]! += frame;
        this.#note();
      });
    }
    return this;
  }

  slots(): number[] {
    return this.speakers.map((speaker) => speaker.slot);
  }

  #note(): void {
    for (let slot = 0; slot < 4; slot++) {
      const holder = this.table.holder(slot);
      const before = this.#holders[slot];
      if (holder === before || holder === undefined) continue;
      const index = (speaker: Speaker | undefined) => (speaker ? this.speakers.indexOf(speaker) : undefined);
      this.changes.push({ at: this.now, slot, from: index(before), to: index(holder)! });
      this.#holders[slot] = holder;
    }
  }
}

/** Somebody who talks: sentences of 3 s, pauses between words, a breath of 400 ms. */
const talking = (loudness: number, phase: number) => (now: number) =>
  (now + phase) % 3400 < 3000 && (now + phase) % 600 < 480 ? loudness : 0;

describe('slots', () => {
  it('S2 up to four publishers all have a slot with their first packet, silent or not', () => {
    const stage = new Stage();
    for (const level of [0, 3, 0, 1]) stage.add(level);
    expect(stage.run(frame).slots()).toEqual([0, 1, 2, 3]);
    expect(stage.run(60_000).slots()).toEqual([0, 1, 2, 3]);
  });

  it('S3 a holder stays in its slot through pauses and while others are silent', () => {
    const stage = new Stage();
    for (let i = 0; i < 4; i++) stage.add(talking(2, i * 700));
    stage.add(0);
    expect(stage.run(30_000).slots()).toEqual([0, 1, 2, 3, -1]);
    expect(stage.changes).toHaveLength(4);
  });

  it('S4 who speaks takes the slot of the one who has been silent longest', () => {
    const stage = new Stage();
    stage.add(talking(2, 0));
    stage.add((now) => (now < 1000 ? 2 : 0));
    stage.add((now) => (now < 500 ? 2 : 0));
    stage.add(talking(2, 0));
    const late = stage.add((now) => (now >= 3000 ? 1 : 0));
    stage.run(3020);
    expect(stage.speakers[late]!.slot).toBe(2);
    expect(stage.slots()).toEqual([0, 1, -1, 3, 2]);
  });

  it('S4 a holder heard within the last second is not replaced at once', () => {
    const stage = new Stage();
    for (let i = 0; i < 4; i++) stage.add((now) => (now < 2000 ? 2 : 0));
    const late = stage.add((now) => (now >= 2000 ? 2 : 0));
    stage.run(2000 + slotRules.heldWhileHeard - frame);
    expect(stage.speakers[late]!.slot).toBe(-1);
    stage.run(3 * frame);
    expect(stage.speakers[late]!.slot).toBeGreaterThanOrEqual(0);
  });

  it('S5 a clearly louder one takes over from the quietest within half a second', () => {
    const stage = new Stage();
    stage.add(2);
    stage.add(1);
    stage.add(2);
    stage.add(2);
    const loud = stage.add((now) => (now >= 5000 ? 3 : 0));
    stage.run(5000);
    expect(stage.speakers[loud]!.slot).toBe(-1);
    stage.run(600);
    expect(stage.speakers[loud]!.slot).toBe(1);
  });

  it('S5 one who is only a little louder waits for a turn', () => {
    const stage = new Stage();
    for (let i = 0; i < 4; i++) stage.add(2);
    const other = stage.add((now) => (now >= 10_000 ? 2.5 : 0));
    stage.run(11_900);
    expect(stage.speakers[other]!.slot).toBe(-1);
    stage.run(400);
    expect(stage.speakers[other]!.slot).toBeGreaterThanOrEqual(0);
  });

  it('S6 among eight who never pause slots go round, and all are heard alike', () => {
    const stage = new Stage();
    for (let i = 0; i < 8; i++) stage.add(2);
    stage.run(600_000);
    for (const heard of stage.heard) expect(heard / 600_000).toBeGreaterThan(0.4);
    for (const heard of stage.heard) expect(heard / 600_000).toBeLessThan(0.6);
  });

  it('S6 one who always claims to be loudest gets no more than its share against people who never pause', () => {
    const stage = new Stage();
    const liar = stage.add(3);
    for (let i = 0; i < 7; i++) stage.add(1);
    stage.run(600_000);
    expect(stage.heard[liar]! / 600_000).toBeLessThan(0.6);
    for (const heard of stage.heard) expect(heard / 600_000).toBeGreaterThan(0.35);
  });

  it('S6 four liars who hold all slots cannot keep a person out for longer than 10 s', () => {
    const stage = new Stage();
    for (let i = 0; i < 4; i++) stage.add(3);
    stage.run(60_000);
    const person = stage.add(talking(1, 0));
    stage.run(10_000);
    expect(stage.changes.some((change) => change.to === person)).toBe(true);
    stage.run(120_000);
    expect(stage.heard[person]! / 130_000).toBeGreaterThan(0.3);
  });

  it('S7 no slot changes between speaking publishers within two seconds', () => {
    const stage = new Stage();
    for (let i = 0; i < 12; i++) stage.add(1 + (i % 3));
    stage.run(120_000);
    const last = new Map<number, number>();
    expect(stage.changes.length).toBeGreaterThan(20);
    for (const { slot, at } of stage.changes) {
      expect(at - (last.get(slot) ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(slotRules.minimumStay);
      last.set(slot, at);
    }
  });

  it('S8 a released publisher frees its slot at once', () => {
    const stage = new Stage();
    for (let i = 0; i < 5; i++) stage.add(2);
    stage.run(1000);
    expect(stage.speakers[4]!.slot).toBe(-1);
    stage.table.release(stage.speakers[1]!);
    expect(stage.table.holder(1)).toBeUndefined();
    expect(stage.table.hear(stage.speakers[4]!, 2, stage.now)).toBe(1);
  });

  it('S9 silence takes no slot from anybody', () => {
    const stage = new Stage();
    for (let i = 0; i < 4; i++) stage.add(0);
    const late = stage.add(0);
    expect(stage.run(60_000).speakers[late]!.slot).toBe(-1);
  });

  it('S1 S3 S7 S9 hold whatever publishers claim, come and go', () => {
    const act = fc.record({
      who: fc.integer({ min: 0, max: 6 }),
      level: fc.integer({ min: 0, max: 3 }),
      wait: fc.oneof(fc.constant(20), fc.integer({ min: 0, max: 2500 })),
      release: fc.integer({ min: 0, max: 30 }).map((n) => n === 0),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 300 }), (acts) => {
        const table = new SlotTable();
        const speakers = Array.from({ length: 7 }, () => table.admit());
        let now = 0;
        for (const { who, level, wait, release } of acts) {
          now += wait;
          const speaker = speakers[who]!;
          const before = [0, 1, 2, 3].map((slot) => table.holder(slot));
          const mine = speaker.slot;
          if (release) table.release(speaker);
          else table.hear(speaker, level, now);
          const after = [0, 1, 2, 3].map((slot) => table.holder(slot));
          for (const [slot, holder] of after.entries()) if (holder && holder.slot !== slot) return false;
          if (new Set(after.filter(Boolean)).size !== after.filter(Boolean).length) return false;
          if (release ? speaker.slot !== -1 : mine >= 0 && speaker.slot !== mine) return false;
          const taken = after.filter((holder, slot) => holder !== before[slot] && before[slot] && holder);
          if (taken.length > 1 || (taken.length === 1 && (level === 0 || taken[0] !== speaker))) return false;
          if (!release && before.includes(undefined) && speaker.slot < 0) return false;
        }
        return true;
      }),
      { numRuns: 1000 },
    );
  });

  it('S10 a voice that comes another way goes on in its slot, and nobody else notices', () => {
    const stage = new Stage();
    for (const level of [2, 2, 2, 2]) stage.add(level);
    stage.run(3_000);
    const [older] = stage.speakers as [Speaker];
    const { slot, heldSince, airtime } = older;
    const newer = stage.table.admit();
    stage.table.hand(older, newer);
    expect(newer).toMatchObject({ slot, heldSince, airtime });
    expect(older.slot).toBe(-1);
    expect(stage.table.holder(slot)).toBe(newer);
    // Late frames of the older way find no place: nobody has been silent.
    expect(stage.table.hear(older, 2, stage.now)).toBe(-1);
    expect(stage.table.hear(newer, 2, stage.now)).toBe(slot);
    stage.table.hand(older, newer);
    expect(stage.table.holder(slot)).toBe(newer);
  });
});
