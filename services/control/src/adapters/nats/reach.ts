import type { NatsConnection } from '@nats-io/transport-node';

/** The client keeps what it cannot send and sends it later, when it is no longer true: while the broker is away we ask nothing. */
export class Reach {
  readonly #nats: NatsConnection;
  readonly #away = new Set<() => void>();
  readonly #back = new Set<() => void>();
  #connected = true;

  constructor(nats: NatsConnection) {
    this.#nats = nats;
    void (async () => {
      for await (const { type } of nats.status()) {
        if (type === 'disconnect' && this.#connected) {
          this.#connected = false;
          for (const run of this.#away) run();
        }
        if (type === 'reconnect' && !this.#connected) {
          this.#connected = true;
          for (const run of this.#back) run();
        }
      }
    })();
  }

  get isUp(): boolean {
    return this.#connected && !this.#nats.isClosed();
  }

  /** Throws while the broker is away. */
  check(): void {
    if (!this.isUp) throw new Error('the broker is away');
  }

  onAway(run: () => void): void {
    this.#away.add(run);
  }

  onBack(run: () => void): void {
    this.#back.add(run);
  }
}
