export { ALL_CHUNKS, DATA_CHUNKS } from './erasure.ts';
export {
  CTR_LIMIT,
  FIRST_CTR,
  frameContext,
  type HeaderFault,
  headerFault,
  type KidParts,
  type Level,
  OPUS_MAX_BYTES,
  overheadBytes,
  PAYLOAD_BYTES,
  packKid,
  readCtr,
  readKid,
  readLevel,
  SILENCE,
  STRICT_PAYLOAD_BYTES,
  unpackKid,
} from './frame-format.ts';
export type { FrameKeeper, FrameKeySource, OpeningKey, SealingKey } from './key-source.ts';
export { levelOfRms } from './level.ts';
export {
  createFrameOpener,
  type DropReason,
  type FrameOpener,
  type OpenedFrame,
  type OpenerPorts,
} from './opener.ts';
export { BLOCK_FRAMES } from './proof-block.ts';
export type { Verified } from './proof-checker.ts';
export { createFrameSealer, type FrameSealer, type SealerCounts, type SealerPorts } from './sealer.ts';
export {
  deriveSframeKeySalt,
  type SframeKeySalt,
  type SframeSuite,
  sframeDecrypt,
  sframeEncrypt,
} from './sframe-cipher.ts';
export {
  encodeSframeHeader,
  type ParsedSframeHeader,
  parseSframeHeader,
  type SframeHeader,
} from './sframe-header.ts';
export type { Voice } from './voice-table.ts';
