/** A relay that is up, takes people, and that every fence of the room permits. */
export type Candidate = {
  /** Share of its processor and packet budget in use, 0 to 1, as it says itself: about a second old. */
  readonly load: number;
  /** The share that what was placed there takes by calculation: exact, and without what others placed there. */
  readonly placed?: number;
  /** The part of it that is too new to be seen in `load`. */
  readonly joining?: number;
  readonly carriesEra: boolean;
  /** As the client measured it, ms; undefined when it did not. */
  readonly roundTripMs: number | undefined;
};

/** Above this a relay takes nobody: what it carries already must not suffer. */
export const fullAt = 0.85;
/** What a transport costs in a second: packets that it sends and gets, of those that one relay may handle. */
export const placementRules = {
  /** Frames of a voice in a second, and how many voices are heard at once. */
  packetsPerVoice: 50,
  voices: 4,
  /** One core sends 50 packets a second to at least 1,700 listeners. */
  packetBudget: 85_000,
  /**
   * A relay that does not carry the era yet costs every other one a copy of each frame, and a room that fits stays whole: it
   * must have so many more transports free.
   */
  spreadAfter: 50,
} as const;

/** Below this a relay is quiet: its processor's ups and downs must not tear rooms apart. */
const quiet = 0.35;
/** What 100 ms of distance weigh against load. Nobody is sent around the world for a quiet machine. */
const per100ms = 0.5;

/** Share of a relay that one more transport takes, where so many publish. */
export function transportShare(publishers: number, packetBudget: number): number {
  const { packetsPerVoice, voices } = placementRules;
  return (packetsPerVoice * Math.min(voices, Math.max(1, publishers))) / packetBudget;
}

export const isFull = ({ load, joining = 0 }: Pick<Candidate, 'load' | 'joining'>): boolean =>
  load + joining >= fullAt;

/**
 * Index of the best one, or -1: all are full. Without a measurement a relay counts as far away as the farthest measured.
 * @param furtherRelay what it costs that one more relay carries the era, as a share
 */
export function place(candidates: readonly Candidate[], furtherRelay = furtherShare()): number {
  const farthest = Math.max(0, ...candidates.map(({ roundTripMs }) => roundTripMs ?? 0));
  const nobodyCarries = candidates.every(({ carriesEra }) => !carriesEra);
  let best = -1;
  let bestCost = Number.POSITIVE_INFINITY;
  candidates.forEach((candidate, i) => {
    if (isFull(candidate)) return;
    const { load, placed = load, carriesEra, roundTripMs } = candidate;
    const further = carriesEra || nobodyCarries ? 0 : furtherRelay;
    const used = Math.max(placed, load - quiet);
    const cost = used + further + ((roundTripMs ?? farthest) / 100) * per100ms;
    if (cost >= bestCost) return;
    best = i;
    bestCost = cost;
  });
  return best;
}

/** So many transports as a share of one relay. */
export const furtherShare = (spreadAfter: number = placementRules.spreadAfter): number =>
  spreadAfter * transportShare(1, placementRules.packetBudget);
