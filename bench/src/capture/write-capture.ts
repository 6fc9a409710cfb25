import { closeSync, openSync, writeSync } from 'node:fs';
import { acknowledge, advance, type Frame, tcpFrames, udpFrames } from './frames.ts';

const HEADER = 16;
const BATCH = 1 << 22;
const FLOWS = 64;

/**
 * Writes a pcap file of about `size` bytes: one half of its packets UDP, a quarter TCP segments in order, a quarter
 * their acknowledgments, over 96 flows and both IP versions. @returns packets and bytes written
 */
export function writeCapture(path: string, size: number): { packets: number; bytes: number } {
  const file = openSync(path, 'wx');
  try {
    writeSync(file, fileHeader());
    return writeFrames(file, size);
  } finally {
    closeSync(file);
  }
}

function writeFrames(file: number, size: number): { packets: number; bytes: number } {
  const frames: Frame[] = [...udpFrames(FLOWS), ...tcpFrames(FLOWS)];
  const batch = new Uint8Array(BATCH);
  const view = new DataView(batch.buffer);
  let [packets, bytes, at] = [0, 24, 0];
  while (bytes < size) {
    // A step that shares no factor with the number of frames: neighbours in the file belong to different flows.
    const frame = frames[(packets * 31) % frames.length]!;
    const { length } = frame.bytes;
    if (at + HEADER + length > BATCH) {
      writeSync(file, batch, 0, at);
      at = 0;
    }
    if (frame.kind === 'data') advance(frame);
    else if (frame.kind === 'answer') acknowledge(frame);
    view.setUint32(at, 1_700_000_000 + Math.floor(packets / 50_000), true);
    view.setUint32(at + 4, (packets % 50_000) * 20, true);
    view.setUint32(at + 8, length, true);
    view.setUint32(at + 12, length, true);
    batch.set(frame.bytes, at + HEADER);
    at += HEADER + length;
    bytes += HEADER + length;
    packets++;
  }
  writeSync(file, batch, 0, at);
  return { packets, bytes };
}

function fileHeader(): Uint8Array {
  const header = new DataView(new ArrayBuffer(24));
  header.setUint32(0, 0xa1b2c3d4, true);
  header.setUint16(4, 2, true);
  header.setUint16(6, 4, true);
  header.setUint32(16, 262144, true);
  header.setUint32(20, 1, true);
  return new Uint8Array(header.buffer);
}
