// Findings of one kind put together: one finding for each subject, with a few pieces of evidence and a count.

import { finding } from './catalogue.ts';
import type { Evidence, Finding, Severity } from './rule.ts';

const MOST_SUBJECTS = 500;
const MOST_EVIDENCE = 5;

type Subject = {
  readonly code: string;
  count: number;
  readonly evidence: Evidence[];
  readonly severity: Severity | undefined;
};

export class Collected {
  readonly #subjects = new Map<string, Subject>();

  /** @param title same title, same finding */
  add(code: string, title: string, evidence: Evidence, severity?: Severity): void {
    const key = `${code}\n${title}`;
    let subject = this.#subjects.get(key);
    if (!subject) {
      if (this.#subjects.size >= MOST_SUBJECTS) return;
      subject = { code, count: 0, evidence: [], severity };
      this.#subjects.set(key, subject);
    }
    subject.count++;
    if (subject.evidence.length < MOST_EVIDENCE) subject.evidence.push(evidence);
  }

  findings(): Finding[] {
    return [...this.#subjects].map(([key, { code, evidence, count, severity }]) =>
      finding(code, key.slice(code.length + 1), evidence, { count, ...(severity && { severity }) }),
    );
  }
}
