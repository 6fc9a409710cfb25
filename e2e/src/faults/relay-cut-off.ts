import { setTimeout as sleep } from 'node:timers/promises';
import { startFleet } from '../hosts/fleet.ts';
import { createNetwork, type Network } from '../hosts/network.ts';
import { type Fault, the } from './fault.ts';
import { SteadyRoom } from './steady-room.ts';

export const relayCutOff: Fault = {
  name: 'F6',
  title: 'relay cut off from control',
  done: ({ listeners, seconds }) =>
    `the only host of relays reaches neither control nor broker for ${seconds} s, while 3 speakers and ${listeners} listeners reach it and control`,
  holds:
    'the speakers stay audible all the time without a hole of more than 60 ms; afterwards it is one room with everybody on the same seat, and somebody new comes in',
  sizes: { small: { listeners: 4, seconds: 10 }, full: { listeners: 60, seconds: 60 } },
  run: async (size, _chance, within) => {
    const network = createNetwork(['nats', 'web', 'one', 'people']);
    const fleet = await startFleet({
      network: network as Network<string>,
      relays: { one: { jurisdiction: 'DE' } },
    });
    const server = fleet.controls[0]!.url;
    let room: SteadyRoom | undefined;
    try {
      room = await SteadyRoom.open({
        server,
        speakers: 3,
        listeners: the(size, 'listeners'),
        processes: 2,
        where: network.hosts.people,
      });
      await room.forget();
      network.partition('one', 'nats');
      network.partition('one', 'web');
      await sleep(the(size, 'seconds') * 1_000);
      const during = Math.max(...(await room.sound()).holes);
      await room.everybodyHears(2_000);
      network.heal();
      const from = performance.now();
      const { people } = room.host;
      const late = await people.come({ server, link: room.link, name: 'Late', ear: 'frames' });
      await people.live(late, 40_000);
      const joinedMs = Math.round(performance.now() - from);
      await people.leave(late);
      await sleep(3_000);
      await room.everybodyHears();
      const hole = Math.max(...(await room.sound()).holes);
      await room.everybodyIsHere();
      within(during, 60, `the sound had a hole of ${during} ms during the partition`);
      within(hole, 60, `the sound had a hole of ${hole} ms after it`);
      return { 'longest hole ms': hole, 'somebody new in after ms': joinedMs };
    } finally {
      await room?.close();
      await fleet.close();
      network.close();
    }
  },
};
