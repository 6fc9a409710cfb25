import { describe, expect, it } from 'vitest';
import { spreadEvenly } from './hall.ts';
import { type Clock, pace } from './pace.ts';
import { datagramBytes, isLoadPacket, newPacket, packetBytes, stampOf, stampPacket } from './packet.ts';

describe('load packets', () => {
  it('have the size of a sealed frame with RTP header, and of the datagram with its tag', () => {
    expect(newPacket(1, 0).length).toBe(179);
    expect(packetBytes).toBe(179);
    expect(datagramBytes).toBe(195);
  });

  it('carry the sending time and go on by one frame, over the wrap too', () => {
    const packet = newPacket(7, 0xffff);
    stampPacket(packet, 123_456_789_012n);
    expect(stampOf(packet)).toBe(123_456_789_012n);
    expect(packet.readUInt16BE(2)).toBe(0);
    expect(packet.readUInt32BE(4)).toBe(960);
    expect(isLoadPacket(packet)).toBe(true);
  });

  it('are told from everything else', () => {
    expect(isLoadPacket(Buffer.alloc(packetBytes))).toBe(false);
    expect(isLoadPacket(newPacket(1, 0).subarray(0, 100))).toBe(false);
  });
});

describe('pace', () => {
  /** Time that moves when somebody waits; every wake-up comes `late` ms after it was due. */
  class LateClock implements Clock {
    millis = 0;
    readonly #late: number;
    constructor(late: number) {
      this.#late = late;
    }
    now = () => this.millis;
    after = (ms: number, act: () => void) => {
      this.millis += ms + this.#late;
      queueMicrotask(act);
    };
  }

  it('keeps the rate without drift although every wake-up is late', async () => {
    expect(await pace(20, 10_000, () => true, new LateClock(7))).toBe(500);
  });

  it('ends when there is nobody to send for', async () => {
    let left = 3;
    expect(await pace(20, 10_000, () => left-- > 0, new LateClock(0))).toBe(3);
  });

  it('skips what it missed instead of sending a burst', async () => {
    const clock = new LateClock(0);
    const at: number[] = [];
    await pace(
      20,
      1000,
      () => {
        at.push(clock.millis);
        if (at.length === 10) clock.millis += 500;
        return true;
      },
      clock,
    );
    const inOneInstant = Math.max(...at.map((time) => at.filter((other) => other === time).length));
    expect(inOneInstant).toBeLessThanOrEqual(2);
    expect(at.length).toBeLessThan(30);
  });
});

describe('watched listeners', () => {
  it('are spread over the order of joining, first and last among them', () => {
    const isWatched = spreadEvenly(5, 101);
    const places = Array.from({ length: 101 }, (_, place) => place).filter(isWatched);
    expect(places).toEqual([0, 25, 50, 75, 100]);
  });

  it('are all of them in a small room', () => {
    const isWatched = spreadEvenly(10, 3);
    expect([0, 1, 2, 3].map(isWatched)).toEqual([true, true, true, false]);
  });
});
