import type { Joining } from '@stoa/e2ee';
import type { Keys, Life, MediaTransport, RoomPorts, SocketLink } from '../room/ports.ts';
import type { FenceGuard } from './guard.ts';

/** How often a transport is asked where its packets went. */
const lookEveryMs = 1_000;
const encoder = new TextEncoder();
const bytesOf = (text: string): number => encoder.encode(text).length;

/**
 * The same ports with a guard at every way out: a room's fence goes into its card, a card's fence is known before anything
 * is said, no answer is applied that leads outside, and what was contacted is noted.
 */
export function fencedPorts<Track>(ports: RoomPorts<Track>, guard: FenceGuard): RoomPorts<Track> {
  const { readyLife } = ports;
  return {
    ...ports,
    openSocket: (events) => {
      guard.signaled(0, 0);
      const link = ports.openSocket({
        text: (text) => {
          guard.signaled(0, bytesOf(text));
          events.text(text);
        },
        closed: () => events.closed(),
      });
      return fencedSocket(link, guard);
    },
    makeLife: async () => fencedLife(await ports.makeLife(), ports, guard),
    ...(readyLife && {
      readyLife: () => {
        const ready = readyLife();
        return ready && fencedLife(ready, ports, guard);
      },
    }),
  };
}

const fencedSocket = (link: SocketLink, guard: FenceGuard): SocketLink => ({
  send: (text) => {
    guard.signaled(bytesOf(text), 0);
    link.send(text);
  },
  close: () => link.close(),
});

const stopped = (): never => {
  throw new Error('the fence of this room does not permit it');
};

function fencedLife<Track>(life: Life<Track>, ports: RoomPorts<Track>, guard: FenceGuard): Life<Track> {
  let transports = 0;
  const name = `${++lives}`;
  const keys = withCalls(life.keys, {
    open: async (options, now) => {
      const deployment = await guard.deployment();
      if ((await guard.enter()) !== 'good') return stopped();
      return life.keys.open({ ...options, fence: guard.roomFence, deployment }, now);
    },
    join: async (options, now): Promise<Joining> => {
      const joining = await life.keys.join(options, now);
      if (!joining.ok) return joining;
      guard.cardSaid(joining.fence, joining.deployment);
      return (await guard.enter()) === 'good' ? joining : stopped();
    },
  });
  return {
    // Call by call: what is spread loses the calls of an object of a class.
    keys,
    listenTo: (track) => life.listenTo(track),
    onVoices: (callback) => life.onVoices(callback),
    evidence: (leaf) => life.evidence(leaf),
    close: () => life.close(),
    transport: (events, second) => {
      const inner = life.transport({ ...events, permitted: (servers) => guard.permitted(servers) }, second);
      return fencedTransport(inner, `${name}.${++transports}`, ports, guard);
    },
  };
}

let lives = 0;

/** The same object with two calls of ours; all others run on it as they are. */
function withCalls(keys: Keys, ours: Pick<Keys, 'open' | 'join'>): Keys {
  return new Proxy(keys, {
    get: (target, name) => {
      if (name === 'open' || name === 'join') return ours[name];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function fencedTransport<Track>(
  inner: MediaTransport<Track>,
  name: string,
  { clock }: RoomPorts<Track>,
  guard: FenceGuard,
): MediaTransport<Track> {
  let stopLooking = () => {};
  let forget = () => {};
  let isClosed = false;
  const look = async () => {
    const exchanges = await inner.exchanges?.().catch(() => undefined);
    if (exchanges) guard.saw(name, exchanges);
  };
  const keepLooking = () => {
    if (isClosed || !inner.exchanges) return;
    stopLooking = clock.after(lookEveryMs, () => {
      void look().then(keepLooking);
    });
  };
  return {
    publish: (track) => inner.publish(track),
    carry: () => inner.carry(),
    signsOfLife: () => inner.signsOfLife(),
    offer: async () => ({ ...(await inner.offer()), wish: () => guard.wish() }),
    answer: async (text) => {
      if ((await guard.check(text)) !== 'good') return stopped();
      if (isClosed) return;
      await inner.answer(text);
      if (isClosed) return;
      forget = guard.watch(look);
      keepLooking();
    },
    ...(inner.exchanges && { exchanges: () => inner.exchanges!() }),
    close: () => {
      isClosed = true;
      stopLooking();
      forget();
      // What was exchanged since the last look, if it can still be had.
      void look();
      inner.close();
    },
  };
}
