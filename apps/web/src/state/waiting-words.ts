/** Words for a wait: they change while it lasts, so that a slow network does not look like a broken page. */
export type WaitingWords = 'soon' | 'slow' | 'verySlow';

export function waitingWords(elapsedMs: number): WaitingWords {
  if (elapsedMs < 4_000) return 'soon';
  return elapsedMs < 12_000 ? 'slow' : 'verySlow';
}

/** Whole seconds until the next try; 0 when it is due. */
export const secondsUntil = (at: number, now: number): number => Math.max(0, Math.ceil((at - now) / 1_000));
