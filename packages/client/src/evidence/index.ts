export {
  type CheckedEvidence,
  checkEvidence,
  type EvidenceFault,
  type EvidenceVerdict,
  evidenceMost,
  isDevice,
  openEvidence,
  type Span,
  safetyPublicKey,
  sealEvidence,
} from '@stoa/e2ee/evidence';
export { type Body, decodeBody } from '../chat/words.ts';
