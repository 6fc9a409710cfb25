import { type Step, stepsOf } from './steps.ts';

/** Histories that found a mistake, kept so that it stays found. */
export const examples: readonly {
  readonly seed: number;
  readonly what: string;
  readonly steps: readonly Step[];
}[] = [];
void stepsOf;
