export { relayAddresses } from './addresses.ts';
export {
  createFakeRelayPool,
  type FakeRelay,
  type FakeRelayPool,
  type FakeRelayPoolOptions,
  fakeAnswer,
} from './fake-pool.ts';
export { type CheckedOffer, checkOffer, type OfferVerdict } from './offer.ts';
export type { RelayHandle, RelayPlace, RelayPool, RelayPoolOptions, Unsubscribe } from './pool.ts';
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
