import { peerId } from '@stoa/protocol';
import { createFakeRelayPool, createRelayPool, type RelayHandle } from '../src/index.ts';
import { fakeOffer, type PoolSubject, poolContract, realOffer } from './pool-contract.ts';

function real(): PoolSubject {
  const pool = createRelayPool({ count: 1, bindAddress: '127.0.0.1', firstPort: 0, log: () => {} });
  return {
    pool,
    offer: realOffer,
    crash: (relay) => process.kill((relay as (typeof pool.relays)[number]).pid!, 'SIGKILL'),
    recover: () => {},
  };
}

function fake(): PoolSubject {
  const pool = createFakeRelayPool({ checkOffers: true });
  const of = (relay: RelayHandle) => pool.relays[relay.index]!;
  return {
    pool,
    offer: () => fakeOffer((relay, peer) => of(relay).emit({ type: 'connected', peer: peerId(peer) })),
    crash: (relay) => of(relay).crash(),
    recover: (relay) => of(relay).recover(),
  };
}

poolContract('fake', fake);
poolContract('real', real);
