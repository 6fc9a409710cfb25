// The beginning of each direction of a connection, put together as far as it is needed.
import type { Flow, StreamChunk } from '../capture/packet.ts';

export type Head = {
  readonly flow: Flow;
  readonly fromA: boolean;
  readonly packet: number;
  readonly time: number;
  bytes: Uint8Array;
  /** The capture has the first byte; otherwise it begins somewhere in the middle. */
  readonly fromStart: boolean;
  done: boolean;
};

const MOST_HEADS = 8192;

/** Calls `look` again with more bytes until it says that it has seen enough, a gap comes, or the bound is reached. */
export class Heads {
  readonly #heads = new Map<string, Head>();
  readonly #most: number;
  readonly #look: (head: Head, isAll: boolean) => boolean;

  constructor(most: number, look: (head: Head, isAll: boolean) => boolean) {
    this.#most = most;
    this.#look = look;
  }

  add(chunk: StreamChunk): void {
    const key = `${chunk.flow.id} ${chunk.fromA}`;
    let head = this.#heads.get(key);
    if (head?.done) return;
    if (!head) {
      if (this.#heads.size >= MOST_HEADS) return;
      head = {
        flow: chunk.flow,
        fromA: chunk.fromA,
        packet: chunk.packet,
        time: chunk.time,
        bytes: chunk.bytes.slice(0, this.#most),
        fromStart: chunk.offset === 0,
        done: false,
      };
      this.#heads.set(key, head);
    } else if (chunk.missing > 0) head.done = true;
    else head.bytes = Buffer.concat([head.bytes, chunk.bytes]).subarray(0, this.#most);
    head.done ||= this.#look(head, false) || head.bytes.length >= this.#most;
    if (head.done) head.bytes = new Uint8Array(0);
  }

  /** No more comes: what was not enough to be sure is all there is. */
  end(flow: Flow): void {
    for (const side of [true, false]) this.#finish(`${flow.id} ${side}`);
  }

  endAll(): void {
    for (const key of [...this.#heads.keys()]) this.#finish(key);
  }

  #finish(key: string): void {
    const head = this.#heads.get(key);
    this.#heads.delete(key);
    if (head && !head.done) this.#look(head, true);
  }
}
