import type { Nonces } from './nonces.ts';
import type { Quota } from './quota.ts';
import type { TurnTargets } from './targets.ts';

/** What all connections of a server share. */
export type TurnHouse = {
  readonly door: { readonly secret: string; readonly realm: string; readonly nonces: Nonces };
  readonly targets: TurnTargets;
  readonly allocations: Quota;
  readonly counts: {
    up: number;
    down: number;
    bytesUp: number;
    bytesDown: number;
    dropped: number;
    mended: number;
    refused: number;
  };
  readonly now: () => number;
  readonly unix: () => number;
  readonly passwordOf: (ufrag: string) => string;
};
