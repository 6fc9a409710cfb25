import { type EraId, eraId } from '@stoa/protocol';
import type { RelayHandle } from '../ports.ts';
import type { Switchboard } from './switchboard.ts';

/** Where one era's media is. All its transports are on one relay; when that dies, the era moves to another. */
export class EraMedia {
  readonly era: EraId;
  readonly switchboard: Switchboard;
  /** Its packets have the size of a strict room's. */
  readonly strict: boolean;
  #relay: RelayHandle | undefined;

  constructor(switchboard: Switchboard, sixBytes: Uint8Array, strict = false) {
    this.switchboard = switchboard;
    this.strict = strict;
    this.era = eraId(sixBytes.reduce((number, byte) => number * 256 + byte, 0));
  }

  /** Undefined while no relay is up. */
  relay(): RelayHandle | undefined {
    if (!this.#relay?.isUp) this.#relay = this.switchboard.place();
    return this.#relay;
  }

  end(): void {
    if (this.#relay?.isUp) this.#relay.send({ type: 'endEra', era: this.era });
  }
}
