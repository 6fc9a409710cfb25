// The input that is being read, where another thread can see it: a reader that hangs cannot say on what.
const WORDS = 2;
const MOST = 1 << 20;

/** What the watching and the reading thread share: a count of inputs begun, the length of the present one, its bytes. */
export class Watched {
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;

  constructor(memory = new SharedArrayBuffer(4 * WORDS + MOST)) {
    this.memory = memory;
    this.#words = new Int32Array(memory, 0, WORDS);
    this.#bytes = new Uint8Array(memory, 4 * WORDS);
  }

  /** Called before each input. */
  begin(input: Uint8Array): void {
    const length = Math.min(input.length, MOST);
    this.#bytes.set(input.subarray(0, length));
    Atomics.store(this.#words, 1, length);
    Atomics.add(this.#words, 0, 1);
  }

  get begun(): number {
    return Atomics.load(this.#words, 0);
  }

  /** A copy of the present input. */
  get input(): Uint8Array {
    return this.#bytes.slice(0, Atomics.load(this.#words, 1));
  }
}
