/**
 * Room time is the opener's clock, handed on by the times in signed heads: devices' own clocks may be minutes apart, and
 * steps last 10 s. Network delay can only make a sample too small, so the largest offset wins; it gives way slowly,
 * which follows a clock that drifts (up to 100 ppm at one head in 20 s).
 */
export type RoomClock = { readonly offset: number };

const giveMs = 2;

export function sampled(clock: RoomClock | undefined, roomTime: number, now: number): RoomClock {
  const sample = roomTime - now;
  if (!clock || sample >= clock.offset) return { offset: sample };
  return { offset: Math.max(sample, clock.offset - giveMs) };
}

export const roomTime = (clock: RoomClock, now: number): number => now + clock.offset;
