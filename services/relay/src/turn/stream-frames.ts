import { padding } from './stun-message.ts';
import { headerBytes, magicCookie } from './stun-words.ts';

/** Nothing that we or browsers send in TURN comes near; SRTP packets and handshakes stay below an Ethernet frame. */
const longest = 4_096;
const channelHeader = 4;

export type FrameReader = {
  stun(message: Buffer): void;
  channel(channel: number, data: Buffer): void;
};

/**
 * Cuts a TCP or TLS stream into STUN messages and ChannelData (RFC 8656, sections 12.4 and 12.5). What comes in
 * whole frames, as it usually does, is handed on without a copy, as views of the chunk; of the rest one unfinished
 * frame is kept.
 */
export class StreamFrames {
  readonly #reader: FrameReader;
  readonly #rest = Buffer.alloc(longest);
  #kept = 0;

  constructor(reader: FrameReader) {
    this.#reader = reader;
  }

  /** False for what is neither: the stream cannot be understood any more. */
  take(chunk: Buffer): boolean {
    let at = 0;
    while (this.#kept > 0) {
      // Of the begun frame first as much as tells its length, then the rest.
      const need = this.#kept < channelHeader ? channelHeader : frameBytes(this.#rest, 0, this.#kept);
      if (need === undefined) return false;
      const taken = chunk.copy(this.#rest, this.#kept, at, at + need - this.#kept);
      at += taken;
      this.#kept += taken;
      if (this.#kept < need) return true;
      if (this.#kept < channelHeader || frameBytes(this.#rest, 0, this.#kept) !== this.#kept) continue;
      const whole = Buffer.from(this.#rest.subarray(0, this.#kept));
      this.#kept = 0;
      this.#give(whole);
    }
    while (at < chunk.length) {
      const size = chunk.length - at < channelHeader ? undefined : frameBytes(chunk, at, chunk.length - at);
      if (size === undefined && chunk.length - at >= channelHeader) return false;
      if (size === undefined || at + size > chunk.length) {
        this.#kept = chunk.copy(this.#rest, 0, at);
        return true;
      }
      this.#give(chunk.subarray(at, at + size));
      at += size;
    }
    return true;
  }

  #give(frame: Buffer): void {
    if ((frame[0]! & 0xc0) === 0) this.#reader.stun(frame);
    else {
      const length = frame.readUInt16BE(2);
      this.#reader.channel(frame.readUInt16BE(0), frame.subarray(channelHeader, channelHeader + length));
    }
  }
}

/** Of the frame that begins there, padding included; undefined where none can begin. Four bytes are there. */
function frameBytes(bytes: Buffer, at: number, available: number): number | undefined {
  const kind = bytes[at]! & 0xc0;
  const length = bytes.readUInt16BE(at + 2);
  if (kind === 0x40) {
    const size = channelHeader + length + padding(length);
    return size > longest ? undefined : size;
  }
  if (kind !== 0 || length % 4 !== 0 || headerBytes + length > longest) return undefined;
  if (available >= 8 && bytes.readUInt32BE(at + 4) !== magicCookie) return undefined;
  return headerBytes + length;
}

/** ChannelData as a stream carries it: padded to four bytes, and all frames of one size alike. */
export function channelData(channel: number, data: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(channelHeader + data.length + padding(data.length));
  frame.writeUInt16BE(channel, 0);
  frame.writeUInt16BE(data.length, 2);
  data.copy(frame, channelHeader);
  return frame.fill(0, channelHeader + data.length);
}
