/** Cuts a stream into messages, each behind its length (u16). What it gives out is valid until it returns. */
export class MessageReader {
  readonly #longest: number;
  readonly #onMessage: (message: Buffer) => void;
  readonly #kept: Buffer;
  #length = 0;

  constructor(longest: number, onMessage: (message: Buffer) => void) {
    this.#longest = longest;
    this.#onMessage = onMessage;
    this.#kept = Buffer.alloc(2 + longest);
  }

  /** False when the other side does not keep to the format: nothing more can be read from it. */
  read(chunk: Buffer): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#length < 2) {
        this.#kept[this.#length++] = chunk[at++]!;
        continue;
      }
      const length = this.#kept.readUInt16BE(0);
      if (length === 0 || length > this.#longest) return false;
      const missing = 2 + length - this.#length;
      const taken = Math.min(missing, chunk.length - at);
      chunk.copy(this.#kept, this.#length, at, at + taken);
      this.#length += taken;
      at += taken;
      if (taken < missing) return true;
      this.#length = 0;
      this.#onMessage(this.#kept.subarray(2, 2 + length));
    }
    return true;
  }
}
