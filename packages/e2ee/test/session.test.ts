import { leaf } from '@stoa/protocol';
import { describe, expect, it } from 'vitest';
import { hears } from './frames.ts';
import { MiniRoom } from './mini-room.ts';

describe('a room from the outside', () => {
  it('S1 a room opens, lets somebody in, and both hear the stage', async () => {
    const room = new MiniRoom();
    const ada = await room.open('Ada');
    expect(ada.roster?.acting).toBe(true);
    const ben = await room.join('Ben');
    expect(await hears(ben, ada)).toBe(true);
    expect(ben.roster?.stage.map(({ name }) => name)).toEqual(['Ada']);
    await room.pass(2_000);
    expect(ada.roster?.present).toBe(2);
    expect(ada.roster?.audience.map(({ name }) => name)).toEqual(['Ben']);
    expect(ben.roster?.audience.map(({ name }) => name)).toEqual(['Ben']);
    expect(ben.roster?.safetyCode).toBe(ada.roster?.safetyCode);
    expect(ben.session.frames.sealing()).toBeUndefined();
    await room.bringOnStage(ada, ben);
    expect(await hears(ada, ben)).toBe(true);
    expect(await hears(ben, ada)).toBe(true);
    await room.pass(330_000, 1_000);
    expect(room.head.epoch).toBeGreaterThan(0);
    expect(await hears(ada, ben)).toBe(true);
    expect(await hears(ben, ada)).toBe(true);
    expect([...ada.alarms, ...ben.alarms]).toEqual([]);
    await room.command(ada, { do: 'mute', leaf: leaf(1) });
    await room.pass(250);
    expect(await hears(ada, ben)).toBe('refused');
    await room.fact('selfUnmuted', ben);
    await room.pass(250);
    expect(await hears(ada, ben)).toBe(true);
  });

  it('K14 senders wait a second with a new epoch, receivers keep the old one for five', async () => {
    const room = new MiniRoom();
    const ada = await room.open('Ada');
    const ben = await room.join('Ben');
    const cleo = await room.join('Cleo');
    await room.pass(2_000);
    const old = ada.session.frames.sealing()!.kid;
    await room.command(ada, { do: 'remove', leaf: leaf(2) });
    expect(room.head.epoch).toBe(1);
    expect(ada.session.frames.sealing()!.kid).toBe(old);
    expect(await hears(ben, ada)).toBe(true);
    await room.pass(1_000);
    expect((ada.session.frames.sealing()!.kid >> 4) & 15).toBe(1);
    expect(await hears(ben, ada)).toBe(true);
    expect(ben.session.frames.opening(old)).toBeTypeOf('object');
    await room.pass(4_500);
    expect(ben.session.frames.opening(old)).toBe('unknown');
    void cleo;
  });

  it('K15 the keys of the next step are there before its first frame', async () => {
    const room = new MiniRoom();
    const ada = await room.open('Ada');
    const ben = await room.join('Ben');
    for (let i = 0; i < 45; i++) {
      await room.pass(1_000);
      // The speaker's clock is ahead of the listener's by up to a step.
      room.now += 9_000;
      await room.tick(ada);
      room.now -= 9_000;
      expect(await hears(ben, ada)).toBe(true);
    }
  });
});
