export { type Audit, type AuditOptions, audit } from './audit.ts';
export type { Canary } from './evidence/needles.ts';
export { builtInPlaces } from './places/built-in.ts';
export { combined, mmdbPlaces } from './places/mmdb.ts';
export type { Place, PlaceSource } from './places/place.ts';
export { CATALOGUE } from './rules/catalogue.ts';
export type { Destination } from './rules/destinations.ts';
export {
  type Evidence,
  type Finding,
  SEVERITIES,
  type Severity,
  type Sound,
  type Truth,
} from './rules/rule.ts';
