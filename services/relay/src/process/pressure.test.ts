import { expect, test } from 'vitest';
import { Pressure } from './pressure.ts';

test('pressure is the larger share, of the processor or of the packet budget, and never above 1', () => {
  const pressure = new Pressure(10_000);
  pressure.second(1_000, 500, 1_000);
  expect(pressure.pressure).toBe(0);
  pressure.second(2_000, 700, 2_000);
  expect(pressure).toMatchObject({ processor: 0.2, packetsPerSecond: 1_000, pressure: 0.2 });
  pressure.second(4_000, 800, 14_000);
  expect(pressure).toMatchObject({ processor: 0.05, packetsPerSecond: 6_000, pressure: 0.6 });
  pressure.second(5_000, 2_800, 14_000);
  expect(pressure.pressure).toBe(1);
});

test('without a budget the processor alone counts', () => {
  const pressure = new Pressure();
  pressure.second(0, 0, 0);
  pressure.second(1_000, 250, 1_000_000);
  expect(pressure.pressure).toBe(0.25);
});
