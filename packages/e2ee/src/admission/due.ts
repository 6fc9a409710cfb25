import { limits } from '@stoa/protocol';
import { type Draft, stageChanged } from './duties.ts';
import type { Head } from './head.ts';

/** When the acting steward owes the room a new head, and of what kind. */
export const epochMs = 300_000;
/** Those who leave by themselves lose the keys together, within a minute; heads and switches take a part of it. */
export const leaverBatchMs = 55_000;
export const rosterHeadMs = 1_000;
/** A little early, so that a slow tick does not make it late. */
export const heartbeatMs = limits.heartbeatMs - 2_000;
/** Sender indices are not reused inside an epoch; before they run out there is a new one. */
const sendersPerEpoch = 180;

export type Moment = {
  readonly roomTime: number;
  readonly head: Head;
  readonly draft: Draft;
  /** Committed admissions. */
  readonly size: number;
  readonly me: number;
  /** Room time of the first leaver that can still open the current epoch. */
  readonly leaverSince: number | undefined;
  /** Leaves that know the tree's master, and leaves already gone. */
  readonly knowers: ReadonlySet<number>;
  readonly removed: ReadonlySet<number>;
  readonly sendersUsed: number;
  /** Somebody may lack the running epoch's keys. */
  readonly epochWanted: boolean;
  /** The keys of a leaf in the log are also with somebody who is not. */
  readonly leafShared: boolean;
};

export type Due = 'nothing' | 'head' | 'epoch' | 'generation';

export function due(moment: Moment): Due {
  const { roomTime, head, draft, size, me, leaverSince, knowers, removed, sendersUsed } = moment;
  const since = leaverSince ?? (draft.gone.length > 0 ? roomTime : undefined);
  const batch = since !== undefined && roomTime - since >= leaverBatchMs;
  const knowerOut = [...draft.removedNow, ...draft.demoted].some((leaf) => knowers.has(leaf));
  const knowerLeft = [...knowers].some((leaf) => removed.has(leaf) || draft.gone.includes(leaf));
  // Whoever held the tree's master can compute every node's key: only another tree shuts it out.
  if (knowerOut || moment.leafShared || (batch && knowerLeft)) return 'generation';
  if (draft.removedNow.length > 0 || batch || roomTime - head.epochTime >= epochMs) return 'epoch';
  if (moment.epochWanted || sendersUsed >= sendersPerEpoch) return 'epoch';
  if (stageChanged(head, draft) || head.stewardLeaf !== me) return 'head';
  const age = roomTime - head.time;
  if ((size > head.size || draft.gone.length > 0) && age >= rosterHeadMs) return 'head';
  return age >= heartbeatMs ? 'head' : 'nothing';
}
