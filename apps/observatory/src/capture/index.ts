export { LIMITS, type Limits } from './limits.ts';
export { CaptureMachine } from './machine.ts';
export { NOTES, type NoteCode } from './notes.ts';
export type {
  CaptureNote,
  CaptureSummary,
  CaptureVisitor,
  Endpoint,
  Flow,
  Network,
  Packet,
  StreamChunk,
  TcpHeader,
  Transport,
} from './packet.ts';
export { type ReadOptions, readCapture, readChunks } from './read-capture.ts';
