import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Handover } from './handover.ts';

/** A sealed frame as far as its clear part goes: level, configuration, sender, key, counter. */
function frame(sender: number, ctr: number): Uint8Array {
  const bytes = new Uint8Array(167);
  bytes[2] = sender;
  bytes[4] = ctr >> 16;
  bytes[5] = ctr >> 8;
  bytes[6] = ctr;
  return bytes;
}

test('C20 one transport speaks, and it alone is heard, until another one carries', () => {
  const handover = new Handover();
  handover.carry(1);
  expect([handover.speaks(1), handover.speaks(2)]).toEqual([true, false]);
  expect([handover.hears(1, frame(9, 70_000)), handover.hears(2, frame(9, 70_001))]).toEqual([true, false]);
  handover.carry(2);
  expect([handover.speaks(1), handover.speaks(2)]).toEqual([false, true]);
  handover.ended(1);
  expect(handover.hears(1, frame(9, 70_002))).toBe(false);
  expect(handover.hears(2, frame(9, 70_002))).toBe(true);
  handover.ended(2);
  expect(handover.speaks(2)).toBe(false);
});

test('C20 while it changes over, nobody hears the own voice come back from the other relay', () => {
  const handover = new Handover();
  handover.carry(1);
  handover.spoke(frame(5, 70_000));
  expect(handover.hears(1, frame(5, 70_000))).toBe(true);
  handover.carry(2);
  handover.spoke(frame(5, 70_001));
  expect([handover.hears(1, frame(5, 70_001)), handover.hears(2, frame(5, 70_000))]).toEqual([false, false]);
  expect(handover.hears(1, frame(6, 70_001))).toBe(true);
  // Later the byte may be somebody else's.
  handover.ended(1);
  expect(handover.hears(2, frame(5, 90_000))).toBe(true);
});

test('C20 both bring every frame: whichever is faster, each voice is heard to the end, in order and through one line at a time', () => {
  const voice = fc.record({
    sender: fc.integer({ min: 1, max: 255 }),
    first: fc.integer({ min: 70_000, max: 80_000 }),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(voice, { selector: ({ sender }) => sender, minLength: 1, maxLength: 4 }),
      // How many frames later than spoken each path delivers, and when the device changes over.
      fc.nat(6),
      fc.nat(6),
      fc.integer({ min: 10, max: 20 }),
      (voices, olderDelay, newerDelay, at) => {
        const handover = new Handover();
        handover.carry(1);
        const opened = new Map<string, number>();
        const lines = new Map<number, number[]>();
        for (let now = 0; now < 60; now++) {
          if (now === at) handover.carry(2);
          for (const [transport, delay] of [
            [1, olderDelay],
            [2, newerDelay],
          ] as const) {
            const n = now - delay;
            if (n < 0 || n >= 40) continue;
            for (const { sender, first } of voices) {
              if (!handover.hears(transport, frame(sender, first + n))) continue;
              const key = `${sender}.${n}`;
              // What the opener does: a frame that was there already is not heard again.
              if (opened.has(key)) continue;
              opened.set(key, transport);
              lines.set(sender, [...(lines.get(sender) ?? []), transport]);
            }
          }
        }
        for (const { sender } of voices) {
          for (let n = 0; n < 40; n++) expect(opened.has(`${sender}.${n}`)).toBe(true);
          // From the older to the newer once; late ones of the older may fall among the first of the newer.
          const said = Array.from({ length: 40 }, (_, n) => opened.get(`${sender}.${n}`));
          expect(said).toEqual([...said].sort());
        }
      },
    ),
  );
});
