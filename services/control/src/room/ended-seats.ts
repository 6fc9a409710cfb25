import type { CloseCode, Leaf } from '@stoa/protocol';

export type EndedSeat = {
  readonly leaf: Leaf;
  readonly key: Uint8Array<ArrayBuffer>;
  readonly code: CloseCode;
};

/** Of people who are not to come back on their old seat: whoever proves such a key is told why. */
export class EndedSeats {
  readonly #seats: Map<Leaf, EndedSeat>;

  constructor(kept: readonly EndedSeat[] = []) {
    this.#seats = new Map(kept.map((seat) => [seat.leaf, seat]));
  }

  get(leaf: Leaf): EndedSeat | undefined {
    return this.#seats.get(leaf);
  }

  /** Any other code leaves the way back open. */
  end(leaf: Leaf, key: Uint8Array<ArrayBuffer>, code: CloseCode): void {
    if (code === 'removed' || code === 'replaced') this.#seats.set(leaf, { leaf, key, code });
  }
}
