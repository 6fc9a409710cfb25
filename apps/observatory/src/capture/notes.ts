import type { CaptureNote } from './packet.ts';

/** Everything the reader can say about a file. Codes are stable; sentences may get better. */
export const NOTES = {
  'not-a-capture': 'This is no pcap or pcapng file: nothing was read.',
  'file-truncated': 'The file ends in the middle of a record. Everything before it was read.',
  'record-impossible':
    'A record claims a length that no packet has. The file is damaged from here on; the rest was not read.',
  'block-too-long': 'A block is longer than any that the reader keeps. It was passed over.',
  'block-damaged': 'A block contradicts itself (lengths, options). What could be understood of it was used.',
  'interface-unknown':
    'A packet names an interface that the file does not describe. Its headers were not read.',
  'link-type-unknown':
    'The packets of an interface have a link layer that is not understood. They were only counted.',
  'time-resolution-odd':
    'An interface states a clock resolution that makes no sense. Microseconds were assumed.',
  'compression-damaged': 'The compressed file is damaged. It was read up to shortly before that point.',
  'packet-snapped': 'A packet was cut when it was captured. Only its beginning can be examined.',
  'header-broken': 'A packet has a header that contradicts itself. It was read as far as it made sense.',
  'headers-too-deep':
    'A packet has more headers inside headers than any honest one. The innermost were not read.',
  'fragment-overlap': 'Fragments of one datagram overlap and agree.',
  'fragment-overlap-differs':
    'Fragments of one datagram overlap with different bytes, so that receivers may read different things. The bytes that came first were used.',
  'fragment-damaged': 'A fragment cannot belong to any datagram (length, position). It was left out.',
  'fragments-unfinished':
    'Fragments of a datagram are missing from the capture. The datagram was not put together.',
  'fragments-forgotten': 'Too many datagrams were in fragments at a time. The oldest was given up.',
  'tcp-mid-stream':
    'The capture started in the middle of a connection. Its earlier bytes are not in the file.',
  'tcp-before-start':
    'A packet carries bytes from before the point where the stream was first seen. They were left out.',
  'tcp-gap': 'Bytes of a connection are missing from the capture. The stream goes on after the gap.',
  'tcp-overlap-differs':
    'A packet repeats bytes of a connection with other contents, so that receivers may read different things. The bytes that came first were used.',
  'tcp-out-of-window': 'A packet is far outside what its connection could carry. It was left out.',
  'tcp-resync': 'A connection went on at an entirely different position. The stream was continued there.',
  'tcp-odd-syn': 'A packet wants to start a connection that is already running. It was left out.',
  'tcp-held-too-much': 'More bytes waited behind a gap than the reader keeps. The gap was taken as lost.',
  'flows-forgotten':
    'There were more flows at a time than the reader keeps. The one unused for longest was closed.',
} as const;

export type NoteCode = keyof typeof NOTES;

/** Passes on the first notes of each code and counts the others, so that a hostile file cannot flood its reader. */
export class NoteBook {
  private readonly counts = new Map<NoteCode, number>();
  private readonly limit: number;
  private readonly pass: ((note: CaptureNote) => void) | undefined;

  constructor(limit: number, pass: ((note: CaptureNote) => void) | undefined) {
    this.limit = limit;
    this.pass = pass;
  }

  /** @param packet number of the packet concerned; 0 when it is about the file */
  add(code: NoteCode, packet: number): void {
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    if (count > this.limit || this.pass === undefined) return;
    const text = NOTES[code];
    this.pass(packet > 0 ? { code, packet, text } : { code, text });
  }

  summary(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.counts);
  }
}
