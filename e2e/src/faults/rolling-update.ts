import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, mustHold, quantile, the } from './fault.ts';
import { startFleetRoom } from './fleet-room.ts';

export const rollingUpdate: Fault = {
  name: 'F9',
  title: 'rolling update of all processes',
  done: ({ listeners }) =>
    `SIGTERM and a new start of each of two hosts of relays and two controls in turn, with 3 speakers and ${listeners} listeners; both starts are of this version`,
  holds:
    'every process ends by itself with 0; no speaker has a hole of more than 60 ms, at most 1 % of listeners one of more than 200 ms; everybody is on the same seat',
  sizes: { small: { listeners: 6 }, full: { listeners: 60 } },
  seconds: 200,
  run: async (size, chance) => {
    const { fleet, room, close } = await startFleetRoom(
      { controls: 2 },
      { speakers: 3, listeners: the(size, 'listeners'), processes: 2 },
    );
    try {
      await room.forget();
      const steps = [...Object.values(fleet.relays), ...fleet.controls];
      /** Longest hole of anybody so far, after each of them. */
      const so: number[] = [];
      const took: number[] = [];
      for (const process of steps) {
        await sleep(1_500 + 1_000 * chance());
        const from = performance.now();
        const code = await process.end('SIGTERM');
        took.push(performance.now() - from);
        mustHold(code === 0, `a process ended with ${code}`);
        await process.restart();
        await sleep(1_500);
        so.push(Math.max(...(await room.sound()).holes));
      }
      await room.everybodyHears();
      await room.everybodyIsHere();
      const stage = Math.max(...(await room.sound(({ speaks }) => speaks)).holes);
      const { holes } = await room.sound(({ speaks }) => !speaks);
      const over = (100 * holes.filter((ms) => ms > 200).length) / holes.length;
      mustHold(stage <= 60, `speakers had a hole of ${stage} ms (so far, after each process: ${so})`);
      mustHold(
        over <= 1,
        `${over} % of the listeners had a hole of more than 200 ms (so far, after each process: ${so})`,
      );
      return {
        'longest hole of speakers ms': stage,
        'longest hole of listeners, p95 ms': quantile(holes, 0.95),
        'listeners over 200 ms, %': Number(over.toFixed(2)),
        'longest drain ms': Math.round(Math.max(...took)),
        'exit codes': '0',
      };
    } finally {
      await close();
    }
  },
};
