import type { Limits } from '../limits.ts';

/** The newest delivered bytes of one direction, in a slot that the pool may give to another direction. */
export type Slot = { owner: object | undefined; index: number; start: number; end: number };

/**
 * The last bytes delivered, kept so that retransmissions can be compared with them. All directions share one
 * block of memory; a direction that needs a slot takes the one given out longest ago.
 */
export class History {
  private readonly size: number;
  private readonly count: number;
  /** Both grow with the first use of a slot. */
  private bytes = new Uint8Array(0);
  private readonly slots: Slot[] = [];
  private turn = 0;

  constructor(limits: Limits) {
    this.size = limits.historyBytes;
    this.count = limits.histories;
  }

  /** @param slot the direction's slot so far. @returns the slot it has from now on */
  append(owner: object, slot: Slot | undefined, position: number, part: Uint8Array): Slot {
    const mine = slot !== undefined && slot.owner === owner ? slot : this.take(owner, position);
    if (mine.end !== position) mine.start = position;
    mine.end = position + part.length;
    const kept = part.length > this.size ? part.subarray(part.length - this.size) : part;
    const base = mine.index * this.size;
    const at = (mine.end - kept.length) % this.size;
    const first = Math.min(kept.length, this.size - at);
    if (first === kept.length) this.bytes.set(kept, base + at);
    else {
      this.bytes.set(kept.subarray(0, first), base + at);
      this.bytes.set(kept.subarray(first), base);
    }
    if (mine.end - mine.start > this.size) mine.start = mine.end - this.size;
    return mine;
  }

  /** Whether `part`, said to be at `position`, contradicts what was delivered there, as far as that is still known. */
  differs(owner: object, slot: Slot | undefined, position: number, part: Uint8Array): boolean {
    if (slot === undefined || slot.owner !== owner) return false;
    const base = slot.index * this.size;
    const from = Math.max(position, slot.start);
    const to = Math.min(position + part.length, slot.end);
    for (let at = from; at < to; at++) {
      if (this.bytes[base + (at % this.size)] !== part[at - position]) return true;
    }
    return false;
  }

  private take(owner: object, position: number): Slot {
    const slot = this.slots[this.turn] ?? this.grow();
    this.turn = (this.turn + 1) % this.count;
    slot.owner = owner;
    slot.start = position;
    slot.end = position;
    return slot;
  }

  private grow(): Slot {
    const slot: Slot = { owner: undefined, index: this.slots.length, start: 0, end: 0 };
    this.slots.push(slot);
    if (this.slots.length * this.size > this.bytes.length) {
      const slots = Math.min(this.count, Math.max(4, this.slots.length * 2));
      const larger = new Uint8Array(slots * this.size);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    return slot;
  }
}
