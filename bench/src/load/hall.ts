import { media } from '@stoa/protocol';
import type { Forwarder, Party } from '../systems/forwarder.ts';
import { type Load, startLoad } from './load.ts';

/** What one stretch of talking cost and brought. */
export interface Pass {
  readonly sent: number;
  readonly received: number;
  /** Packets that should have arrived: sent x listeners. */
  readonly expected: number;
  readonly cpuUs: number;
  readonly rssBytes: number;
}

/** Packet delays that watched listeners noted, milliseconds. */
export interface Delays {
  readonly audience: Float64Array;
  readonly stage: Float64Array;
}

/** One forwarder with one talker and a growing number of listeners, all of them real transports. */
export interface Hall {
  readonly forwarder: Forwarder;
  /** Adds listeners in the audience until there are that many. */
  fill(listeners: number): Promise<void>;
  /** Adds watched listeners on stage; they join last and must be served first all the same. */
  seat(onStage: number): Promise<void>;
  /** The talker sends for so long; CPU time is the forwarder's alone. */
  talk(seconds: number): Promise<Pass>;
  /** What was noted during the last `talk`. */
  delays(): Promise<Delays>;
  close(): Promise<void>;
}

export interface Watching {
  /** So many listeners of the audience, spread evenly over the order of joining, note the delay of each packet. */
  readonly watched: number;
  /** How many the audience will be. */
  readonly of: number;
}

const openMs = 20_000;
/** Several joins at once, or the pauses of ICE add up to minutes. */
const joinsAtOnce = 40;
/** Packets still under way when the talker has stopped. */
const drainMs = 300;
/** A seat takes effect before the first packet that is counted. */
const floorMs = 100;

/** Watched listeners live in processes of their own, so that the crowd's work does not count as delay. */
export async function openHall(forwarder: Forwarder, watching?: Watching): Promise<Hall> {
  const loads: Load[] = [];
  const start = async (name: string) => {
    const load = await startLoad(name);
    loads.push(load);
    return load;
  };
  const talker = await start('talker');
  const crowd = await start('crowd');
  const watchers = watching ? await start('watchers') : crowd;
  const stage = watching ? await start('stage') : crowd;
  const ears = [...new Set([crowd, watchers, stage])];
  const speaking = partyOf(talker, forwarder, { microphone: true, slots: forwarder.talkerSlots });
  await forwarder.publish(speaking.party);
  await talker.worker.opened(speaking.id(), openMs);
  const isWatched = spreadEvenly(watching?.watched ?? 0, watching?.of ?? 0);
  let audience = 0;
  let seated = 0;
  const join = async (load: Load, watched: boolean, onStage: boolean) => {
    const shape = { microphone: forwarder.listenerMicrophone, slots: forwarder.slots, watched };
    const listening = partyOf(load, forwarder, shape);
    await forwarder.listen(listening.party, onStage);
    await load.worker.opened(listening.id(), openMs);
  };
  const received = async () => {
    const counts = await Promise.all(ears.map((load) => load.worker.received()));
    return counts.reduce((sum, count) => sum + count, 0);
  };
  const watch = (on: boolean) => Promise.all(ears.map((load) => load.worker.watch(on)));
  return {
    forwarder,
    fill: async (wanted) => {
      while (audience < wanted) {
        const places = Array.from(
          { length: Math.min(joinsAtOnce, wanted - audience) },
          (_, i) => audience + i,
        );
        await Promise.all(
          places.map((place) => join(isWatched(place) ? watchers : crowd, isWatched(place), false)),
        );
        audience += places.length;
      }
    },
    seat: async (onStage) => {
      for (; seated < onStage; seated += 1) await join(stage, true, true);
    },
    talk: async (seconds) => {
      forwarder.floor?.(true);
      await sleep(floorMs);
      const before = await received();
      await watch(true);
      const cpu = forwarder.usage().cpuUs;
      const sent = await talker.worker.publish(speaking.id(), media.frameMs, seconds * 1000);
      await sleep(drainMs);
      const usage = forwarder.usage();
      await watch(false);
      forwarder.floor?.(false);
      return {
        sent,
        received: (await received()) - before,
        expected: sent * (audience + seated),
        cpuUs: usage.cpuUs - cpu,
        rssBytes: usage.rssBytes,
      };
    },
    delays: async () => ({ audience: await watchers.worker.delays(), stage: await stage.worker.delays() }),
    close: async () => {
      await Promise.all([...loads.map((load) => load.stop()), forwarder.stop()]);
    },
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Picks `chosen` of `total` places at even distances, the first and the last among them. */
export function spreadEvenly(chosen: number, total: number): (place: number) => boolean {
  const places = new Set<number>();
  const count = Math.min(chosen, total);
  for (let i = 0; i < count; i += 1)
    places.add(count === 1 ? 0 : Math.round((i * (total - 1)) / (count - 1)));
  return (place) => places.has(place);
}

function partyOf(
  load: Load,
  forwarder: Forwarder,
  shape: { microphone: boolean; slots: number; watched?: boolean },
): { party: Party; id: () => number } {
  let id = 0;
  const address = forwarder.address;
  const party: Party = {
    offer: async () => {
      const made = await load.worker.offer({ ...shape, address });
      id = made.id;
      return made.sdp;
    },
    accept: (answer) => load.worker.accept(id, answer),
    answer: async (offer) => {
      const made = await load.worker.answer(offer, { address, watched: shape.watched ?? false });
      id = made.id;
      return made.sdp;
    },
  };
  return { party, id: () => id };
}
