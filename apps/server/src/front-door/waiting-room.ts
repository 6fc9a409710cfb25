/** Who may stand in the door, all together and of one address, and for how long (ms). */
export const doorLimits = { all: 1_024, perAddress: 128, patience: 10_000 } as const;

type Guest = { destroy(): void };

/**
 * Connections that have not said yet what they are, or are still agreeing on keys. They hold a descriptor and nothing
 * else; when there are too many, the one that has waited longest goes.
 */
export class WaitingRoom {
  readonly #limits: typeof doorLimits | { all: number; perAddress: number; patience: number };
  readonly #guests = new Map<Guest, { readonly address: string; readonly timer: NodeJS.Timeout }>();
  readonly #byAddress = new Map<string, number>();
  #turnedAway = 0;

  constructor(limits: { all: number; perAddress: number; patience: number } = doorLimits) {
    this.#limits = limits;
  }

  get waiting(): number {
    return this.#guests.size;
  }

  /** Since the start: too many of one address, too slow, or the longest waiting when it was full. */
  get turnedAway(): number {
    return this.#turnedAway;
  }

  enter(guest: Guest, address: string): boolean {
    const sameAddress = this.#byAddress.get(address) ?? 0;
    if (sameAddress >= this.#limits.perAddress) {
      this.#turnedAway++;
      return false;
    }
    if (this.#guests.size >= this.#limits.all) this.#turnAway(this.#guests.keys().next().value);
    const timer = setTimeout(() => this.#turnAway(guest), this.#limits.patience);
    timer.unref();
    this.#guests.set(guest, { address, timer });
    this.#byAddress.set(address, sameAddress + 1);
    return true;
  }

  /** It has said what it is, or it is gone. */
  leave(guest: Guest): void {
    const entry = this.#guests.get(guest);
    if (!entry) return;
    clearTimeout(entry.timer);
    this.#guests.delete(guest);
    const left = (this.#byAddress.get(entry.address) ?? 1) - 1;
    if (left > 0) this.#byAddress.set(entry.address, left);
    else this.#byAddress.delete(entry.address);
  }

  empty(): void {
    for (const guest of [...this.#guests.keys()]) {
      this.leave(guest);
      guest.destroy();
    }
  }

  #turnAway(guest: Guest | undefined): void {
    if (!guest) return;
    this.#turnedAway++;
    this.leave(guest);
    guest.destroy();
  }
}
