import type { Leaf, RoomSnapshot } from '@stoa/protocol';

/** From the moment control took the hand, the signed stage has so long to show this device: two minutes. */
export const answeredForMs = 120_000;

/** What a list of raised hands says of this device. */
export type HandSeen = {
  readonly listed: boolean;
  /** Does the list name every raised hand? A long one is cut. */
  readonly complete: boolean;
  /** Does control say that this device is on stage? */
  readonly staged: boolean;
};

/** What control's list says of this device. */
export function handIn({ queue, hands, stage }: RoomSnapshot, me: Leaf): HandSeen {
  const staged = stage.some((member) => member.leaf === me);
  return { listed: queue.includes(me), complete: hands <= queue.length, staged };
}

/**
 * A raised hand is a yes to the stage given in advance. Only this device gives it; others can at most end it. Times
 * are in ms of any one clock.
 */
export class RaisedHand {
  /** `doubtful`: whether control took the wish is not known, and it counts once control shows the hand. */
  #is: 'down' | 'asked' | 'doubtful' | 'raised' | 'listed' = 'down';
  #answeredAt: number | undefined;

  /** The person wishes it; control has not been asked. */
  raise(): void {
    if (this.#is === 'down' || this.#is === 'doubtful') this.#is = 'asked';
  }

  /** What control answered to that. */
  answered(answer: 'done' | 'refused' | 'unknown'): void {
    if (this.#is === 'asked')
      this.#is = ({ done: 'raised', refused: 'down', unknown: 'doubtful' } as const)[answer];
  }

  see({ listed, complete, staged }: HandSeen, now: number): void {
    if (this.#is === 'down') return;
    if (listed) this.#is = 'listed';
    else if (this.#is === 'listed' || (this.#is === 'raised' && complete)) {
      this.#is = 'down';
      if (staged) this.#answeredAt = now;
    }
  }

  /** Lowered, declined, or used up. */
  end(): void {
    this.#is = 'down';
    this.#answeredAt = undefined;
  }

  /** May this device be put on stage for it? */
  saysYes(now: number): boolean {
    if (this.#is !== 'down' && this.#is !== 'doubtful') return true;
    return this.#answeredAt !== undefined && now - this.#answeredAt <= answeredForMs;
  }
}
