import { createNodeParticipant, type NodeParticipant, Pacer } from '@stoa/client/node';
import { serve } from '../process/rpc.ts';

/** A process full of real participants: signaling, keys and sound, no decoder. */

const pacer = new Pacer();
const people: NodeParticipant[] = [];
const patienceMs = 60_000;
let before = { received: 0, lost: 0 };

/** The longest run of frames of each listener that never came, by the speaker's own count in their headers. */
const holes = new Map<number, Map<number, { newest: number; hole: number }>>();
const rtpHeader = 12;
const frameMs = 20;
const watching = (person: number) => {
  const voices = new Map<number, { newest: number; hole: number }>();
  holes.set(person, voices);
  return (way: 'up' | 'down', rtp: Uint8Array) => {
    const sender = rtp[rtpHeader + 2] ?? 0;
    if (way === 'up' || sender === 0) return;
    const count = (rtp[rtpHeader + 4]! << 16) | (rtp[rtpHeader + 5]! << 8) | rtp[rtpHeader + 6]!;
    const voice = voices.get(sender) ?? { newest: count, hole: 0 };
    voices.set(sender, voice);
    voice.hole = Math.max(voice.hole, count - voice.newest - 1);
    voice.newest = Math.max(voice.newest, count);
  };
};

const counts = () =>
  people.reduce(
    (sum, { stats }) => ({ received: sum.received + stats.received, lost: sum.lost + stats.lost }),
    { received: 0, lost: 0 },
  );

const methods = {
  /** Opens a room and speaks all the time. @returns its link */
  open: async (server: string): Promise<string> => {
    const host = await createNodeParticipant({
      server,
      name: 'Host',
      policy: 'open',
      tone: 440,
      ear: 'frames',
      pacer,
    });
    people.push(host);
    await host.until(({ phase }) => phase.is === 'live' && phase.media === 'connected', patienceMs);
    return host.room.link;
  },
  /** @returns ms until the first frame was heard */
  join: async (server: string, link: string): Promise<number> => {
    const begun = performance.now();
    const onPacket = watching(people.length);
    const guest = await createNodeParticipant({
      server,
      link,
      name: 'Guest',
      ear: 'frames',
      pacer,
      onPacket,
    });
    people.push(guest);
    await guest.until(({ phase }) => phase.is === 'live' && phase.media === 'connected', patienceMs);
    while (guest.stats.received === 0) {
      if (performance.now() - begun > patienceMs) throw new Error('nothing was heard');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return performance.now() - begun;
  },
  /** Of each who joined, ms. */
  holes: (): number[] =>
    [...holes.values()].map(
      (voices) => frameMs * Math.max(0, ...[...voices.values()].map(({ hole }) => hole)),
    ),
  forget: (): void => {
    before = counts();
    for (const voices of holes.values()) for (const voice of voices.values()) voice.hole = 0;
  },
  lostPct: (): number => {
    const now = counts();
    const [received, lost] = [now.received - before.received, now.lost - before.lost];
    return (100 * lost) / Math.max(1, received + lost);
  },
};
export type PeopleWorker = typeof methods;
serve(methods);
