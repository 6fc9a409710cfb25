import { firstHands, type Turn } from './state.ts';

/** At most ten queues a second and one count a second, however many people move (R60, R61). */
const handsEveryMs = 100;
const countsEveryMs = 1_000;

export function handsMoved({ state, now }: Turn): void {
  state.handsDueAt ??= Math.max(now, state.handsToldAt + handsEveryMs);
}

export function countsMoved({ state, now }: Turn): void {
  state.countsDueAt ??= Math.max(now, state.countsToldAt + countsEveryMs);
}

export function tellWhatIsDue({ state, now, effects }: Turn): void {
  if (state.handsDueAt !== undefined && state.handsDueAt <= now) {
    state.handsDueAt = undefined;
    state.handsToldAt = now;
    const event = { was: 'handsChanged', queue: firstHands(state), total: state.hands.size } as const;
    effects.push({ type: 'event', event });
  }
  if (state.countsDueAt !== undefined && state.countsDueAt <= now) {
    state.countsDueAt = undefined;
    state.countsToldAt = now;
    const { consumers } = state;
    const event = { was: 'countsChanged', participants: state.people.size, consumers } as const;
    effects.push({ type: 'event', event });
  }
}
