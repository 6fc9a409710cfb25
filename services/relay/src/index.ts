export { connectNats } from './adapters/nats/connect.ts';
export { natsNodeCarrier } from './adapters/nats/node-carrier.ts';
export { relayAddresses } from './addresses.ts';
export {
  createFakeRelayPool,
  type FakeRelay,
  type FakeRelayPool,
  type FakeRelayPoolOptions,
  fakeAnswer,
} from './fake-pool.ts';
export type { NodeCarrier } from './node/node-carrier.ts';
export { RelayNode, type RelayNodeOptions } from './node/relay-node.ts';
export { type CheckedOffer, checkOffer, type OfferVerdict } from './offer.ts';
export type { RelayPlace } from './place.ts';
export type { RelayHandle, RelayPool, RelayPoolOptions, Unsubscribe } from './pool.ts';
export type { NatsAccess } from './process-link.ts';
export { createRelayPool } from './supervisor.ts';
export {
  createTurnServer,
  looksLikeStun,
  type StunResponder,
  startStunResponder,
  type TurnCredential,
  type TurnLoad,
  type TurnServer,
  type TurnTarget,
  turnCredential,
} from './turn/index.ts';
