export type {
  CloseReason,
  Me,
  Mismatch,
  Outcome,
  Person,
  Phase,
  Room,
  RoomSignal,
  RoomView,
  StagePerson,
} from './room-view.ts';
