/** Keeps the loudness that the page's level meter last reported. */
import { type Level, levelOfRms } from '../frame/index.ts';

/** The part of MessagePort that is needed. */
export interface LevelPort {
  onmessage: ((event: MessageEvent) => unknown) | null;
  close(): void;
}

const STALE_MILLIS = 1000;
/** Used while nothing is measured: enough to be chosen by the relay when nobody is louder. */
const UNKNOWN_LEVEL: Level = 1;

export class LevelInput {
  readonly #now: () => number;
  #port: LevelPort | undefined;
  #level: Level = UNKNOWN_LEVEL;
  #at = Number.NEGATIVE_INFINITY;

  constructor(now: () => number) {
    this.#now = now;
  }

  listenTo(port: LevelPort): void {
    this.stop();
    this.#port = port;
    port.onmessage = (event) => {
      if (typeof event.data !== 'number') return;
      this.#level = levelOfRms(event.data);
      this.#at = this.#now();
    };
  }

  current(): Level {
    return this.#now() - this.#at <= STALE_MILLIS ? this.#level : UNKNOWN_LEVEL;
  }

  stop(): void {
    if (this.#port === undefined) return;
    this.#port.onmessage = null;
    this.#port.close();
    this.#port = undefined;
    this.#at = Number.NEGATIVE_INFINITY;
  }
}
