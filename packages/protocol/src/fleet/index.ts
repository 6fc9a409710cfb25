export { cardVersion, deploymentKeyBytes, deploymentOfCard, fenceOfCard } from './card-fence.ts';
export {
  type Directory,
  type DirectoryAnswer,
  type DirectoryRefusal,
  directoryAnswerSchema,
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
  isOperatorTag,
  type Limit,
  noFence,
  operatorTag,
  readFence,
  writeFence,
} from './fence.ts';
export { decodeFence, encodeFence, fenceBytes } from './fence-bytes.ts';
export { isIP } from './is-ip.ts';
export { fleetSubjects, fleetWords, type Presence, presenceRules, presenceSchema } from './presence.ts';
export {
  type ControlWord,
  decode,
  decodeControlWord,
  decodeRelayWord,
  encodeWord,
  type RelayWord,
} from './relay-words.ts';
export {
  type CorePart,
  corePartSchema,
  type DeskPart,
  deskPartSchema,
  endedPartSchema,
  epochsPartSchema,
  type HeadPart,
  headPartSchema,
  type KeptMail,
  type MailPart,
  mailPartSchema,
  type PeoplePart,
  peoplePartSchema,
  type RoomPart,
  readPart,
  rewrapsPartSchema,
  roomPartSchema,
  turnsPartSchema,
  wrapsPartSchema,
  writePart,
} from './room-memory.ts';
export {
  type VoiceAct,
  type VoiceAnswer,
  type VoiceAsk,
  type VoiceBulletin,
  type VoiceNewsOnWire,
  voiceSubjects,
  voiceWords,
} from './voice-words.ts';
export { type Wish, wishSchema } from './wish.ts';
