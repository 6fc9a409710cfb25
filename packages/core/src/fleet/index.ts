export {
  beginTenure,
  type LifeRecord,
  lapsed,
  leaseRules,
  type Obeyed,
  obeys,
  owns,
  type Sighting,
  sight,
  stepTenure,
  type Tenure,
  type TenureInput,
  type TenureStep,
} from './lease.ts';
export { busyRetryMs, busyRules, comeBackSpread, drainPace, moveRules } from './moving.ts';
export {
  type Destination,
  hostAt,
  meet,
  type Place,
  permits,
  permittedHosts,
  type Transport,
} from './permits.ts';
export {
  type Candidate,
  fullAt,
  furtherShare,
  isFull,
  place,
  placementRules,
  transportShare,
} from './placement.ts';
export { type Contact, type Receipt, type ReceiptLine, receipt } from './receipt.ts';
export { together } from './together.ts';
