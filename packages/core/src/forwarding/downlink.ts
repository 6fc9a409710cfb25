import type { SlotStream } from './slot-stream.ts';

/**
 * One slot of one listener. SSRC and the starts of sequence and timestamp are drawn by the caller, fresh for each
 * listener, so that no two downlinks of a room show the same numbers.
 */
export class Downlink {
  readonly ssrc: number;
  readonly payloadType: number;
  #sequenceStart: number;
  // Kept signed: small integers lie in the object itself, larger ones are a memory access more per packet.
  readonly #ssrc: number;
  readonly #timestampStart: number;
  #held = false;
  #heldAt = 0;

  constructor(ssrc: number, payloadType: number, sequenceStart: number, timestampStart: number) {
    this.ssrc = ssrc >>> 0;
    this.#ssrc = ssrc | 0;
    this.payloadType = payloadType;
    this.#sequenceStart = sequenceStart & 0xffff;
    this.#timestampStart = timestampStart | 0;
  }

  /** Not to be sent to now: the listener is the speaker, or may not listen. */
  get held(): boolean {
    return this.#held;
  }

  /**
   * While held, packets of the slot pass this listener by. Its sequence numbers go on without a hole afterwards,
   * so that silence does not look like loss; the timestamp keeps running, as silence does.
   */
  hold(held: boolean, stream: SlotStream): void {
    if (held === this.#held) return;
    this.#held = held;
    if (held) this.#heldAt = stream.newest;
    else this.#sequenceStart = (this.#sequenceStart - (stream.newest - this.#heldAt)) & 0xffff;
  }

  /** Writes the twelve bytes of the header of the packet that the slot has just taken (RFC 3550 section 5.1). */
  write(out: DataView, stream: SlotStream): void {
    out.setUint16(0, (stream.marker ? 0x8080 : 0x8000) | this.payloadType);
    out.setUint16(2, stream.sequence + this.#sequenceStart);
    out.setInt32(4, stream.timestamp + this.#timestampStart);
    out.setInt32(8, this.#ssrc);
  }
}
