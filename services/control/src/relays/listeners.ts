import type { PeerId, RelayEvent } from '@stoa/protocol';

/** The three kinds of listeners of a relay. */
export class RelayListeners {
  readonly #event = new Set<(event: RelayEvent) => void>();
  readonly #down = new Set<(lost: readonly PeerId[]) => void>();
  readonly #up = new Set<() => void>();

  onEvent = (listener: (event: RelayEvent) => void) => added(this.#event, listener);
  onDown = (listener: (lost: readonly PeerId[]) => void) => added(this.#down, listener);
  onUp = (listener: () => void) => added(this.#up, listener);

  event(event: RelayEvent): void {
    for (const listener of [...this.#event]) listener(event);
  }

  down(lost: readonly PeerId[]): void {
    for (const listener of [...this.#down]) listener(lost);
  }

  up(): void {
    for (const listener of [...this.#up]) listener();
  }
}

function added<L>(all: Set<L>, listener: L): () => void {
  all.add(listener);
  return () => void all.delete(listener);
}
