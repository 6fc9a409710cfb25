import { setTimeout as sleep } from 'node:timers/promises';
import { startPeople } from '../hosts/people.ts';
import { startStoa } from '../hosts/stoa.ts';
import { type Fault, mustHold, quantile, the } from './fault.ts';
import { SteadyRoom } from './steady-room.ts';

export const joinCrowd: Fault = {
  name: 'O1',
  title: 'a crowd joins within a minute',
  done: ({ joins, seconds }) =>
    `${joins} people come to a live room of 13 within ${seconds} s, at moments by chance`,
  holds: 'everybody comes in and hears; those who were there lose less than 0.5 %',
  sizes: { small: { joins: 24, seconds: 8 }, full: { joins: 150, seconds: 60 } },
  run: async (size, chance, within) => {
    const stoa = await startStoa();
    const crowds = [startPeople(), startPeople()];
    let room: SteadyRoom | undefined;
    try {
      room = await SteadyRoom.open({ server: stoa.url, speakers: 3, listeners: 10 });
      await room.forget();
      const took: number[] = [];
      const all: Promise<void>[] = [];
      const begun = performance.now();
      let due = 0;
      for (let i = 0; i < the(size, 'joins'); i++) {
        due += (-Math.log(1 - chance()) * the(size, 'seconds') * 1_000) / the(size, 'joins');
        await sleep(Math.max(0, begun + due - performance.now()));
        const crowd = crowds[i % crowds.length]!;
        const from = performance.now();
        all.push(
          (async () => {
            const id = await crowd.come({
              server: stoa.url,
              link: room!.link,
              name: `Guest ${i}`,
              ear: 'frames',
            });
            await crowd.live(id, 60_000);
            took.push(performance.now() - from);
          })(),
        );
      }
      const results = await Promise.allSettled(all);
      const failed = results.filter(({ status }) => status === 'rejected').length;
      const { lostPct, holes } = await room.sound();
      mustHold(failed === 0, `${failed} people did not come in`);
      within(lostPct, 0.5, `those who were there lost ${lostPct} %`);
      return {
        'came in': took.length,
        'to sound p50 ms': Math.round(quantile(took, 0.5)),
        'p95 ms': Math.round(quantile(took, 0.95)),
        'lost by others %': Number(lostPct.toFixed(3)),
        'longest hole of others ms': Math.max(...holes),
      };
    } finally {
      await Promise.all(crowds.map((crowd) => crowd.end()));
      await room?.close();
      await stoa.kill();
    }
  },
};
