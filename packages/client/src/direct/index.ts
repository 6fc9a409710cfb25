/** Direct messages and the keys of a device, for apps: nothing of a room is needed for them. */
export {
  type Direct,
  isFrom,
  longestDirectBody,
  longestEnvelope,
  type OwnDevice,
  openDirect,
  type PublicDevice,
  readEnvelope,
  type SignedDirect,
  sealDirect,
} from '@stoa/e2ee/direct';
export {
  type DeviceKeys,
  type KeyedDevice,
  keyedDevice,
  makeDeviceKeys,
  NoDeviceKeys,
} from './device-keys.ts';
