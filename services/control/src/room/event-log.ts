import { encodeServerMessage, limits, type RoomEvent } from '@stoa/protocol';

/** The room's numbered events of the last minute, as far as they fit, each encoded once for all its readers. */
export class EventLog {
  readonly #events: { readonly n: number; readonly text: string; readonly at: number }[] = [];
  #last: number;
  #bytes = 0;

  /** `last`: number of the last event of whoever had the room before. */
  constructor(last: number = 0) {
    this.#last = last;
  }

  /** Number of the newest event; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  append(event: RoomEvent, now: number): string {
    const n = ++this.#last;
    const text = encodeServerMessage({ t: 'event', n, event });
    this.#events.push({ n, text, at: now });
    this.#bytes += text.length;
    let old = 0;
    for (const event of this.#events) {
      if (event.at >= now - limits.eventLogMs && this.#bytes <= limits.eventLogBytes) break;
      this.#bytes -= event.text.length;
      old++;
    }
    if (old > 0) this.#events.splice(0, old);
    return text;
  }

  /** The events after `seen`; undefined when they are no longer all here, or never were. */
  after(seen: number): readonly string[] | undefined {
    if (seen > this.#last) return undefined;
    if (seen === this.#last) return [];
    const first = this.#events[0]?.n;
    if (first === undefined || first > seen + 1) return undefined;
    return this.#events.slice(seen + 1 - first).map((event) => event.text);
  }
}
