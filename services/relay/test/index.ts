export { readChannel, readLifetime, readPeers, readTransport } from '../src/turn/requests.ts';
export { StreamFrames } from '../src/turn/stream-frames.ts';
export { readStun } from '../src/turn/stun-message.ts';
export { frame, type TestClient, type TestClientOptions, talk, testClient } from './client.ts';
export { listener, muted, nextEvent, speaker, startRelays, until, wait } from './harness.ts';
export { fakeOffer, type PoolSubject, poolContract, realOffer } from './pool-contract.ts';
export { TurnTestClient } from './turn-client.ts';
