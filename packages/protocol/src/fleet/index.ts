export {
  type Directory,
  type DirectoryRefusal,
  directorySchema,
  type Host,
  hostSchema,
  openDirectory,
  type SignedDirectory,
  signDirectory,
  signedDirectorySchema,
} from './directory.ts';
export {
  type Fence,
  fenceLimits,
  isJurisdiction,
  isOperator,
  type Limit,
  noFence,
  operatorTag,
  readFence,
  writeFence,
} from './fence.ts';
export { isIP } from './is-ip.ts';
