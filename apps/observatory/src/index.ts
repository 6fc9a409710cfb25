export { type Audit, type AuditOptions, audit } from './audit.ts';
export { readCanaries } from './evidence/canary-file.ts';
export type { Canary } from './evidence/needles.ts';
export { readTruth } from './evidence/truth-file.ts';
export { wavOf } from './evidence/wav.ts';
export { builtInPlaces } from './places/built-in.ts';
export { combined, mmdbPlaces } from './places/mmdb.ts';
export type { Place, PlaceSource } from './places/place.ts';
export { htmlReport, inShort, jsonReport, sarifReport, terminalReport } from './report/index.ts';
export { CATALOGUE } from './rules/catalogue.ts';
export type { Destination } from './rules/destination-list.ts';
export {
  type Evidence,
  type Finding,
  SEVERITIES,
  type Severity,
  type Sound,
  type Truth,
} from './rules/rule.ts';
