import type { EraId } from '@stoa/protocol';
import type { Fence, Wish } from '@stoa/protocol/fleet';

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
