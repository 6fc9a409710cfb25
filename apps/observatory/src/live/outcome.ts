// What came of a check, and of a cell. Nothing is proven that was not looked at by something that could have seen it.

import { CATALOGUE } from '../rules/catalogue.ts';
import type { Evidence, Severity } from '../rules/finding.ts';
import { type Cell, TRUST_TABLE } from './cells.ts';
import { CHECK_IDS, CHECKS, type CheckId, LIVE_FINDINGS } from './checks.ts';

export type LiveFinding = {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  readonly advice: string;
  readonly evidence: readonly Evidence[];
};

export type Outcome = {
  readonly findings: readonly LiveFinding[];
  /** What was looked at, in numbers and words. */
  readonly seen: string;
  /** The positive control: undefined when it was not seen, and then nothing is proven. */
  readonly control: string | undefined;
  /** Why it did not run. */
  readonly notRun?: string;
};

export type Outcomes = ReadonlyMap<CheckId, Outcome>;
export type Verdict = 'proven' | 'not tested' | 'broken' | 'known';

export type Judged = Cell & {
  readonly verdict: Verdict;
  readonly why: readonly string[];
  /** Codes of what broke it. */
  readonly codes: readonly string[];
};

export const notRun = (why: string): Outcome => ({ findings: [], seen: '', control: undefined, notRun: why });

export function liveFinding(code: string, title: string, evidence: readonly Evidence[] = []): LiveFinding {
  const known = LIVE_FINDINGS[code] ?? CATALOGUE[code];
  if (!known) throw new RangeError(`no finding ${code}`);
  return { code, severity: known.severity, title, advice: known.advice, evidence: evidence.slice(0, 6) };
}

export function judge(outcomes: Outcomes): Judged[] {
  return TRUST_TABLE.map((cell) => {
    if (cell.checks.length === 0) return { ...cell, verdict: 'known', why: [], codes: [] };
    const results = cell.checks.map((id) => ({
      id,
      outcome: outcomes.get(id) ?? notRun('this check was not run'),
    }));
    const broken = results.filter(({ outcome }) => outcome.findings.length > 0);
    const codes = [
      ...new Set(broken.flatMap(({ outcome }) => outcome.findings.map(({ code }) => code))),
    ].sort();
    if (broken.length > 0)
      return {
        ...cell,
        verdict: 'broken',
        codes,
        why: broken.flatMap(({ outcome }) => outcome.findings.map(({ code, title }) => `${code}: ${title}`)),
      };
    const missing = results.flatMap(({ id, outcome }) => {
      if (outcome.notRun !== undefined) return [outcome.notRun];
      return outcome.control === undefined ? [`blind: ${CHECKS[id].control} did not hold`] : [];
    });
    if (missing.length > 0) return { ...cell, verdict: 'not tested', why: [...new Set(missing)], codes };
    return {
      ...cell,
      verdict: 'proven',
      why: results.map(({ id, outcome }) => `${CHECKS[id].holds} ${outcome.seen}`.trim()),
      codes,
    };
  });
}

export const brokenCodes = (outcomes: Outcomes): string[] =>
  [...new Set([...outcomes.values()].flatMap(({ findings }) => findings.map(({ code }) => code)))].sort();

/** In the order of the list, whatever order they were run in. */
export const inOrder = (outcomes: Outcomes): [CheckId, Outcome][] =>
  CHECK_IDS.map((id) => [id, outcomes.get(id) ?? notRun('this check was not run')]);
