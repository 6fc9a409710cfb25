import type { Outcome } from './history.ts';

/** What many histories add up to. */
export class Tally {
  steps = 0;
  histories = 0;
  rooms = 0;
  virtualMs = 0;
  opened = 0;
  rendered = 0;
  words = 0;
  reactions = 0;
  spied = 0;
  heads = 0;
  readonly done = new Map<string, number>();
  readonly drops = new Map<string, number>();
  readonly rests: number[] = [];
  readonly afterRemoval: number[] = [];

  add(outcome: Outcome): void {
    this.histories++;
    const sums = ['steps', 'rooms', 'virtualMs', 'opened', 'rendered', 'spied', 'heads'] as const;
    for (const name of [...sums, 'words', 'reactions'] as const) {
      this[name] += outcome[name];
    }
    for (const [from, to] of [
      [outcome.done, this.done],
      [outcome.drops, this.drops],
    ] as const) {
      for (const [name, count] of from) to.set(name, (to.get(name) ?? 0) + count);
    }
    this.rests.push(...outcome.rests);
    this.afterRemoval.push(...outcome.afterRemoval);
  }

  lines(): string[] {
    return [
      `${this.steps} steps in ${this.histories} histories and ${this.rooms} rooms, ${(this.virtualMs / 3_600_000).toFixed(1)} hours of virtual time`,
      `${this.heads} signed heads; ${this.opened} frames opened, ${this.rendered} rendered; ${this.spied} tries by people who were out`,
      `${this.words} messages and ${this.reactions} reactions shown`,
      `at rest after ${spread(this.rests)} ms (${this.rests.length} times)`,
      `a removed device opens frames sealed until ${spread(this.afterRemoval)} ms after (${this.afterRemoval.length} that kept their keys)`,
      `did: ${counts(this.done)}`,
      `not rendered: ${counts(this.drops)}`,
    ];
  }
}

const counts = (of: ReadonlyMap<string, number>): string =>
  [...of]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)}`;
}
