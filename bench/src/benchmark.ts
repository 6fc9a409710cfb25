import type { Figure } from './record.ts';

/** A whole-number option of a benchmark. */
export interface BenchOption {
  readonly name: string;
  readonly summary: string;
  /** More than one value means that `--name 100,400` is allowed and each is measured. */
  readonly fallback: readonly number[];
  readonly min: number;
  readonly max: number;
}

export type Values = Readonly<Record<string, readonly number[]>>;

/** Where a benchmark puts what it finds. */
export interface Report {
  /** @param versions versions of the other programs in this measurement */
  figure(figure: Figure, versions?: Readonly<Record<string, string>>): void;
  /** What was measured against, what is missing, what makes the figures doubtful. */
  note(text: string): void;
}

export interface Benchmark {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly BenchOption[];
  run(values: Values, report: Report): Promise<void>;
}

/** The value of an option that has only one. */
export function one(values: Values, name: string): number {
  const value = values[name]?.[0];
  if (value === undefined) throw new Error(`option ${name} has no value`);
  return value;
}

/** @throws Error with a sentence for the person at the terminal */
export function parseOption(option: BenchOption, text: string): number[] {
  const numbers = text.split(',').map((part) => (/^\d+$/.test(part.trim()) ? Number(part) : Number.NaN));
  if (numbers.some((number) => !(number >= option.min && number <= option.max))) {
    throw new Error(
      `--${option.name} takes whole numbers from ${option.min} to ${option.max}, not "${text}"`,
    );
  }
  if (option.fallback.length === 1 && numbers.length > 1)
    throw new Error(`--${option.name} takes one number`);
  return numbers;
}
