import { setTimeout as sleep } from 'node:timers/promises';
import type { Daemon } from '../hosts/daemon.ts';
import { startBroker } from '../hosts/nats.ts';
import { startPostgres } from '../hosts/postgres.ts';
import { startStoa } from '../hosts/stoa.ts';
import { admissionCycles } from './admission-cycles.ts';
import { type Fault, mustHold, the } from './fault.ts';
import { Mailboxes } from './mailboxes.ts';

export const killCycles: Fault = {
  name: 'G26',
  title: 'kill -9 of api, database and broker during writes',
  done: ({ cycles, pairs, admissions }) =>
    `${cycles} cycles: one of the three, by chance, killed at a moment by chance while ${pairs} accounts write, and started again; then ${admissions} cycles of each control of a fleet and its broker in turn while people come into a room, the next one when somebody new is in`,
  holds:
    'no acknowledged write is lost, none is invented, and each reader gets them in the order in which they were written; whoever was let into the room is in, on the same seat; an owner and the memory of the broker lost within about the same two seconds, before either wrote the room anew, are two faults at once, which this run does not make: that room ends',
  sizes: { small: { cycles: 4, pairs: 8, admissions: 3 }, full: { cycles: 50, pairs: 64, admissions: 50 } },
  seconds: 160,
  run: async (size, chance) => {
    const postgres = await startPostgres();
    const broker = await startBroker();
    const stoa = await startStoa({
      env: { STOA_ACCOUNTS: '1', DATABASE_URL: postgres.url, NATS_URL: broker.url },
    });
    const victims: readonly (readonly [string, Daemon])[] = [
      ['api', stoa],
      ['database', postgres],
      ['broker', broker],
    ];
    const killed: Record<string, number> = { api: 0, database: 0, broker: 0 };
    const returns: number[] = [];
    try {
      const mail = await Mailboxes.open(stoa.url, postgres.url, the(size, 'pairs'));
      mail.go();
      const cycles = the(size, 'cycles');
      const first = Math.floor(victims.length * chance());
      for (let cycle = 0; cycle < cycles; cycle++) {
        await mail.writesAgain();
        await sleep(200 + 1_000 * chance());
        // Each at least once, then by chance.
        const [name, daemon] =
          victims[
            cycle < victims.length ? (first + cycle) % victims.length : Math.floor(chance() * victims.length)
          ]!;
        killed[name]!++;
        await daemon.kill();
        await sleep(1_000 * chance());
        for (const [other, each] of victims)
          mustHold(each === daemon || each.isRunning, `${other} ended when ${name} was killed`);
        await daemon.restart();
        returns.push(await mail.writesAgain());
      }
      const tally = await mail.rest();
      mustHold(tally.lost === 0, `${tally.lost} of ${tally.acknowledged} acknowledged writes are lost`);
      mustHold(tally.invented === 0, `${tally.invented} writes were invented`);
      mustHold(tally.disordered === 0, `${tally.disordered} writes came out of order`);
      returns.sort((a, b) => a - b);
      await Promise.all(victims.map(([, each]) => each.kill()));
      const admissions = await admissionCycles(the(size, 'admissions'), chance);
      mustHold(
        admissions.lost === 0,
        `${admissions.lost} of ${admissions.acknowledged} who were let in are not in`,
      );
      mustHold(admissions.invented === 0, `${admissions.invented} people are in who were not let in`);
      return {
        killed: Object.entries(killed)
          .map(([name, times]) => `${name} ${times}`)
          .join(', '),
        'writes acknowledged': tally.acknowledged,
        'failed, then made again': tally.failed,
        lost: tally.lost,
        invented: tally.invented,
        'handed out twice to a device, which knows them by their id': tally.twice,
        'out of order': tally.disordered,
        'writes again after a restart, p50 ms': Math.round(returns[Math.floor(returns.length / 2)]!),
        'max ms': Math.round(returns.at(-1)!),
        'let into the room': admissions.acknowledged,
        'of these lost': admissions.lost,
        'in without': admissions.invented,
        'turned away meanwhile': admissions.refused,
      };
    } finally {
      await stoa.kill();
      await broker.kill();
      await postgres.kill();
    }
  },
};
