import type { WireEpochWrap } from '@stoa/protocol';
import { type EpochName, type Unwrapped, unwrapEpoch } from './epoch-wrap.ts';
import type { Bytes } from './layout.ts';
import { forwarded, forwardsAt } from './tree.ts';

/** A member's path keys, hashed forward so many times. */
export type PathSecrets = {
  readonly leaf: number;
  /** Root first. */
  readonly path: readonly Bytes[];
  readonly forwards: number;
};

export const openEpoch = (
  { leaf, path, forwards }: PathSecrets,
  at: EpochName,
  wraps: readonly WireEpochWrap[],
): Unwrapped =>
  unwrapEpoch(
    leaf,
    (depth) => {
      const key = path[depth];
      return key && forwarded(key, forwardsAt(at.epoch) - forwards);
    },
    at,
    wraps,
  );

/** The keys as that epoch uses them; the earlier ones are overwritten. */
export function broughtTo(secrets: PathSecrets, epoch: number): PathSecrets {
  const forwards = forwardsAt(epoch);
  if (forwards <= secrets.forwards) return secrets;
  const path = secrets.path.map((key) => forwarded(key, forwards - secrets.forwards));
  for (const key of secrets.path) key.fill(0);
  return { leaf: secrets.leaf, path, forwards };
}
