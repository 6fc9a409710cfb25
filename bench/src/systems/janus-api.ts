import { randomUUID } from 'node:crypto';

/** A session description as Janus writes it. */
export interface Jsep {
  type: 'offer' | 'answer';
  sdp: string;
}

interface JanusMessage {
  janus: string;
  transaction?: string;
  data?: { id: number };
  jsep?: Jsep;
  error?: { code: number; reason: string };
  plugindata?: { data: Record<string, unknown> };
}

/** The part of Janus' HTTP API (long poll) that a VideoRoom needs: one session with many handles. */
export class JanusApi {
  readonly #base: string;
  readonly #waiting = new Map<string, (message: JanusMessage) => void>();
  readonly #ended = new AbortController();
  #session = 0;

  constructor(base: string) {
    this.#base = base;
  }

  async open(): Promise<void> {
    this.#session = (await this.#post('', { janus: 'create' })).data!.id;
    void this.#poll();
  }

  async attach(): Promise<number> {
    const reply = await this.#post(`/${this.#session}`, {
      janus: 'attach',
      plugin: 'janus.plugin.videoroom',
    });
    return reply.data!.id;
  }

  /** Sends a VideoRoom request and waits for the event that answers it. */
  async request(
    handle: number,
    body: object,
    jsep?: Jsep,
  ): Promise<{ data: Record<string, unknown>; jsep?: Jsep }> {
    const transaction = randomUUID();
    const event = new Promise<JanusMessage>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('janus did not answer within 10 s')), 10_000);
      this.#waiting.set(transaction, (message) => {
        clearTimeout(timer);
        resolve(message);
      });
    });
    await this.#post(`/${this.#session}/${handle}`, {
      janus: 'message',
      body,
      transaction,
      ...(jsep ? { jsep } : {}),
    });
    const message = await event.finally(() => this.#waiting.delete(transaction));
    const data = message.plugindata?.data ?? {};
    if (data.error) throw new Error(`janus videoroom: ${String(data.error)}`);
    return message.jsep ? { data, jsep: message.jsep } : { data };
  }

  close(): void {
    this.#ended.abort();
  }

  async #post(path: string, body: object): Promise<JanusMessage> {
    const response = await fetch(`${this.#base}${path}`, {
      method: 'POST',
      body: JSON.stringify({ transaction: randomUUID(), ...body }),
    });
    const message = (await response.json()) as JanusMessage;
    if (message.error) throw new Error(`janus: ${message.error.reason}`);
    return message;
  }

  async #poll(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      try {
        const response = await fetch(`${this.#base}/${this.#session}?maxev=50`, {
          signal: this.#ended.signal,
        });
        const events: unknown = await response.json();
        for (const event of (Array.isArray(events) ? events : [events]) as JanusMessage[]) {
          if (event.janus === 'event' && event.transaction) this.#waiting.get(event.transaction)?.(event);
        }
      } catch (error) {
        if (this.#ended.signal.aborted) return;
        process.stderr.write(`bench: polling janus failed: ${String(error)}\n`);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }
}
