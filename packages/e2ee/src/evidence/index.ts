export { roomHash } from '../admission/link.ts';
export {
  type CheckedEvidence,
  checkEvidence,
  type EvidenceFault,
  type EvidenceVerdict,
  isDevice,
  type Span,
} from './check-evidence.ts';
export { decodeEvidence, type Evidence, encodeEvidence } from './evidence-format.ts';
export { type About, makeEvidence } from './make-evidence.ts';
export { evidenceMost, openEvidence, safetyPublicKey, sealEvidence } from './seal-evidence.ts';
export { VoiceRecorder } from './voice-recorder.ts';
