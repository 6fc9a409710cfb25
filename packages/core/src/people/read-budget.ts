/** What one account may read of others. */
export type ReadLimits = { readonly profilesPerDay: number; readonly profilesPerMinute: number };

export const readLimits: ReadLimits = { profilesPerDay: 1_000, profilesPerMinute: 60 };

/** One reader's day. `seen` holds marks (P33), never ids. */
export type ReadState = {
  readonly day: number;
  readonly seen: ReadonlySet<number>;
  readonly tokens: number;
  readonly at: number;
};

export type ReadAnswer = {
  readonly state: ReadState;
  readonly allowed: boolean;
  /** Milliseconds until this same read may succeed; 0 when it did. */
  readonly retryInMs: number;
};

const dayMs = 86_400_000;
const minuteMs = 60_000;

/**
 * P30 to P33. `mark` stands for the profile, `unix` is milliseconds since 1970. The state is taken over: keep the one
 * that comes back.
 */
export function readProfile(
  before: ReadState | undefined,
  mark: number,
  unix: number,
  limits: ReadLimits = readLimits,
): ReadAnswer {
  const state = refilled(before, unix, limits);
  const again = state.seen.has(mark);
  if (!again && state.seen.size >= limits.profilesPerDay) {
    return { state, allowed: false, retryInMs: (state.day + 1) * dayMs - state.at };
  }
  if (state.tokens < 1) {
    const wait = ((1 - state.tokens) * minuteMs) / limits.profilesPerMinute;
    return { state, allowed: false, retryInMs: Math.ceil(wait) };
  }
  return {
    state: { ...state, seen: again ? state.seen : plus(state.seen, mark), tokens: state.tokens - 1 },
    allowed: true,
    retryInMs: 0,
  };
}

/** Forgetting such a state changes nothing any more. */
export const isForgettable = (state: ReadState, unix: number, limits: ReadLimits = readLimits): boolean =>
  Math.floor(unix / dayMs) > state.day && refilled(state, unix, limits).tokens >= limits.profilesPerMinute;

function refilled(before: ReadState | undefined, unix: number, limits: ReadLimits): ReadState {
  if (!before) {
    return { day: Math.floor(unix / dayMs), seen: new Set(), tokens: limits.profilesPerMinute, at: unix };
  }
  // A clock that is set back gives nothing away twice.
  const at = Math.max(before.at, unix);
  const day = Math.floor(at / dayMs);
  const earned = ((at - before.at) * limits.profilesPerMinute) / minuteMs;
  return {
    day,
    seen: day === before.day ? before.seen : new Set(),
    tokens: Math.min(limits.profilesPerMinute, before.tokens + earned),
    at,
  };
}

/** The set belongs to this state alone, so it may grow in place. */
function plus(seen: ReadonlySet<number>, mark: number): ReadonlySet<number> {
  return (seen as Set<number>).add(mark);
}
