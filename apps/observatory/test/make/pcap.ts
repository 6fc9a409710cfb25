import { concat, ordered } from './bytes.ts';

/** A frame to be written into a capture file. */
export type Frame = {
  /** Microseconds since the Unix epoch. */
  readonly time: number;
  /** From its link-layer header on. */
  readonly bytes: Uint8Array;
  /** Bytes on the wire when the frame was cut; `bytes.length` by default. */
  readonly length?: number;
};

export type PcapOptions = {
  readonly linkType?: number;
  readonly bigEndian?: boolean;
  readonly nanoseconds?: boolean;
  readonly snapLength?: number;
};

/** A whole pcap file. */
export function pcap(frames: readonly Frame[], options: PcapOptions = {}): Uint8Array {
  return concat(pcapHeader(options), ...frames.map((frame) => pcapRecord(frame, options)));
}

export function pcapHeader(options: PcapOptions = {}): Uint8Array {
  const little = options.bigEndian !== true;
  return concat(
    ordered(4, [options.nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4], little),
    ordered(2, [2, 4], little),
    ordered(4, [0, 0, options.snapLength ?? 262144, options.linkType ?? 1], little),
  );
}

export function pcapRecord(frame: Frame, options: PcapOptions = {}): Uint8Array {
  const seconds = Math.floor(frame.time / 1e6);
  const micros = frame.time - seconds * 1e6;
  const fraction = options.nanoseconds ? Math.round(micros * 1000) : Math.floor(micros);
  const numbers = [seconds, fraction, frame.bytes.length, frame.length ?? frame.bytes.length];
  return concat(ordered(4, numbers, options.bigEndian !== true), frame.bytes);
}
