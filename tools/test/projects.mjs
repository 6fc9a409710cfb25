// The groups of tests, in the order in which they run: cheap and pure first, real browsers last.
// `npx vitest run --project browser` runs one of them.

/** @typedef {{ name: string, include: readonly string[], exclude?: readonly string[], parallel: boolean, testSeconds: number, hookSeconds: number }} TestProject */

/** @type {readonly TestProject[]} */
export const PROJECTS = [
  {
    // Files that need a DOM start with `// @vitest-environment happy-dom`.
    name: 'unit',
    include: ['{packages,services,apps,tools,bench}/**/*.test.{ts,tsx,mjs}'],
    parallel: true,
    testSeconds: 20,
    hookSeconds: 20,
  },
  {
    // Many clients, control and relays in one process, one seed, virtual time.
    name: 'world',
    include: ['e2e/src/world/**/*.test.ts'],
    parallel: true,
    testSeconds: 300,
    hookSeconds: 30,
  },
  {
    // Real server processes and Node participants, on several hosts too; everything gets killed. They mostly wait, so two
    // files at a time disturb each other less than they save.
    name: 'system',
    include: ['e2e/src/{system,hosts,faults}/**/*.test.ts'],
    parallel: true,
    testSeconds: 120,
    hookSeconds: 60,
  },
  {
    // Real Chromium and Firefox.
    name: 'browser',
    include: ['e2e/src/browser/**/*.test.ts', 'e2e/src/rig/{browsers,namespace}.test.ts'],
    parallel: false,
    testSeconds: 120,
    hookSeconds: 90,
  },
  {
    // What an observer of the network sees: captures read by tshark.
    name: 'wire',
    include: ['e2e/src/wire/wire.test.ts', 'e2e/src/audit/live.test.ts', 'e2e/src/rig/tshark.test.ts'],
    parallel: false,
    testSeconds: 180,
    hookSeconds: 90,
  },
  {
    // The same with one promise broken at a time: each has to be found. No times are measured, so two files run at once.
    name: 'mutants',
    include: ['e2e/src/{audit,wire}/**/*.test.ts'],
    exclude: ['e2e/src/wire/wire.test.ts', 'e2e/src/audit/live.test.ts'],
    parallel: true,
    testSeconds: 240,
    hookSeconds: 120,
  },
];
