export { accountBindingStatement as accountBindingBytes } from '@stoa/e2ee/binding';
export { type Fence, isJurisdiction, type Limit, noFence, readFence, writeFence } from '@stoa/protocol/fleet';
export { placesOf } from './browser/browser-places.ts';
export { type ConnectionCheck, checkConnection } from './browser/check-connection.ts';
export { type KnownPlaces, knownPlaces, lookAtRoom, type RoomPreview } from './browser/look.ts';
export { prepare } from './browser/prepare.ts';
export {
  checkSupport,
  type JoinOptions,
  joinRoom,
  type StartOptions,
  type Support,
  startRoom,
} from './browser/rooms.ts';
export type { MessageId, ShownReaction } from './chat/board.ts';
export {
  chatCodePoints,
  cleanChat,
  cleanLink,
  type Reaction,
  reactions,
} from './chat/words.ts';
export { NoEvidence } from './evidence/no-evidence.ts';
export type { FenceFacts, PathReceipt } from './fence/index.ts';
export { RoomNotOpened } from './room/create-room.ts';
export { readLink } from './room/link.ts';
export type { TokenCalls } from './room/ports.ts';
export type { AccountBinder } from './room/ticket.ts';
export type {
  ChatLine,
  CloseReason,
  Me,
  Mismatch,
  Outcome,
  Person,
  Phase,
  Room,
  RoomChat,
  RoomSignal,
  RoomView,
  StagePerson,
} from './room-view.ts';
