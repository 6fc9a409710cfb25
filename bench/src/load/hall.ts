import { media } from '@stoa/protocol';
import type { Usage } from '../process/usage.ts';
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

/** One forwarder with one talker and a growing number of listeners, all of them real transports. */
export interface Hall {
  readonly forwarder: Forwarder;
  listeners(): number;
  /** Adds listeners until there are that many. */
  fill(listeners: number): Promise<void>;
  /** The talker sends for so long; CPU time is the forwarder's alone. */
  talk(seconds: number): Promise<Pass>;
  usage(): Usage;
  /** Packet delays seen by the watched listeners in the last `talk`, milliseconds. */
  delays(): Promise<Float64Array>;
  close(): Promise<void>;
}

const openMs = 20_000;
/** Several joins at once, or the pauses of ICE add up to minutes. */
const joinsAtOnce = 40;
/** Packets still under way when the talker has stopped. */
const drainMs = 300;

/**
 * @param watched how many listeners, spread evenly over the order of joining, note the delay of each packet; they
 *   live in a process of their own so that the crowd's work does not count as delay
 */
export async function openHall(forwarder: Forwarder, watchedTotal = 0, full = 0): Promise<Hall> {
  const loads: Load[] = [];
  const start = async (name: string) => {
    const load = await startLoad(name);
    loads.push(load);
    return load;
  };
  const talker = await start('talker');
  const crowd = await start('crowd');
  const watchers = watchedTotal > 0 ? await start('watchers') : crowd;
  const speaking = partyOf(talker, forwarder, { microphone: true, slots: forwarder.talkerSlots });
  await forwarder.publish(speaking.party);
  await talker.worker.opened(speaking.id(), openMs);
  let listeners = 0;
  const received = async () => {
    const crowded = await crowd.worker.received();
    return watchers === crowd ? crowded : crowded + (await watchers.worker.received());
  };
  const isWatched = spreadEvenly(watchedTotal, full);
  const join = async (place: number) => {
    const watched = isWatched(place);
    const load = watched ? watchers : crowd;
    const listening = partyOf(load, forwarder, {
      microphone: forwarder.listenerMicrophone,
      slots: forwarder.slots,
      watched,
    });
    await forwarder.listen(listening.party);
    await load.worker.opened(listening.id(), openMs);
  };
  return {
    forwarder,
    listeners: () => listeners,
    fill: async (wanted) => {
      while (listeners < wanted) {
        const batch = Math.min(joinsAtOnce, wanted - listeners);
        await Promise.all(Array.from({ length: batch }, (_, i) => join(listeners + i)));
        listeners += batch;
      }
    },
    talk: async (seconds) => {
      const before = await received();
      await watchers.worker.watch(true);
      const cpu = forwarder.usage().cpuUs;
      const sent = await talker.worker.publish(speaking.id(), media.frameMs, seconds * 1000);
      await new Promise((resolve) => setTimeout(resolve, drainMs));
      const usage = forwarder.usage();
      await watchers.worker.watch(false);
      return {
        sent,
        received: (await received()) - before,
        expected: sent * listeners,
        cpuUs: usage.cpuUs - cpu,
        rssBytes: usage.rssBytes,
      };
    },
    usage: () => forwarder.usage(),
    delays: () => watchers.worker.delays(),
    close: async () => {
      await Promise.all([...loads.map((load) => load.stop()), forwarder.stop()]);
    },
  };
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
