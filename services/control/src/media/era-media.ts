import { type EraId, eraId } from '@stoa/protocol';
import type { RelayHandle } from '../ports.ts';
import type { Switchboard } from './switchboard.ts';

/** One era's media: at one relay while there is room, at several when there is more room elsewhere. */
export class EraMedia {
  readonly era: EraId;
  readonly switchboard: Switchboard;
  /** Its packets have the size of a strict room's. */
  readonly strict: boolean;

  constructor(switchboard: Switchboard, sixBytes: Uint8Array, strict = false) {
    this.switchboard = switchboard;
    this.strict = strict;
    this.era = eraId(sixBytes.reduce((number, byte) => number * 256 + byte, 0));
  }

  /** For the next transport. Undefined while no relay is up. */
  relay(): RelayHandle | undefined {
    return this.switchboard.place(this.era);
  }

  end(): void {
    this.switchboard.endEra(this.era);
  }
}
