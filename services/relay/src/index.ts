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
