import type { Report } from './benchmark.ts';
import type { Figure } from './record.ts';
import { spreadOf } from './stats.ts';

/** Publishes one quantity of the rounds: its median, its range and what it is held against. */
export type PublishOverRounds<Round> = (
  metric: string,
  unit: string,
  of: (round: Round) => number,
  goal?: NonNullable<Figure['goal']>,
) => void;

/**
 * How a benchmark publishes what its rounds brought.
 * @param same what all these figures have in common
 */
export function overRounds<Round>(
  report: Report,
  rounds: readonly Round[],
  same: Pick<Figure, 'subject' | 'conditions'>,
): PublishOverRounds<Round> {
  return (metric, unit, of, goal) => {
    const spread = spreadOf(rounds.map(of));
    report.figure({ ...same, metric, value: spread.median, unit, spread, ...(goal ? { goal } : {}) });
  };
}
