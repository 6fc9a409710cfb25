import type { Machine } from './machine.ts';
import type { Spread } from './stats.ts';

/** One measured figure: one line of the JSON output, one row of the page. */
export interface BenchRecord {
  /** Dotted name: benchmark, then quantity, such as `fanout.cpu`. */
  readonly metric: string;
  /** What was measured, with the kind of thing it is. */
  readonly subject: string;
  /** Median over the rounds that count. */
  readonly value: number;
  readonly unit: string;
  /** What the value is compared with in the same run, or null when it stands alone. */
  readonly peer: string | null;
  /** value / peer's value; null without a peer. */
  readonly ratio: number | null;
  /** Spread over the rounds, in `unit`; null when the figure came from one pass. */
  readonly spread: { readonly min: number; readonly max: number; readonly rounds: number } | null;
  /** The budget this figure is held against, and whether it holds in the worst round. */
  readonly goal: { readonly text: string; readonly met: boolean } | null;
  /** Listeners, seconds, frame sizes and what else one needs to repeat it. */
  readonly conditions: Readonly<Record<string, string | number>>;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  /** One-minute load average when the record was made. */
  readonly load: number;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface Figure {
  metric: string;
  subject: string;
  value: number;
  unit: string;
  peer?: { name: string; value: number };
  spread?: Spread;
  /** Text of the goal and the highest (or lowest, with `atLeast`) value that meets it. */
  goal?: { text: string; limit: number; atLeast?: boolean };
  conditions?: Record<string, string | number>;
}

/** Completes a figure with where and when it was measured. Records are refused rather than written with NaN. */
export function makeRecord(figure: Figure, machine: Machine, now: Date): BenchRecord {
  if (!Number.isFinite(figure.value)) throw new RangeError(`${figure.metric}: the value is not a number`);
  const { peer, spread, goal } = figure;
  if (peer && !(peer.value > 0)) throw new RangeError(`${figure.metric}: ${peer.name} measured nothing`);
  const worst = spread ? (goal?.atLeast ? spread.min : spread.max) : figure.value;
  return {
    metric: figure.metric,
    subject: figure.subject,
    value: round(figure.value),
    unit: figure.unit,
    peer: peer ? peer.name : null,
    ratio: peer ? round(figure.value / peer.value) : null,
    spread: spread ? { min: round(spread.min), max: round(spread.max), rounds: spread.rounds } : null,
    goal: goal ? { text: goal.text, met: goal.atLeast ? worst >= goal.limit : worst <= goal.limit } : null,
    conditions: figure.conditions ?? {},
    machine: machine.name,
    versions: machine.versions,
    load: round(machine.load()),
    at: now.toISOString(),
  };
}

/** Four significant digits: what such measurements carry at best. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}
