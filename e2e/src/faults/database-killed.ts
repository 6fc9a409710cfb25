import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '../hosts/postgres.ts';
import { startStoa } from '../hosts/stoa.ts';
import { type Fault, mustHold, the } from './fault.ts';
import { Mailboxes } from './mailboxes.ts';
import { SteadyRoom } from './steady-room.ts';

export const databaseKilled: Fault = {
  name: 'F3',
  title: 'PostgreSQL killed',
  done: ({ listeners, seconds, pairs }) =>
    `kill -9 of PostgreSQL with 3 speakers and ${listeners} listeners in a room while ${pairs} accounts write; started again after ${seconds} s`,
  holds:
    'the live room goes on without a hole of more than 60 ms, somebody new comes in meanwhile, writes are refused and not swallowed, and are taken again afterwards; none that was acknowledged is lost',
  sizes: { small: { listeners: 4, seconds: 4, pairs: 4 }, full: { listeners: 100, seconds: 20, pairs: 16 } },
  run: async (size, _chance, within) => {
    const postgres = await startPostgres();
    const stoa = await startStoa({ env: { STOA_ACCOUNTS: '1', DATABASE_URL: postgres.url } });
    let room: SteadyRoom | undefined;
    try {
      room = await SteadyRoom.open({
        server: stoa.url,
        speakers: 3,
        listeners: the(size, 'listeners'),
        processes: 2,
      });
      const mail = await Mailboxes.open(stoa.url, postgres.url, the(size, 'pairs'));
      mail.go();
      await mail.writesAgain();
      await sleep(1_000);
      await room.forget();
      await postgres.kill();
      const before = mail.acknowledged;
      const late = await room.host.people.come({
        server: stoa.url,
        link: room.link,
        name: 'Late',
        ear: 'frames',
      });
      await room.host.people.live(late);
      await room.host.people.leave(late);
      await sleep(the(size, 'seconds') * 1_000);
      const during = mail.acknowledged - before;
      mustHold(stoa.isRunning, 'the server ended with its database');
      await postgres.restart();
      const backMs = await mail.writesAgain();
      await room.everybodyHears();
      const sound = await room.sound();
      const { refusals } = mail;
      const tally = await mail.rest();
      mustHold(
        tally.lost + tally.invented + tally.disordered === 0,
        `of the writes: ${JSON.stringify(tally)}`,
      );
      const hole = Math.max(...sound.holes);
      within(hole, 60, `the room had a hole of ${hole} ms`);
      const { wrong } = await room.roster();
      mustHold(wrong.length === 0, wrong.join(', '));
      return {
        'longest hole ms': hole,
        'writes acknowledged': tally.acknowledged,
        // Those on their way when it was killed.
        'acknowledged while it was away': during,
        'refused, then taken': tally.failed,
        'refused with': Object.entries(refusals)
          .map(([how, times]) => `${how} x ${times}`)
          .join(', '),
        lost: tally.lost,
        invented: tally.invented,
        'writes again after ms': Math.round(backMs),
      };
    } finally {
      await room?.close();
      await stoa.kill();
      await postgres.kill();
    }
  },
};
