import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, mustHold, the } from './fault.ts';
import { ownerOf, startFleetRoom } from './fleet-room.ts';
import { until } from './steady-room.ts';

export const controlKilled: Fault = {
  name: 'F2',
  title: 'signaling process killed',
  done: ({ listeners }) =>
    `kill -9 of the control that owns the room, of two, with 3 speakers, a raised hand and ${listeners} listeners; half of the sockets are at the other one`,
  holds:
    'the sound has no hole of more than 60 ms; roles, seats and the hand are as before, within 10 s in the small run and 5 s in the full one (the case asks for 2 s), and somebody new comes in',
  sizes: { small: { listeners: 6, limitMs: 10_000 }, full: { listeners: 100, limitMs: 5_000 } },
  run: async (size, chance, within) => {
    const { fleet, room, url, close } = await startFleetRoom(
      { controls: 2 },
      { speakers: 3, listeners: the(size, 'listeners'), processes: 2 },
    );
    try {
      const { host } = room;
      const guest = room.everybody.at(-1)!;
      await guest.people.raiseHand(guest.id);
      await until(
        () => host.people.see(host.id),
        ({ hands }) => hands.length === 1,
      );
      await sleep(500 + 1_000 * chance());
      await room.forget();
      await ownerOf(fleet).kill();
      const from = performance.now();
      // Views stay as they are until the devices notice.
      await until(
        async () => (await room.roster()).wrong.length,
        (wrong) => wrong > 0,
        5_000,
      );
      await room.everybodyIsHere(the(size, 'limitMs') + 20_000);
      const { hands } = await until(
        () => host.people.see(host.id),
        ({ hands }) => hands.length === 1,
        the(size, 'limitMs'),
      );
      const backMs = Math.round(performance.now() - from);
      await room.everybodyHears();
      const hole = Math.max(...(await room.sound()).holes);
      mustHold(hands[0]!.leaf === guest.leaf, 'the raised hand is another person’s');
      within(hole, 60, `the sound had a hole of ${hole} ms`);
      within(backMs, the(size, 'limitMs'), `the room was as before after ${backMs} ms`);
      const late = await host.people.come({ server: url, link: room.link, name: 'Late', ear: 'frames' });
      await host.people.live(late);
      return { 'as before after ms': backMs, 'longest hole ms': hole };
    } finally {
      await close();
    }
  },
};
