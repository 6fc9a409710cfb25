import { readFileSync } from 'node:fs';
import { startStoa } from '../hosts/stoa.ts';
import { type Fault, mustHold, the } from './fault.ts';
import { SteadyRoom } from './steady-room.ts';
import { waitFor } from './wait.ts';

export const relayKilled: Fault = {
  name: 'F1',
  title: 'relay process killed',
  done: ({ speakers, listeners, kills }) =>
    `kill -9 of the busiest of two relay processes, ${kills} times, with ${speakers} speakers and ${listeners} listeners`,
  holds:
    'everybody hears again without doing anything, on the same seat, nobody is there twice; p95 of the silence within the limit',
  sizes: {
    small: { speakers: 3, listeners: 8, kills: 2, p95LimitMs: 4_000 },
    full: { speakers: 3, listeners: 47, kills: 6, p95LimitMs: 1_000 },
  },
  run: async (size, chance, within) => {
    const stoa = await startStoa({ env: { STOA_RELAYS: '2' } });
    const room = await SteadyRoom.open({
      server: stoa.url,
      speakers: the(size, 'speakers'),
      listeners: the(size, 'listeners'),
      processes: 2,
    });
    try {
      const silences: number[] = [];
      for (let kill = 0; kill < the(size, 'kills'); kill++) {
        await waitFor(() => stoa.relayPids().length === 2, 15_000, 'two relays');
        await new Promise((resolve) => setTimeout(resolve, 500 + 1_000 * chance()));
        await room.forget();
        process.kill(await busiest(stoa.relayPids()), 'SIGKILL');
        // Longer than what counts as hearing: from here on only what came after the kill does.
        await new Promise((resolve) => setTimeout(resolve, 600));
        await room.everybodyHears();
        const sound = await room.sound();
        silences.push(...sound.silences);
        await room.everybodyIsHere();
      }
      silences.sort((a, b) => a - b);
      const at = (share: number) => Math.round(silences[Math.floor(share * (silences.length - 1))]!);
      mustHold(at(1) > 100, 'nobody missed anything: the relay that was killed carried nothing');
      within(at(0.95), the(size, 'p95LimitMs'), `p95 of the silence was ${at(0.95)} ms`);
      return {
        'silence p50 ms': at(0.5),
        'silence p95 ms': at(0.95),
        'silence max ms': at(1),
        'wrong seats': 0,
      };
    } finally {
      await room.close();
      await stoa.kill();
    }
  },
};

/** The process that used most processor time within a second. */
async function busiest(pids: readonly number[]): Promise<number> {
  const used = () =>
    pids.map((pid) => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
      return Number(fields[11]) + Number(fields[12]);
    });
  const before = used();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const spent = used().map((ticks, at) => ticks - before[at]!);
  return pids[spent.indexOf(Math.max(...spent))]!;
}
