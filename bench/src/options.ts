import type { BenchOption } from './benchmark.ts';

/** Options that several benchmarks share. */
export function listenersOption(...fallback: number[]): BenchOption {
  return { name: 'listeners', summary: 'listeners in the room', fallback, min: 1, max: 2000 };
}

export function secondsOption(fallback: number): BenchOption {
  return { name: 'seconds', summary: 'length of one round', fallback: [fallback], min: 1, max: 120 };
}

export function roundsOption(fallback: number): BenchOption {
  return {
    name: 'rounds',
    summary: 'rounds that count; one more is run first and dropped',
    fallback: [fallback],
    min: 1,
    max: 50,
  };
}
