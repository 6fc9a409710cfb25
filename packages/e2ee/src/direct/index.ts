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
