// Frames of a WebSocket (RFC 6455 section 5.2): the mask that hides a client's bytes travels with them.

const MOST_FRAME = 1 << 20;

/** One direction after the handshake. Control frames and what is larger than a megabyte are passed over. */
export class WebSocketFrames {
  #waiting: Uint8Array = new Uint8Array(0);
  #isLost = false;

  /** @param give gets each frame's payload without its mask; `packed` when the message is compressed (RFC 7692) */
  push(bytes: Uint8Array, missing: number, give: (payload: Uint8Array, packed: boolean) => void): void {
    this.#isLost ||= missing > 0;
    if (this.#isLost) return;
    let rest = this.#waiting.length === 0 ? bytes : Buffer.concat([this.#waiting, bytes]);
    for (;;) {
      const frame = frameAt(rest);
      if (frame === 'more') break;
      if (frame === undefined) {
        this.#isLost = true;
        rest = new Uint8Array(0);
        break;
      }
      give(frame.payload, frame.packed);
      rest = rest.subarray(frame.next);
    }
    this.#waiting = rest.slice();
  }
}

type Frame = { readonly payload: Uint8Array; readonly packed: boolean; readonly next: number };

function frameAt(bytes: Uint8Array): Frame | 'more' | undefined {
  if (bytes.length < 2) return 'more';
  const [first, second] = [bytes[0]!, bytes[1]!];
  // Two reserved bits and the operations that mean nothing: this is no frame.
  if ((first & 0x30) !== 0 || ((first & 15) > 2 && (first & 15) < 8) || (first & 15) > 10) return undefined;
  let length = second & 127;
  let at = 2;
  if (length >= 126) {
    const width = length === 126 ? 2 : 8;
    if (bytes.length < 2 + width) return 'more';
    length = 0;
    for (let i = 0; i < width; i++) length = length * 256 + bytes[2 + i]!;
    at += width;
  }
  if (length > MOST_FRAME) return undefined;
  const masked = (second & 0x80) !== 0;
  const start = at + (masked ? 4 : 0);
  if (bytes.length < start + length) return 'more';
  const payload = bytes.slice(start, start + length);
  if (masked) for (let i = 0; i < length; i++) payload[i]! ^= bytes[at + (i & 3)]!;
  return { payload, packed: (first & 0x40) !== 0, next: start + length };
}
