import type { EraId, LinkId } from '@stoa/protocol';
import type { RelayHandle } from '../ports.ts';

/** Which relays carry one era. Whenever that changes, each of them is told of the others. */
export class EraRelays {
  readonly #era: EraId;
  readonly #transports = new Map<RelayHandle, number>();

  constructor(era: EraId) {
    this.#era = era;
  }

  get isEmpty(): boolean {
    return this.#transports.size === 0;
  }

  has(relay: RelayHandle): boolean {
    return this.#transports.has(relay);
  }

  relays(): readonly RelayHandle[] {
    return [...this.#transports.keys()];
  }

  /** One transport more. */
  add(relay: RelayHandle): void {
    const count = this.#transports.get(relay) ?? 0;
    this.#transports.set(relay, count + 1);
    if (count === 0 && this.#transports.size > 1) this.#tell();
  }

  /** One transport less. */
  remove(relay: RelayHandle): void {
    const count = this.#transports.get(relay) ?? 0;
    if (count > 1) {
      this.#transports.set(relay, count - 1);
      return;
    }
    if (!this.#transports.delete(relay)) return;
    this.#tell();
  }

  #tell(): void {
    const all = this.relays();
    for (const relay of all) {
      const links = all.flatMap(({ link }): LinkId[] => (link === undefined ? [] : [link]));
      relay.send({ type: 'links', era: this.#era, links: links.filter((link) => link !== relay.link) });
    }
  }
}
