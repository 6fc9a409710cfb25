import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { PROJECTS } from './tools/test/projects.mjs';

const SECOND = 1000;

// Forks everywhere: node-datachannel aborts the whole process when it is loaded in a worker thread.
// One group after the other, so that a browser test never shares the two cores with the unit tests.
export default defineConfig({
  test: {
    pool: 'forks',
    reporters: ['default', './tools/test/closing-line.mjs'],
    projects: PROJECTS.map((project, order) => ({
      // The rooms are plain TypeScript; only the app's views need JSX, and its own vite.config is not read here.
      oxc: { jsx: { runtime: 'automatic' } },
      test: {
        name: project.name,
        include: [...project.include],
        exclude: ['**/node_modules/**', '**/dist/**', ...(project.exclude ?? [])],
        pool: 'forks',
        fileParallelism: project.parallel,
        // Left to itself Vitest keeps one core free, which on two halves the speed.
        maxWorkers: project.parallel ? availableParallelism() : 1,
        testTimeout: project.testSeconds * SECOND,
        hookTimeout: project.hookSeconds * SECOND,
        teardownTimeout: 20 * SECOND,
        sequence: { groupOrder: order },
      },
    })),
  },
});
