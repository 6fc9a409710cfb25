import { setTimeout as sleep } from 'node:timers/promises';
import { startFleet } from '../hosts/fleet.ts';
import { createNetwork, type Network } from '../hosts/network.ts';
import { rows, startCapture } from '../rig/tshark.ts';
import { type Fault, mustHold, the } from './fault.ts';
import { busiestRelay } from './fleet-room.ts';
import { SteadyRoom } from './steady-room.ts';

const de = { jurisdiction: 'DE' };

export const relayStopped: Fault = {
  name: 'F5',
  title: 'relay host stopped and continued',
  done: ({ listeners, seconds }) =>
    `SIGSTOP to a host of relays with all its processes for ${seconds} s, then SIGCONT, with 3 speakers and ${listeners} listeners; capture at that host`,
  holds:
    'everybody hears by another relay within 8 s; after SIGCONT the host sends no packet of media of the room that has moved',
  sizes: { small: { listeners: 4, seconds: 10 }, full: { listeners: 60, seconds: 10 } },
  run: async (size, _chance, within) => {
    const network = createNetwork(['nats', 'web', 'one', 'two', 'people']);
    const fleet = await startFleet({ network: network as Network<string>, relays: { one: de, two: de } });
    let room: SteadyRoom | undefined;
    try {
      room = await SteadyRoom.open({
        server: fleet.controls[0]!.url,
        speakers: 3,
        listeners: the(size, 'listeners'),
        processes: 2,
        where: network.hosts.people,
      });
      const relay = await busiestRelay(fleet);
      const label = relay === fleet.relays.one ? 'one' : 'two';
      const capture = await startCapture({ namespace: network.hosts[label], device: 'eth0', filter: 'udp' });
      await room.forget();
      relay.stop();
      const from = performance.now();
      await sleep(1_000);
      await room.everybodyHears(the(size, 'seconds') * 1_000);
      await sleep(Math.max(0, the(size, 'seconds') * 1_000 - (performance.now() - from)));
      const sound = await room.sound();
      const woken = Date.now() / 1_000;
      relay.goOn();
      await sleep(5_000);
      await capture.stop();
      // SRTP by its first byte (RFC 7983); types 192 to 223 are reports and no sound (RFC 5761).
      const sent = `ip.src == ${network.hosts[label].address} && udp && !icmp`;
      const times = rows(capture.file, ['frame.time_epoch', 'udp.payload'], { filter: sent })
        .filter((row) => /^[89ab].(?![cd])/.test(row['udp.payload']))
        .map((row) => Number(row['frame.time_epoch']));
      const before = times.filter((at) => at < woken).length;
      const after = times.filter((at) => at >= woken).map((at) => Math.round((at - woken) * 1_000));
      await room.everybodyHears();
      await room.everybodyIsHere();
      mustHold(sound.max > 1_000, 'nobody missed anything: another host carried the room');
      within(sound.max, 8_000, `somebody heard nothing for ${sound.max} ms`);
      mustHold(before > 0, 'the host that was stopped carried nothing');
      mustHold(
        after.length === 0,
        `packets of media were sent, ms after SIGCONT: ${after.slice(0, 20).join(', ')}`,
      );
      return {
        'silence p50 ms': Math.round(sound.p50),
        'silence p95 ms': Math.round(sound.p95),
        'silence max ms': Math.round(sound.max),
        'packets of media after SIGCONT': after.length,
      };
    } finally {
      await room?.close();
      await fleet.close();
      network.close();
    }
  },
};
