import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rtpPacketBytes, strictRtpPacketBytes } from './rtp.ts';
import { TokenBucket } from './token-bucket.ts';
import { UplinkPolice, uplinkLimits } from './uplink-police.ts';

/** Sends evenly for some seconds and says how many packets passed in each. */
function send(police: UplinkPolice, perSecond: number, seconds: number, bytes = rtpPacketBytes): number[] {
  const passed: number[] = [];
  for (let second = 0; second < seconds; second++) {
    let count = 0;
    for (let i = 0; i < perSecond; i++) {
      if (police.admit(bytes, second * 1000 + (i * 1000) / perSecond)) count++;
    }
    passed.push(count);
  }
  return passed;
}

describe('policing an uplink', () => {
  it('F17 our own stream passes whole, also when a second of it arrives at once', () => {
    expect(send(new UplinkPolice(), 50, 5)).toEqual([50, 50, 50, 50, 50]);
    const police = new UplinkPolice();
    let passed = 0;
    for (let i = 0; i < 50; i++) if (police.admit(rtpPacketBytes, 1000)) passed++;
    expect(passed).toBe(50);
  });

  it.each([10, 100])('F17 a flood of %i times the rate is cut to the limit', (times) => {
    const passed = send(new UplinkPolice(), 50 * times, 5);
    expect(passed[0]!).toBeLessThanOrEqual(2 * uplinkLimits.packetsPerSecond);
    for (const count of passed.slice(1)) {
      expect(count).toBeLessThanOrEqual(uplinkLimits.packetsPerSecond + 1);
      expect(count).toBeGreaterThan(50);
    }
  });

  it('F17 big packets are cut by bits', () => {
    const passed = send(new UplinkPolice(), 50, 5, 1412);
    expect(passed.at(-1)! * 1412 * 8).toBeLessThanOrEqual(uplinkLimits.bitsPerSecond * 1.2);
  });

  it('F17 the larger packets of a strict era have the same room: as many pass, and a flood of them is cut alike', () => {
    const police = () => new UplinkPolice(strictRtpPacketBytes);
    expect(send(police(), 50, 5, strictRtpPacketBytes)).toEqual([50, 50, 50, 50, 50]);
    expect(send(police(), 500, 5, strictRtpPacketBytes)).toEqual(send(new UplinkPolice(), 500, 5));
  });

  it('F17 RTCP has a budget of its own', () => {
    const police = new UplinkPolice();
    let passed = 0;
    for (let i = 0; i < 1000; i++) if (police.admitRtcp(i)) passed++;
    expect(passed).toBeGreaterThanOrEqual(39);
    expect(passed).toBeLessThanOrEqual(40);
  });

  it('F17 no bucket ever gives more than its capacity and its rate', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 100 }),
        fc.array(fc.tuple(fc.integer({ min: -50, max: 400 }), fc.integer({ min: 1, max: 20 })), {
          maxLength: 200,
        }),
        (rate, capacity, asks) => {
          const bucket = new TokenBucket(rate, capacity);
          let now = 0;
          let latest = 0;
          let given = 0;
          for (const [wait, amount] of asks) {
            now = Math.max(0, now + wait);
            latest = Math.max(latest, now);
            if (bucket.take(amount, now)) given += amount;
          }
          return given <= capacity + (latest * rate) / 1000 + 1e-6;
        },
      ),
      { numRuns: 500 },
    );
  });

  it('F18 warns in the first flooded second and closes in the fourth', () => {
    const police = new UplinkPolice();
    const verdicts = [0, 1, 2, 3, 4].map((second) => {
      for (let i = 0; i < 500; i++) police.admit(rtpPacketBytes, second * 1000 + i * 2);
      return police.second();
    });
    expect(verdicts.slice(0, 4)).toEqual(['warn', 'flooded', 'flooded', 'close']);
  });

  it('F18 a calm second clears the count', () => {
    const police = new UplinkPolice();
    let now = 0;
    const flood = () => {
      for (let i = 0; i < 500; i++) {
        now += 2;
        police.admit(rtpPacketBytes, now);
      }
      return police.second();
    };
    expect([flood(), flood(), flood()]).toEqual(['warn', 'flooded', 'flooded']);
    now += 1000;
    expect(police.second()).toBe('calm');
    expect(flood()).toBe('warn');
  });

  it('F18 a few packets too many are nothing', () => {
    const police = new UplinkPolice();
    for (let i = 0; i < uplinkLimits.packetsPerSecond + uplinkLimits.tolerated; i++)
      police.admit(rtpPacketBytes, 0);
    expect(police.second()).toBe('calm');
  });

  it('F18 an outrageous flood is closed at once', () => {
    const police = new UplinkPolice();
    for (let i = 0; i < 11_000; i++) police.admit(rtpPacketBytes, i / 100);
    expect(police.outrageous).toBe(true);
    expect(police.second()).toBe('close');
  });
});
