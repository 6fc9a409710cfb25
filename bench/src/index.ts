export type { Benchmark, BenchOption, Report, Values } from './benchmark.ts';
export type { BenchRecord } from './record.ts';
export { benchmarks, runBench } from './run.ts';
