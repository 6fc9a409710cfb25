import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBareLoop } from '../systems/bare-loop.ts';
import { startStoa } from '../systems/stoa.ts';
import { prepareUdpGcm } from '../systems/udp-gcm.ts';
import { type Hall, openHall } from './hall.ts';

const seconds = 1;
const listeners = 4;

describe.each([
  ['bare loop', startBareLoop],
  ['stoa', startStoa],
])('a hall around the %s', (_, start) => {
  let hall: Hall;

  beforeAll(async () => {
    hall = await openHall(await start(), { watched: 2, of: listeners });
    await hall.fill(listeners);
    await hall.seat(1);
  }, 30_000);

  afterAll(() => hall?.close(), 10_000);

  it('hears every packet at every listener, times them and charges the forwarder', async () => {
    const pass = await hall.talk(seconds);
    expect(pass.expected).toBe(pass.sent * (listeners + 1));
    expect(pass.sent).toBeGreaterThan(20);
    expect(pass.received / pass.expected).toBeGreaterThan(0.9);
    expect(pass.received).toBeLessThanOrEqual(pass.expected);
    expect(pass.cpuUs).toBeGreaterThan(0);
    const { audience, stage } = await hall.delays();
    expect(stage.length).toBeGreaterThan(0.9 * pass.sent);
    expect(audience.length).toBeGreaterThan(1.8 * pass.sent);
    expect(Math.min(...audience, ...stage)).toBeGreaterThan(0);
  }, 20_000);
});

describe('bare UDP reference', () => {
  it('sends one packet to each listener at each tick', async () => {
    const reference = prepareUdpGcm();
    try {
      const { packets, cpuUs } = await reference.run(10, seconds);
      expect(packets).toBe(500);
      expect(cpuUs).toBeGreaterThan(0);
    } finally {
      await reference.stop();
    }
  }, 20_000);
});
