/** A relay that is up and that every fence of the room permits. */
export type Candidate = {
  /** Share of its processor and packet budget in use, 0 to 1. */
  readonly load: number;
  readonly carriesEra: boolean;
  /** As the client measured it, ms; undefined when it did not. */
  readonly roundTripMs: number | undefined;
};

/** Above this a relay takes nobody: what it carries already must not suffer. */
export const fullAt = 0.85;
/** A relay that does not carry the era yet costs every other one a copy of each frame. */
const furtherRelay = 0.05;
/** What 100 ms of distance weigh against load. Nobody is sent around the world for a quiet machine. */
const per100ms = 0.5;

/** Index of the best one, or -1: all are full. Without a measurement a relay counts as far away as the farthest measured. */
export function place(candidates: readonly Candidate[]): number {
  const farthest = Math.max(0, ...candidates.map(({ roundTripMs }) => roundTripMs ?? 0));
  let best = -1;
  let bestCost = Number.POSITIVE_INFINITY;
  candidates.forEach(({ load, carriesEra, roundTripMs }, i) => {
    if (load >= fullAt) return;
    const cost = load + (carriesEra ? 0 : furtherRelay) + ((roundTripMs ?? farthest) / 100) * per100ms;
    if (cost >= bestCost) return;
    best = i;
    bestCost = cost;
  });
  return best;
}
