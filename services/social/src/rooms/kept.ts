/**
 * What was read from the database and is likely to be asked for again. The longest unused goes when there is too much.
 * Who reads while somebody else already does waits for the same answer. What is forgotten during a read is not kept.
 */
export class Kept<V> {
  readonly #read: (key: string) => Promise<V>;
  readonly #weigh: (value: V) => number;
  readonly #most: number;
  readonly #values = new Map<string, V>();
  readonly #reading = new Map<string, Promise<V>>();
  #weight = 0;

  /** @param most of the sum of `weigh` */
  constructor(options: {
    readonly read: (key: string) => Promise<V>;
    readonly weigh: (value: V) => number;
    readonly most: number;
  }) {
    this.#read = options.read;
    this.#weigh = options.weigh;
    this.#most = options.most;
  }

  /** Without reading. */
  peek(key: string): V | undefined {
    return this.#values.get(key);
  }

  get(key: string): V | Promise<V> {
    const value = this.#values.get(key);
    if (value !== undefined) {
      this.#values.delete(key);
      this.#values.set(key, value);
      return value;
    }
    const running = this.#reading.get(key);
    if (running !== undefined) return running;
    const reading: Promise<V> = this.#read(key).then(
      (read) => {
        if (this.#reading.get(key) === reading) {
          this.#reading.delete(key);
          this.put(key, read);
        }
        return read;
      },
      (error: unknown) => {
        if (this.#reading.get(key) === reading) this.#reading.delete(key);
        throw error;
      },
    );
    this.#reading.set(key, reading);
    return reading;
  }

  put(key: string, value: V): void {
    this.#drop(key);
    this.#values.set(key, value);
    this.#weight += this.#weigh(value);
    for (const oldest of this.#values.keys()) {
      if (this.#weight <= this.#most || oldest === key) return;
      this.#drop(oldest);
    }
  }

  forget(key: string): void {
    this.#drop(key);
    this.#reading.delete(key);
  }

  #drop(key: string): void {
    const value = this.#values.get(key);
    if (value === undefined) return;
    this.#values.delete(key);
    this.#weight -= this.#weigh(value);
  }
}
