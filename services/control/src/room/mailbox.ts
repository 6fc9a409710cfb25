import type { ServerMessageOf } from '@stoa/protocol';

/** What must arrive, also when the socket under it is dead and nobody has noticed yet. */
export type Mail = ServerMessageOf<'toLeaf'> | ServerMessageOf<'order'> | ServerMessageOf<'fact'>;

type Kept = {
  readonly n: number;
  readonly message: Mail;
  readonly news: number | undefined;
  readonly bytes: number;
};

/** More than a device leaves unanswered between two of its pings; beyond it its seat cannot be taken up again. */
const mostBytes = 1_048_576;
/** Of a message without its sealed part. */
const envelopeBytes = 128;

/** Numbered messages to one member, kept until it says that it has them. */
export class Mailbox {
  #kept: Kept[] = [];
  #last = 0;
  #bytes = 0;
  #overflowed = false;
  /** Number of the newest order or fact that its device has taken in. */
  knownNews = 0;

  /** The message with its number, to be sent now if there is a socket. `news` is the desk's number of it. */
  post(message: Mail, news?: number): Mail {
    const n = ++this.#last;
    const numbered = { ...message, mail: n };
    const bytes = envelopeBytes + ('bytes' in message ? message.bytes.length : 0);
    this.#bytes += bytes;
    this.#kept.push({ n, message: numbered, news, bytes });
    if (this.#bytes > mostBytes) this.#overflowed = true;
    if (this.#overflowed) this.#kept = [];
    return numbered;
  }

  /** The device took in everything up to this number. */
  acknowledge(n: number | undefined): void {
    if (n === undefined) return;
    let known = 0;
    for (; known < this.#kept.length && this.#kept[known]!.n <= n; known++) {
      const { news, bytes } = this.#kept[known]!;
      this.knownNews = Math.max(this.knownNews, news ?? 0);
      this.#bytes -= bytes;
    }
    this.#kept.splice(0, known);
  }

  /** What was sent and not acknowledged; undefined when some of it is no longer here. */
  get open(): readonly Mail[] | undefined {
    return this.#overflowed ? undefined : this.#kept.map(({ message }) => message);
  }
}
