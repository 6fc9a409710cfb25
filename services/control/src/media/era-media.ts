import { type EraId, eraId } from '@stoa/protocol';
import { type Fence, readFence, type Wish } from '@stoa/protocol/fleet';
import type { RelayHandle } from '../ports.ts';
import type { Unplaced } from './relay-choice.ts';
import type { Switchboard } from './switchboard.ts';

/** What the switchboard must know of an era. */
export type MediaOfEra = {
  readonly era: EraId;
  readonly strict: boolean;
  /** All of them hold: of the deployment, of whoever opened the room, of the room. */
  readonly fences: readonly Fence[];
  /** The same, and the participant's own. */
  limits(wish?: Wish): readonly Fence[];
  /** Those whose seat lets them publish now. */
  readonly publishers: number;
  /** Of the owner of the era; undefined where one process owns all. */
  readonly term: number | undefined;
};

const nowhere: Fence = { jurisdictions: { kind: 'only', names: [] } };

/** One era's media: at one relay while there is room, at several when there is more room elsewhere. */
export class EraMedia implements MediaOfEra {
  readonly era: EraId;
  readonly switchboard: Switchboard;
  /** Its packets have the size of a strict room's. */
  readonly strict: boolean;
  readonly fences: readonly Fence[];
  term: number | undefined;
  publishers = 0;

  constructor(switchboard: Switchboard, sixBytes: Uint8Array, strict = false, fences: readonly Fence[] = []) {
    this.switchboard = switchboard;
    this.strict = strict;
    this.fences = fences;
    this.era = eraId(sixBytes.reduce((number, byte) => number * 256 + byte, 0));
  }

  /** For the next transport; `not`: anywhere but there. */
  place(wish?: Wish, not?: RelayHandle): RelayHandle | Unplaced {
    return this.switchboard.place(this, wish, not);
  }

  /** The same. Undefined while there is none. */
  relay(wish?: Wish): RelayHandle | undefined {
    const found = this.place(wish);
    return typeof found === 'string' ? undefined : found;
  }

  limits(wish?: Wish): readonly Fence[] {
    if (wish?.fence === undefined) return this.fences;
    return [...this.fences, readFence(wish.fence) ?? nowhere];
  }

  end(): void {
    this.switchboard.endEra(this);
  }
}
