import { setTimeout as sleep } from 'node:timers/promises';
import { commitOf, otherCheckout, thisCheckout } from '../hosts/checkout.ts';
import { type People, startPeople } from '../hosts/people.ts';
import type { Stoa } from '../hosts/stoa.ts';
import { type Fault, mustHold, quantile, type Size, the } from './fault.ts';
import { type FleetRoom, startFleetRoom } from './fleet-room.ts';
import { until } from './steady-room.ts';

/** What the fleet is before, and what it becomes; the same without another checkout (`from=` or `to=` a folder). */
type Sides = { readonly before: string; readonly after: string };
type Step = readonly [process: Stoa, becomes: string];

export const rollingUpdate: Fault = {
  name: 'F9',
  title: 'rolling update of all processes',
  done: (size) => {
    const people = `with 3 speakers and ${size.listeners} listeners`;
    return size.from === undefined && size.to === undefined
      ? `SIGTERM and a new start of each of two hosts of relays and two controls in turn, ${people}; both starts are of this version`
      : `SIGTERM and a new start of two hosts of relays and two controls, ${people}: from one version to another, half of the people with clients of each; in between rooms pass from controls of each version to those of the other, which command relays of the other, and people with both clients come and go`;
  },
  holds:
    'every process ends by itself with 0; no speaker has a hole of more than 60 ms, at most 1 % of listeners one of more than 200 ms; everybody is on the same seat',
  sizes: { small: { listeners: 6 }, full: { listeners: 60 } },
  seconds: 200,
  run: async (size, chance, within) => {
    const sides = sidesOf(size);
    const mixed = sides.before !== sides.after;
    const fleetRoom = await startFleetRoom(
      { controls: 2, checkout: sides.before },
      {
        speakers: 3,
        listeners: the(size, 'listeners'),
        processes: 2,
        ...(mixed && { checkouts: [sides.before, sides.after] }),
      },
    );
    const { fleet, room, close } = fleetRoom;
    const visitors = mixed ? [startPeople(undefined, sides.before), startPeople(undefined, sides.after)] : [];
    try {
      await room.forget();
      const relays = Object.values(fleet.relays);
      const plain = [...relays, ...fleet.controls].map((process): Step => [process, sides.after]);
      const steps = mixed ? bothWays(relays, fleet.controls, sides) : plain;
      /** Longest hole of anybody so far, after each of them. */
      const so: number[] = [];
      const took: number[] = [];
      let visits = 0;
      for (const [process, becomes] of steps) {
        await sleep(1_500 + 1_000 * chance());
        const from = performance.now();
        const code = await process.end('SIGTERM');
        took.push(performance.now() - from);
        mustHold(code === 0, `a process ended with ${code}`);
        process.becomes(becomes);
        await process.restart();
        await sleep(1_500);
        for (const people of visitors) {
          await visit(people, fleetRoom);
          visits++;
        }
        so.push(Math.max(...(await room.sound()).holes));
      }
      await room.everybodyHears();
      await room.everybodyIsHere();
      const stage = Math.max(...(await room.sound(({ speaks }) => speaks)).holes);
      const { holes } = await room.sound(({ speaks }) => !speaks);
      const over = (100 * holes.filter((ms) => ms > 200).length) / holes.length;
      within(stage, 60, `speakers had a hole of ${stage} ms (so far, after each process: ${so})`);
      within(
        over,
        1,
        `${over} % of the listeners had a hole of more than 200 ms (so far, after each process: ${so})`,
      );
      // To a control of the other version and back, and on to the next.
      const taken = takenOver(fleet.controls);
      mustHold(!mixed || taken >= 3, `the room passed from control to control ${taken} times`);
      return {
        'longest hole of speakers ms': stage,
        'longest hole of listeners, p95 ms': quantile(holes, 0.95),
        'listeners over 200 ms, %': Number(over.toFixed(2)),
        'longest drain ms': Math.round(Math.max(...took)),
        'exit codes': '0',
        ...(mixed && {
          versions: `${commitOf(sides.before)} to ${commitOf(sides.after)}`,
          'processes ended and begun': steps.length,
          'room taken over by another control': taken,
          'people who came, heard everybody and left': visits,
        }),
      };
    } finally {
      await Promise.all(visitors.map((people) => people.end()));
      await close();
    }
  },
};

function sidesOf({ from, to }: Size): Sides {
  const folder = (text: unknown) => (text === undefined ? thisCheckout : otherCheckout(String(text)));
  return { before: folder(from), after: folder(to) };
}

/**
 * The room passes from an old control to a new one, back, and on again; the new control has it while its sound is on an old
 * host of relays, and the old one while it is on a new host.
 */
function bothWays(relays: readonly Stoa[], controls: readonly Stoa[], { before, after }: Sides): Step[] {
  const [[first, second], [one, two]] = [relays, controls] as [[Stoa, Stoa], [Stoa, Stoa]];
  return [
    [first, after],
    [one, after],
    [two, before],
    [one, after],
    [second, before],
    [two, after],
    [second, after],
  ];
}

/** How often controls took a room over. */
const takenOver = (controls: readonly Stoa[]): number =>
  controls.reduce((sum, { said }) => sum + said.split('"eraTaken"').length - 1, 0);

/** Comes in, hears everybody on stage, and leaves. */
async function visit(people: People, { url, room }: FleetRoom): Promise<void> {
  const id = await people.come({ server: url, link: room.link, name: 'Visitor', ear: 'frames' });
  await people.live(id, 30_000);
  await until(
    () => people.heard(id),
    (voices) => voices.filter(({ quietMs }) => quietMs < 300).length === room.speakers.length,
  );
  await people.leave(id);
}
