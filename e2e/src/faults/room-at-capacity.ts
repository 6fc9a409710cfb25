import { setTimeout as sleep } from 'node:timers/promises';
import { startPeople } from '../hosts/people.ts';
import { startStoa } from '../hosts/stoa.ts';
import { type Fault, mustHold, the } from './fault.ts';
import { SteadyRoom } from './steady-room.ts';

export const roomAtCapacity: Fault = {
  name: 'O3',
  title: 'more people than the relay may carry',
  done: ({ budget, more }) =>
    `a relay with a budget of ${budget} packets a second; 3 speakers, then ${more} people, about twice what fits, come one after the other`,
  holds:
    'whoever does not fit is told so and when to try again; those who are in lose less than 0.5 %, and somebody comes in as soon as others have left',
  sizes: { small: { budget: 2_000, more: 24 }, full: { budget: 10_000, more: 130 } },
  run: async (size, _chance, within) => {
    const stoa = await startStoa({ env: { STOA_PACKET_BUDGET: String(the(size, 'budget')) } });
    const crowd = startPeople();
    let room: SteadyRoom | undefined;
    try {
      room = await SteadyRoom.open({ server: stoa.url, speakers: 3, listeners: 1 });
      await room.forget();
      const inside: number[] = [];
      const refused: number[] = [];
      const answers: number[] = [];
      for (let i = 0; i < the(size, 'more'); i++) {
        const from = performance.now();
        const id = await crowd.come({ server: stoa.url, link: room.link, name: `Guest ${i}`, ear: 'frames' });
        const seen = await crowd.settled(id, 20_000);
        if (seen.media === 'connected') inside.push(id);
        else {
          answers.push(performance.now() - from);
          mustHold(
            (seen.retryInMs ?? 0) > 0,
            `somebody is ${seen.phase} ${seen.closed ?? ''} without a time to try again`,
          );
          refused.push(id);
          await crowd.leave(id);
        }
        // The budget is of packets a second: it is measured, not counted in people.
        await sleep(250);
      }
      const sound = await room.sound();
      mustHold(inside.length > 2, 'nobody came in');
      mustHold(refused.length > 2, 'nobody was refused: the budget holds nobody back');
      within(sound.lostPct, 0.5, `those who are in lost ${sound.lostPct} %`);
      for (const id of inside) await crowd.leave(id);
      await sleep(3_000);
      const again = await crowd.come({ server: stoa.url, link: room.link, name: 'Again', ear: 'frames' });
      await crowd.live(again, 30_000);
      answers.sort((a, b) => a - b);
      return {
        'came in': inside.length,
        refused: refused.length,
        'answer p95 ms, from the tap': Math.round(answers[Math.floor(0.95 * (answers.length - 1))]!),
        'lost by others %': Number(sound.lostPct.toFixed(3)),
      };
    } finally {
      await crowd.end();
      await room?.close();
      await stoa.kill();
    }
  },
};
