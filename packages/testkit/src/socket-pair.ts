/** One end of a text socket in memory. */
export type SocketEnd = {
  send(text: string): void;
  /** Bytes that the other end has not taken. */
  readonly backlog: number;
  readonly isOpen: boolean;
  /** What was sent before still arrives. */
  close(): void;
  /** At once, on both ends. */
  drop(): void;
  onText(listener: (text: string) => void): void;
  onGone(listener: () => void): void;
  /** A reader that stops reading: texts pile up at the other end's backlog. */
  setReading(reading: boolean): void;
  /** The network goes dead: nothing arrives any more and nobody is told. */
  cutSilently(): void;
};

class End implements SocketEnd {
  other!: End;
  isOpen = true;
  #text: (text: string) => void = () => {};
  #gone: () => void = () => {};
  #reading = true;
  #cut = false;
  readonly #inbox: (string | 'closed')[] = [];
  #queued = 0;
  #scheduled = false;

  get backlog(): number {
    return this.other.#queued;
  }

  send(text: string): void {
    if (this.isOpen && !this.#cut && !this.other.#cut) this.other.#take(text);
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    if (!this.#cut && !this.other.#cut) this.other.#take('closed');
    queueMicrotask(() => this.#gone());
  }

  drop(): void {
    for (const end of [this, this.other]) {
      if (!end.isOpen || (end !== this && end.#cut)) continue;
      end.isOpen = false;
      end.#inbox.length = 0;
      queueMicrotask(() => end.#gone());
    }
  }

  onText(listener: (text: string) => void): void {
    this.#text = listener;
    this.#schedule();
  }

  onGone(listener: () => void): void {
    this.#gone = listener;
  }

  setReading(reading: boolean): void {
    this.#reading = reading;
    this.#schedule();
  }

  cutSilently(): void {
    this.#cut = true;
    this.other.#cut = true;
  }

  #take(text: string): void {
    this.#inbox.push(text);
    this.#queued += text.length;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      while (this.#reading && this.isOpen && this.#inbox.length > 0) {
        const text = this.#inbox.shift()!;
        this.#queued -= text.length;
        if (text === 'closed') {
          this.isOpen = false;
          this.#gone();
        } else this.#text(text);
      }
    });
  }
}

/** Two connected ends: what goes in at one comes out at the other, later in the same turn of the event loop. */
export function socketPair(): [SocketEnd, SocketEnd] {
  const [a, b] = [new End(), new End()];
  a.other = b;
  b.other = a;
  return [a, b];
}
