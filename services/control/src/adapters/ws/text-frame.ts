const final = 0x80;
const text = 0x1;

/** One unmasked frame around a whole text (RFC 6455 section 5.2), as servers send it. */
export function textFrame(message: string): Buffer {
  const length = Buffer.byteLength(message);
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = final | text;
  if (head === 2) frame[1] = length;
  else if (head === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(message, head);
  return frame;
}

/** The frame of the last text: what is told to a whole room is one text, given to one socket after the other. */
export class FrameOnce {
  #text: string | undefined;
  #frame: Buffer = Buffer.alloc(0);

  of(text: string): Buffer {
    if (text !== this.#text) {
      this.#frame = textFrame(text);
      this.#text = text;
    }
    return this.#frame;
  }
}
