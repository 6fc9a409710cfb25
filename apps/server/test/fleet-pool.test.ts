import { fleetRelays, natsRelayCarrier, type RelayCarrier } from '@stoa/control';
import { peerId } from '@stoa/protocol';
import {
  connectNats,
  createFakeRelayPool,
  createRelayPool,
  type NodeCarrier,
  natsNodeCarrier,
  RelayNode,
  type RelayPool,
} from '@stoa/relay';
import { fakeOffer, type PoolSubject, poolContract, realOffer } from '@stoa/relay/test';
import { startNats, type TestNats } from '@stoa/testkit/nats';
import { afterAll, beforeAll } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { ownRelays } from '../src/fleet/own-relays.ts';

let nats: TestNats;
beforeAll(async () => {
  nats = await startNats();
});
afterAll(async () => {
  await nats.stop();
});

type Way = { readonly node: NodeCarrier; readonly control: RelayCarrier; close(): Promise<void> };

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

let lives = 0;
/** The relays of a host as a control sees them, by this way. */
function fleetPool(inner: RelayPool, way: Way): RelayPool {
  const relays = fleetRelays({ carrier: way.control, clock: systemClock, life: `control${lives++}` });
  let node: RelayNode | undefined;
  return {
    get relays() {
      return relays.relays;
    },
    async start() {
      await inner.start();
      const { now, after } = systemClock;
      const place = { region: 'here', jurisdiction: 'DE', operator: 'a.example' };
      const addresses = ['127.0.0.1'];
      const carriers = [way.node];
      node = new RelayNode({
        ...{ pool: inner, carriers, host: 'one', life: `node${lives++}` },
        ...{ place, addresses, now, after },
      });
      await until(() => relays.relays.some((relay) => relay.isUp));
    },
    async stop() {
      node?.stop();
      await until(() => relays.relays.every((relay) => !relay.isUp));
      await relays.stop();
      await inner.stop();
      await way.close();
    },
  };
}

const silent: RelayCarrier = { reaches: () => false, tell() {}, onPresence() {}, onWord() {} };
async function inProcess(): Promise<Way> {
  const { node, besides } = ownRelays('one');
  return { node, control: besides(silent), async close() {} };
}

async function overNats(): Promise<Way> {
  const [there, here] = await Promise.all([1, 2].map(() => connectNats({ servers: [nats.url] })));
  const carrier = natsRelayCarrier(here!, `control${lives}`);
  return {
    node: natsNodeCarrier(there!, 'one'),
    control: carrier,
    async close() {
      carrier.stop();
      await Promise.all([there!.close(), here!.close()]);
    },
  };
}

const fake = (make: () => Promise<Way>) => async (): Promise<PoolSubject> => {
  const inner = createFakeRelayPool({ checkOffers: true });
  const relay = inner.relays[0]!;
  return {
    pool: fleetPool(inner, await make()),
    offer: () => fakeOffer((_, peer) => relay.emit({ type: 'connected', peer: peerId(peer) })),
    crash: () => relay.crash(),
    recover: () => relay.recover(),
  };
};
const real = (make: () => Promise<Way>) => async (): Promise<PoolSubject> => {
  const inner = createRelayPool({ count: 1, bindAddress: '127.0.0.1', firstPort: 0, log: () => {} });
  return {
    pool: fleetPool(inner, await make()),
    offer: realOffer,
    crash: () => process.kill(inner.relays[0]!.pid!, 'SIGKILL'),
    recover: () => {},
  };
};

poolContract('fake (fleet, in process)', fake(inProcess));
poolContract('fake (fleet, NATS)', fake(overNats));
poolContract('real (fleet, NATS)', real(overNats));
