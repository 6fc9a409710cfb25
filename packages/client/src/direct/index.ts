/** Direct messages and the keys of a device, for apps: nothing of a room is needed for them. */
export {
  accountCode,
  checkDirectEvidence,
  type Direct,
  encodeDirectEvidence,
  isDirectEvidence,
  isFrom,
  longestDirectBody,
  longestEnvelope,
  type OwnDevice,
  openDirect,
  openLink,
  type PublicDevice,
  readEnvelope,
  type SignedDirect,
  sealDirect,
  sealLink,
  Verifier,
} from '@stoa/e2ee/direct';
export {
  type DeviceKeys,
  type KeyedDevice,
  keyedDevice,
  makeDeviceKeys,
  NoDeviceKeys,
} from './device-keys.ts';
