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
 * After each of these somebody is let in before the next one: with that the room is in the broker's memory again. An owner and
 * that memory lost together are two faults at once, and end the room.
 */
export async function admissionCycles(cycles: number, chance: () => number): Promise<Admissions> {
  const { fleet, room, url, close } = await startFleetRoom(
    { controls: 2, relays: { one: { jurisdiction: 'DE' } } },
    { speakers: 2, listeners: 2 },
  );
  const crowd = startPeople();
  const seats = new Map<number, number>();
  let refused = 0;
  /** Let in, or not: who is not was promised nothing. */
  const come = async (name: string): Promise<boolean> => {
    const id = await crowd.come({ server: url, link: room.link, name, ear: 'frames' });
    const seen = await crowd.live(id, 60_000).catch(() => undefined);
    if (seen) {
      seats.set(id, seen.leaf!);
      return true;
    }
    const { closed, phase } = await crowd.see(id);
    await crowd.leave(id);
    refused++;
    const gone = closed === 'roomNotFound' || closed === 'roomEnded';
    mustHold(!gone, `${name} was told that there is no such room: ${closed}`);
    mustHold(phase === 'closed', `${name} was neither let in nor turned away: ${phase}`);
    return false;
  };
  try {
    const first = Math.floor(3 * chance());
    for (let cycle = 0; cycle < cycles; cycle++) {
      const joins = Promise.all(
        Array.from({ length: joinsAtOnce }, async (_, i) => {
          await sleep(400 * i * chance());
          await come(`Guest ${cycle} ${i}`);
        }),
      );
      // It is looked at when the victim is back.
      joins.catch(() => {});
      await sleep(600 * chance());
      // Each control and the broker in turn, wherever the room is.
      const victims = [...fleet.controls, fleet.broker];
      const victim = victims[(first + cycle) % victims.length]!;
      await victim.kill();
      await sleep(1_500 * chance());
      await victim.restart();
      await joins;
      const end = performance.now() + 40_000;
      while (!(await come(`Late ${cycle}`)))
        mustHold(performance.now() < end, 'nobody was let in for 40 s after a restart');
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
    // A seat is kept for whoever is on the way back: it is lost when its person does not come.
    const astray = async () => {
      const seen = await crowd.seeAll();
      return [...seats]
        .filter(([who, leaf]) => seen[who]?.phase !== 'live' || seen[who]?.leaf !== leaf)
        .map(([who]) => `${seen[who]?.phase} ${seen[who]?.closed ?? ''}`);
    };
    const out = await until(astray, (all) => all.length === 0, 40_000).catch(astray);
    const lost = out.length;
    const twice = seats.size - new Set(seats.values()).size;
    mustHold(canHear >= wanted - lost, `${canHear} people can hear, ${wanted} were let in`);
    mustHold(lost === 0, `${lost} of ${seats.size} who were let in are not in: ${out}`);
    return { acknowledged: seats.size, lost, invented: Math.max(0, canHear - wanted) + twice, refused };
  } finally {
    await crowd.end();
    await close();
  }
}
