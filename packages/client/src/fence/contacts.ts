import type { Contact, Destination } from '@stoa/core/fleet';

/** What one transport has exchanged with one place so far. Only rises. */
export type Exchange = Destination & { readonly sentBytes: number; readonly receivedBytes: number };

const keyOf = ({ address, port, transport }: Destination): string => `${transport} ${address} ${port}`;

/** Every place that this device sent packets to or got some from, over all transports of a room. */
export class ContactBook {
  readonly #entries = new Map<string, Contact>();
  readonly #counted = new Map<string, { readonly sent: number; readonly received: number }>();

  get contacts(): readonly Contact[] {
    return [...this.#entries.values()];
  }

  /** @param source which transport says so: its counts only rise */
  saw(source: string, exchanges: readonly Exchange[], now: number): void {
    for (const exchange of exchanges) {
      const counter = `${source} ${keyOf(exchange)}`;
      const before = this.#counted.get(counter) ?? { sent: 0, received: 0 };
      const sent = Math.max(before.sent, exchange.sentBytes);
      const received = Math.max(before.received, exchange.receivedBytes);
      this.#counted.set(counter, { sent, received });
      this.touched(exchange, sent - before.sent, received - before.received, now);
    }
  }

  /** So many bytes more, in either direction. */
  touched(there: Destination, sent: number, received: number, now: number): void {
    const { address, port, transport } = there;
    const known = this.#entries.get(keyOf(there));
    this.#entries.set(keyOf(there), {
      ...{ address, port, transport },
      sentBytes: (known?.sentBytes ?? 0) + sent,
      receivedBytes: (known?.receivedBytes ?? 0) + received,
      first: known?.first ?? now,
      last: !known || sent + received > 0 ? now : known.last,
    });
  }
}
