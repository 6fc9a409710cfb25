import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, mustHold, quantile, the } from './fault.ts';
import { startFleetRoom } from './fleet-room.ts';

export const relayDrained: Fault = {
  name: 'G9',
  title: 'planned drain of a host of relays',
  done: ({ listeners, drains }) =>
    `SIGTERM to each of two hosts of relays in turn, ${drains} times in all, with 3 speakers and ${listeners} listeners`,
  holds:
    'make before break: no speaker has a hole of more than 60 ms, at most 1 % of listeners one of more than 200 ms, everybody is moved within 30 s, and it ends with 0',
  sizes: { small: { listeners: 6, drains: 2 }, full: { listeners: 120, drains: 4 } },
  run: async (size, _chance, within) => {
    const { fleet, room, close } = await startFleetRoom(
      {},
      { speakers: 3, listeners: the(size, 'listeners'), processes: 3 },
    );
    try {
      await room.forget();
      const relays = Object.values(fleet.relays);
      const took: number[] = [];
      for (let drain = 0; drain < the(size, 'drains'); drain++) {
        // One after the other: wherever the room is, it has to move.
        const relay = relays[drain % relays.length]!;
        const from = performance.now();
        const code = await relay.end('SIGTERM');
        took.push(performance.now() - from);
        mustHold(code === 0, `it ended with ${code}`);
        await room.everybodyHears();
        await relay.restart();
        await sleep(2_000);
      }
      await room.everybodyIsHere();
      const stage = Math.max(...(await room.sound(({ speaks }) => speaks)).holes);
      const { holes } = await room.sound(({ speaks }) => !speaks);
      const over = (100 * holes.filter((ms) => ms > 200).length) / holes.length;
      within(stage, 60, `speakers had a hole of ${stage} ms`);
      within(over, 1, `${over} % of the listeners had a hole of more than 200 ms`);
      within(Math.max(...took), 32_000, `it took ${Math.max(...took)} ms`);
      return {
        'longest hole of speakers ms': stage,
        'longest hole of listeners, p95 ms': quantile(holes, 0.95),
        'listeners over 200 ms, %': Number(over.toFixed(2)),
        'empty and ended after ms': Math.round(Math.max(...took)),
      };
    } finally {
      await close();
    }
  },
};
