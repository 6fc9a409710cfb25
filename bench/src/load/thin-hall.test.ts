import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSpread } from '../systems/spread-stoa.ts';
import { openThinHall, type ThinHall } from './thin-hall.ts';

let hall: ThinHall;
beforeAll(async () => {
  hall = await openThinHall(await startSpread('one relay', 1, [0]));
}, 30_000);
afterAll(() => hall?.close(), 10_000);

it('thinned listeners are sent what full ones are, and the kernel counts it', async () => {
  await hall.fill(54);
  expect(await hall.joinThin()).toBeGreaterThan(0);
  const pass = await hall.talk(1);
  expect(pass.fullExpected).toBe(50 * pass.sent);
  expect(pass.thinExpected).toBe(5 * pass.sent);
  expect(pass.fullReceived / pass.fullExpected).toBeGreaterThan(0.9);
  expect(pass.thinReceived / pass.thinExpected).toBeGreaterThan(0.9);
  expect(pass.thinReceived).toBeLessThanOrEqual(pass.thinExpected);
  expect((await hall.delays()).length).toBe(pass.fullReceived);
}, 20_000);
