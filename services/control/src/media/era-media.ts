import { type EraId, eraId } from '@stoa/protocol';
import { type Fence, readFence, type Wish } from '@stoa/protocol/fleet';
import type { RelayHandle } from '../ports.ts';
import type { MediaOfEra } from './media-of-era.ts';
import type { Unplaced } from './relay-choice.ts';
import type { Switchboard } from './switchboard.ts';

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

  /** `era`: six bytes that were drawn for it, or its number where another process had it. */
  constructor(
    switchboard: Switchboard,
    era: Uint8Array | EraId,
    strict: boolean = false,
    fences: readonly Fence[] = [],
  ) {
    this.switchboard = switchboard;
    this.strict = strict;
    this.fences = fences;
    this.era = typeof era === 'number' ? era : eraId(era.reduce((number, byte) => number * 256 + byte, 0));
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
