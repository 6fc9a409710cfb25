export { Verifier } from '../keys/signature.ts';
export { type AccountDevices, accountCode } from './account-code.ts';
export {
  checkDirectEvidence,
  type DirectEvidence,
  encodeDirectEvidence,
  isDirectEvidence,
  type Proven,
} from './direct-evidence.ts';
export {
  type Direct,
  isFrom,
  type OwnDevice,
  openDirect,
  type PublicDevice,
  type SignedDirect,
  sealDirect,
} from './direct-message.ts';
export { longestDirectBody, longestEnvelope, readEnvelope } from './envelope.ts';
export { longestSealedLink, type OpenedLink, openLink, sealedLinkBytes, sealLink } from './sealed-link.ts';
