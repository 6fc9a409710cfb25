export { bytes, concat, fromBase64Url, toBase64Url } from './bytes.ts';
export { type CloseCode, closeSchema, type Refusal, refusalSchema } from './errors.ts';
export { type HeadSeat, headSeats } from './head-seats.ts';
export {
  cardRequestSchema,
  cardResponseSchema,
  type HttpError,
  httpErrorSchema,
  newRoomRequestSchema,
  newRoomResponseSchema,
  tokenRequestSchema,
  tokenResponseSchema,
} from './http.ts';
export { type EraId, eraId, type Leaf, type LinkId, leaf, linkId, type PeerId, peerId } from './ids.ts';
export { limits } from './limits.ts';
export { media } from './media.ts';
export { MerkleLog, provesInclusion } from './merkle.ts';
export {
  type ClientMessage,
  type ClientMessageOf,
  clientMessageSchema,
  type ServerMessage,
  type ServerMessageOf,
  serverMessageSchema,
  type WireEpochWrap,
  type WireHead,
} from './messages.ts';
export { cleanLines, cleanName, cleanText, cleanTitle } from './names.ts';
export { networkOf } from './network-of.ts';
export {
  type JoinToken,
  joinToken,
  type LinkFragment,
  linkFragment,
  Opaque,
  type RoomHandle,
  roomHandle,
  type Subject,
  subject,
} from './opaque.ts';
export { pad, paddingBytes } from './padding.ts';
export { dtlsFingerprint, joinProofBytes, offerProofBytes, resumeProofBytes } from './proofs.ts';
export {
  idleLoad,
  type LinkPlace,
  type OfferRefusal,
  type RelayCommand,
  type RelayEvent,
  type RelayLoad,
  type RelaySeat,
} from './relay-link.ts';
export {
  type ChatWho,
  type CommandName,
  chatWhoSchema,
  commandSchema,
  eventSchema,
  houseRules,
  leafSchema,
  moderatorCommands,
  type Policy,
  policySchema,
  type Role,
  type RoomCommand,
  type RoomEvent,
  type RoomSnapshot,
  roleSchema,
  type StageMember,
  snapshotSchema,
} from './room-words.ts';
export {
  openToken,
  roomOfToken,
  type Sign,
  signToken,
  type TokenClaims,
  type TokenGrants,
  tokenLifetimeMs,
  type Verify,
} from './token.ts';
export {
  decodeClientMessage,
  decodeServerMessage,
  encodeClientMessage,
  encodeServerMessage,
} from './wire.ts';
