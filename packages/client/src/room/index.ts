/** For whoever brings ports of its own: a room over other sockets, media or clocks than the ones shipped here. */
export { createRoom, RoomNotOpened, untilOpen } from './create-room.ts';
export { readLink, writeLink } from './link.ts';
export type {
  CallFailure,
  Capture,
  Clock,
  Keys,
  Life,
  MediaTransport,
  Microphone,
  OpenSocket,
  RoomPorts,
  SocketEvents,
  SocketLink,
  Sound,
  Ticket,
  TokenCalls,
  TransportEvents,
} from './ports.ts';
export type { Entry } from './ticket.ts';
export type { VoiceReport } from './voices.ts';
