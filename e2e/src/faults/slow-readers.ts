import { setTimeout as sleep } from 'node:timers/promises';
import { startPeople } from '../hosts/people.ts';
import { startStoa } from '../hosts/stoa.ts';
import { rssOf } from '../hosts/usage.ts';
import { type Fault, mustHold, the } from './fault.ts';
import { SteadyRoom, until } from './steady-room.ts';

export const slowReaders: Fault = {
  name: 'O5',
  title: 'sockets that nobody reads',
  done: ({ slow, listeners }) =>
    `the process of ${slow} listeners is stopped, their windows close, while 3 speakers talk and write to ${listeners} others`,
  holds:
    'they are put out, the server’s memory grows by no more than 256 kB for each and 16 MB in all, and nobody else misses sound or a written line',
  sizes: { small: { slow: 10, listeners: 4 }, full: { slow: 200, listeners: 50 } },
  run: async (size, _chance, within) => {
    const stoa = await startStoa();
    const slow = startPeople();
    let room: SteadyRoom | undefined;
    try {
      room = await SteadyRoom.open({ server: stoa.url, speakers: 3, listeners: the(size, 'listeners') });
      const count = the(size, 'slow');
      const ids: number[] = [];
      for (let i = 0; i < count; i++) {
        ids.push(await slow.come({ server: stoa.url, link: room.link, name: `Slow ${i}`, ear: 'frames' }));
        if (i % 8 === 7) await slow.live(ids.at(-1)!);
      }
      for (const id of ids) await slow.live(id, 60_000);
      const all = room.everybody.length + count;
      const { people, id } = room.host;
      await until(
        () => people.see(id),
        ({ canHear }) => canHear === all,
      );
      const before = rssOf(stoa.pid);
      await room.forget();
      slow.stop();
      const from = performance.now();
      let most = before;
      const said: string[] = [];
      while (performance.now() - from < 12_000) {
        // As fast as a person may write.
        const text = `line ${said.length} ${'x'.repeat(270)}`;
        const outcome = await people.say(id, text);
        if (outcome.ok) said.push(text);
        most = Math.max(most, rssOf(stoa.pid));
        await sleep(400);
      }
      const left = await until(
        () => people.see(id),
        ({ canHear }) => canHear === room!.everybody.length,
        60_000,
      );
      const goneMs = performance.now() - from;
      await room.everybodyIsHere();
      await room.everybodyHears();
      const hole = Math.max(...(await room.sound()).holes);
      const perSocket = Math.max(0, most - before) / count;
      for (const other of room.everybody) {
        const { lines } = await other.people.see(other.id);
        mustHold(
          said.every((text) => lines.includes(text)),
          'somebody missed a written line',
        );
      }
      mustHold(said.length > 3, 'hardly anything was written');
      within(hole, 60, `the others had a hole of ${hole} ms`);
      mustHold(most - before <= count * 262_144 + 16e6, `the server’s memory grew by ${most - before} bytes`);
      return {
        'put out after ms': Math.round(goneMs),
        'still counted': left.canHear - room.everybody.length,
        'memory for each, kB': Math.round(perSocket / 1_000),
        'longest hole of others ms': hole,
        'lines written': said.length,
      };
    } finally {
      slow.goOn();
      await slow.end();
      await room?.close();
      await stoa.kill();
    }
  },
};
