import { createNodeParticipant, type NodeParticipant, Pacer } from '@stoa/client/node';
import { serve } from '../process/rpc.ts';

/** A process full of real participants: signaling, keys and sound, no decoder. */

const pacer = new Pacer();
const people: NodeParticipant[] = [];
const patienceMs = 60_000;
let before = { received: 0, lost: 0 };

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
    const guest = await createNodeParticipant({ server, link, name: 'Guest', ear: 'frames', pacer });
    people.push(guest);
    await guest.until(({ phase }) => phase.is === 'live' && phase.media === 'connected', patienceMs);
    while (guest.stats.received === 0) {
      if (performance.now() - begun > patienceMs) throw new Error('nothing was heard');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return performance.now() - begun;
  },
  forget: (): void => {
    before = counts();
  },
  lostPct: (): number => {
    const now = counts();
    const [received, lost] = [now.received - before.received, now.lost - before.lost];
    return (100 * lost) / Math.max(1, received + lost);
  },
};
export type PeopleWorker = typeof methods;
serve(methods);
