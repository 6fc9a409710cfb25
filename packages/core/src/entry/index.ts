export {
  type HandsPolicy,
  mayJoin,
  mayLookAround,
  mayOpen,
  mayRaiseHand,
  maySee,
  type Opener,
  type OpeningVerdict,
  type Plan,
  roomCaps,
  seatToEnd,
} from './entry.ts';
export type { Bond, Doorway, Elsewhere, Hidden, Refused, RoomKind, Verdict } from './words.ts';
