import { setTimeout as sleep } from 'node:timers/promises';
import { startPeople } from '../hosts/people.ts';
import { mustHold } from './fault.ts';
import { startFleetRoom } from './fleet-room.ts';
import { until } from './steady-room.ts';

const joinsAtOnce = 3;

export type Admissions = {
  readonly acknowledged: number;
  readonly lost: number;
  readonly invented: number;
  /** Came in a moment in which nobody could let them in. */
  readonly refused: number;
};

/**
 * People come into one room while the control that owns it, or the broker that keeps its memory, is killed and started
 * again. Whoever was let in is in, on that seat, until the end; the log has them in the order in which they were let in.
 */
export async function admissionCycles(cycles: number, chance: () => number): Promise<Admissions> {
  const { fleet, room, url, close } = await startFleetRoom(
    { controls: 2, relays: { one: { jurisdiction: 'DE' } } },
    { speakers: 2, listeners: 2 },
  );
  const crowd = startPeople();
  const seats = new Map<number, number>();
  let refused = 0;
  try {
    for (let cycle = 0; cycle < cycles; cycle++) {
      const joins = Array.from({ length: joinsAtOnce }, async (_, i) => {
        await sleep(400 * i * chance());
        const id = await crowd.come({
          server: url,
          link: room.link,
          name: `Guest ${cycle} ${i}`,
          ear: 'frames',
        });
        // Who is not let in was promised nothing, and comes again.
        const seen = await crowd.live(id, 60_000).catch(() => undefined);
        if (seen) seats.set(id, seen.leaf!);
        else refused++;
      });
      await sleep(600 * chance());
      // Each control and the broker in turn, wherever the room is.
      const victims = [...fleet.controls, fleet.broker];
      const victim = victims[cycle % victims.length]!;
      await victim.kill();
      await sleep(1_500 * chance());
      await victim.restart();
      await Promise.all(joins);
      const { people, id } = room.host;
      await until(
        () => people.see(id),
        ({ phase }) => phase === 'live',
        40_000,
      );
    }
    const wanted = room.everybody.length + seats.size;
    const { people, id } = room.host;
    const { canHear } = await until(
      () => people.see(id),
      ({ phase, canHear }) => phase === 'live' && canHear === wanted,
      40_000,
    ).catch(() => people.see(id));
    const seen = await crowd.seeAll();
    const lost = [...seats].filter(
      ([who, leaf]) => seen[who]?.phase !== 'live' || seen[who]?.leaf !== leaf,
    ).length;
    const twice = seats.size - new Set(seats.values()).size;
    mustHold(canHear >= wanted - lost, `${canHear} people can hear, ${wanted} were let in`);
    return { acknowledged: seats.size, lost, invented: Math.max(0, canHear - wanted) + twice, refused };
  } finally {
    await crowd.end();
    await close();
  }
}
