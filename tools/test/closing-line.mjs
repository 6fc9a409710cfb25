// A Vitest reporter: says which project starts, and ends the run with the plain line `N passed, N failed`.
// When `npm test` started the run it names a file in STOA_TEST_TOTALS: the totals go there after every test
// (so that even a run cut short has a result) and `npm test` prints the line, its own checks included.
import { writeFileSync } from 'node:fs';

export default class ClosingLine {
  /** @type {Record<string, { passed: number, failed: number, skipped: number }>} */
  #projects = {};
  #loose = 0;
  #current = '';
  #file = process.env.STOA_TEST_TOTALS;

  /** @param {import('vitest/node').TestModule} module */
  onTestModuleStart(module) {
    const name = module.project.name;
    if (name === this.#current) return;
    this.#current = name;
    console.log(`\n--- tests: ${name}`);
  }

  /** @param {import('vitest/node').TestCase} test */
  onTestCaseResult(test) {
    const state = test.result().state;
    const counts = this.#of(test.project.name);
    if (state === 'passed') counts.passed++;
    else if (state === 'failed') counts.failed++;
    else counts.skipped++;
    this.#save();
  }

  /** @param {import('vitest/node').TestModule} module */
  onTestModuleEnd(module) {
    // A file that cannot be loaded holds no test, yet it has failed; so has a broken hook of a whole suite.
    const broken = [module, ...module.children.allSuites()].filter((part) => part.errors().length > 0);
    this.#of(module.project.name).failed += broken.length;
    this.#save();
  }

  /**
   * @param {readonly import('vitest/node').TestModule[]} _modules
   * @param {readonly unknown[]} unhandled
   */
  onTestRunEnd(_modules, unhandled) {
    this.#loose += unhandled.length;
    this.#save();
    if (!this.#file) process.on('exit', () => console.log(closingLine(this.#projects, this.#loose)));
  }

  /** @param {string} name */
  #of(name) {
    this.#projects[name] ??= { passed: 0, failed: 0, skipped: 0 };
    return this.#projects[name];
  }

  #save() {
    if (this.#file)
      writeFileSync(this.#file, JSON.stringify({ projects: this.#projects, loose: this.#loose }));
  }
}

/**
 * @param {Record<string, { passed: number, failed: number }>} projects totals by project name
 * @param {number} extraFailures failures outside any test
 */
export function closingLine(projects, extraFailures) {
  const totals = Object.values(projects);
  const passed = totals.reduce((sum, project) => sum + project.passed, 0);
  const failed = totals.reduce((sum, project) => sum + project.failed, extraFailures);
  return `${passed} passed, ${failed} failed`;
}
