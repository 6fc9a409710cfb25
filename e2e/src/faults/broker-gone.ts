import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, mustHold, the } from './fault.ts';
import { startFleetRoom } from './fleet-room.ts';

export const brokerGone: Fault = {
  name: 'F4',
  title: 'broker gone',
  done: ({ listeners, seconds }) =>
    `kill -9 of the NATS server, started again after ${seconds} s, with 3 speakers and ${listeners} listeners at a fleet of one control and two hosts of relays`,
  holds:
    'nobody is put out; who is at the host of relays of those who speak hears on without a hole of more than 60 ms; who is at another one hears again within 5 s of its return, since sound between hosts goes by it; within 10 s somebody new comes in and hears',
  sizes: { small: { listeners: 4, seconds: 8 }, full: { listeners: 60, seconds: 60 } },
  run: async (size, _chance, within) => {
    const { fleet, room, url, close } = await startFleetRoom(
      {},
      { speakers: 3, listeners: the(size, 'listeners'), processes: 2 },
    );
    try {
      await room.forget();
      await fleet.broker.kill();
      await sleep(the(size, 'seconds') * 1_000);
      const apart = new Set(await room.deaf());
      mustHold(apart.size < room.everybody.length / 2 + 1, `${apart.size} people heard nothing`);
      await fleet.broker.restart();
      const from = performance.now();
      const { people } = room.host;
      const hearing = room.everybodyHears();
      const late = await people.come({ server: url, link: room.link, name: 'Late', ear: 'frames' });
      await people.live(late, 30_000);
      const joinedMs = Math.round(performance.now() - from);
      await people.leave(late);
      const backMs = Math.round(await hearing);
      const hole = Math.max(...(await room.sound((person) => !apart.has(person))).holes);
      await room.everybodyIsHere();
      within(hole, 60, `the sound had a hole of ${hole} ms at the host of those who speak`);
      within(backMs, 5_000, `everybody heard again after ${backMs} ms`);
      within(joinedMs, 10_000, `somebody new was in after ${joinedMs} ms`);
      for (const each of [...fleet.controls, ...Object.values(fleet.relays)])
        mustHold(each.isRunning, 'a process ended with the broker');
      return {
        'longest hole ms': hole,
        'at another host': apart.size,
        'they heard again after ms': backMs,
        'somebody new in after ms': joinedMs,
      };
    } finally {
      await close();
    }
  },
};
