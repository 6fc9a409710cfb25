import { setTimeout as sleep } from 'node:timers/promises';
import { createNetwork } from '../hosts/network.ts';
import { startPeople } from '../hosts/people.ts';
import { startStoa } from '../hosts/stoa.ts';
import { rows, startCapture } from '../rig/tshark.ts';
import { type Fault, mustHold } from './fault.ts';
import { until } from './steady-room.ts';

export const clientVanished: Fault = {
  name: 'F8',
  title: 'client vanishes without a word',
  done: () => 'the cable of a speaker’s host is pulled while another speaks; capture at the relay’s host',
  holds:
    'shown as away within 15 s, off the stage within 27 s (9 s without a sign of life, 15 s of a kept seat), sent nothing more within 30 s; it comes back by itself when the cable does',
  sizes: { small: {}, full: {} },
  seconds: 110,
  run: async (_size, _chance, within) => {
    const network = createNetwork(['server', 'here', 'away']);
    const { server, here, away } = network.hosts;
    const stoa = await startStoa({ host: server });
    const [home, far] = [startPeople(here), startPeople(away)];
    try {
      const host = await home.come({ server: stoa.url, name: 'Ada', policy: 'open', tone: 440 });
      await home.live(host);
      const guest = await far.come({ server: stoa.url, link: await home.link(host), name: 'Bo' });
      await far.live(guest);
      await until(
        () => far.hear(guest, 440),
        (level) => level > 0.1,
      );
      await far.raiseHand(guest);
      const { hands } = await until(
        () => home.see(host),
        ({ hands }) => hands.length === 1,
      );
      await home.invite(host, hands[0]!.leaf);
      await until(
        () => home.see(host),
        ({ stage }) => stage.length === 2,
      );
      const capture = await startCapture({
        namespace: server,
        device: 'eth0',
        filter: `dst host ${away.address}`,
      });
      await sleep(500);
      network.unplug('away');
      const from = Date.now();
      await until(
        () => home.see(host),
        ({ stage }) => stage.length < 2 || stage.some(({ away }) => away),
        40_000,
      );
      const awayMs = Date.now() - from;
      await until(
        () => home.see(host),
        ({ stage, canHear }) => stage.length === 1 && canHear === 1,
        40_000,
      );
      const goneMs = Date.now() - from;
      await sleep(Math.max(0, 33_000 - goneMs));
      await capture.stop();
      const sent = rows(capture.file, ['frame.time_epoch'], { filter: 'udp && !icmp' }).map(
        (row) => Number(row['frame.time_epoch']) * 1_000 - from,
      );
      const lastMs = Math.max(0, ...sent);
      mustHold(
        sent.some((at) => at < 0),
        'nothing was captured before the cable was pulled',
      );
      within(awayMs, 15_000, `shown as away after ${awayMs} ms`);
      within(goneMs, 27_000, `off the stage after ${goneMs} ms`);
      within(lastMs, 30_000, `sent packets for ${lastMs} ms`);
      network.heal();
      await far.live(guest, 40_000);
      await until(
        () => far.hear(guest, 440),
        (level) => level > 0.1,
      );
      return {
        'shown as away after ms': awayMs,
        'off the stage after ms': goneMs,
        'last packet towards it after ms': Math.round(lastMs),
      };
    } finally {
      await Promise.all([home.end(), far.end()]);
      await stoa.kill();
      network.close();
    }
  },
};
