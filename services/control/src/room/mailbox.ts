import type { ServerMessageOf } from '@stoa/protocol';
import type { MailPart } from '@stoa/protocol/fleet';

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
  readonly #changed: () => void;
  #kept: Kept[] = [];
  #last = 0;
  #bytes = 0;
  #overflowed = false;
  /** Number of the newest order or fact that its device has taken in. */
  knownNews = 0;

  /** `changed`: for whoever writes down what is in it. */
  constructor(changed: () => void = () => {}, kept?: MailPart) {
    this.#changed = changed;
    if (!kept) return;
    this.#last = kept.last;
    this.knownNews = kept.known;
    this.#overflowed = kept.open === undefined;
    for (const { n, news, message } of kept.open ?? []) this.#keep(n, { ...message, mail: n }, news);
  }

  /** The message with its number, to be sent now if there is a socket. `news` is the desk's number of it. */
  post(message: Mail, news?: number): Mail {
    const n = ++this.#last;
    const numbered = { ...message, mail: n };
    this.#keep(n, numbered, news);
    this.#changed();
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

  get part(): MailPart {
    const open = this.#kept.map(({ n, news, message }) => ({
      n,
      message,
      ...(news !== undefined && { news }),
    }));
    return { last: this.#last, known: this.knownNews, ...(!this.#overflowed && { open }) };
  }

  #keep(n: number, message: Mail, news: number | undefined): void {
    const bytes = envelopeBytes + ('bytes' in message ? message.bytes.length : 0);
    this.#bytes += bytes;
    this.#kept.push({ n, message, news, bytes });
    if (this.#bytes > mostBytes) this.#overflowed = true;
    if (this.#overflowed) this.#kept = [];
  }
}
