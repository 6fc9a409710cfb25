// The result of a live audit as a page, as data and for a terminal.
import { STYLE } from '../report/html/style.ts';
import { escaped, plain } from '../report/text.ts';
import { WATCHER_NAMES, WATCHERS } from './cells.ts';
import { CHECKS } from './checks.ts';
import { inOrder, type Judged, judge, type Outcomes, type Verdict } from './outcome.ts';

export type LiveReport = {
  readonly outcomes: Outcomes;
  /** How to run it again. */
  readonly command: string;
  /** What was driven and where, a sentence or two. */
  readonly about: readonly string[];
  /** ISO 8601, or nothing for a page that is to be compared. */
  readonly at?: string;
};

export const LIVE_VERSION = 1;
const MARKS: Readonly<Record<Verdict, string>> = { proven: '✔', 'not tested': '○', broken: '✘', known: '·' };
const TONES: Readonly<Record<Verdict, string>> = {
  proven: 'encrypted',
  'not tested': 'medium',
  broken: 'critical',
  known: 'soft',
};

const countsOf = (cells: readonly Judged[]) => ({
  proven: cells.filter(({ verdict }) => verdict === 'proven').length,
  notTested: cells.filter(({ verdict }) => verdict === 'not tested').length,
  broken: cells.filter(({ verdict }) => verdict === 'broken').length,
});

export const isBroken = ({ outcomes }: LiveReport): boolean =>
  [...outcomes.values()].some(({ findings }) => findings.length > 0);

export function liveJson({ outcomes, command, about, at }: LiveReport): object {
  const cells = judge(outcomes);
  return {
    format: 'stoa-audit-live',
    version: LIVE_VERSION,
    ...(at !== undefined && { at }),
    about,
    command,
    counts: countsOf(cells),
    cells: cells.map(({ row, watcher, says, verdict, why, codes, checks }) => ({
      row,
      watcher,
      says,
      verdict,
      checks,
      codes,
      why,
    })),
    checks: inOrder(outcomes).map(([id, { findings, seen, control, notRun }]) => ({
      id,
      holds: CHECKS[id].holds,
      state:
        findings.length > 0
          ? 'broken'
          : notRun !== undefined
            ? 'not run'
            : control === undefined
              ? 'blind'
              : 'held',
      seen,
      ...(control !== undefined && { control }),
      ...(notRun !== undefined && { notRun }),
      findings,
    })),
  };
}

export function liveTerminal(report: LiveReport, width: number, colour: boolean): string {
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const colours: Readonly<Record<Verdict, number>> = { proven: 32, 'not tested': 33, broken: 31, known: 2 };
  const cells = judge(report.outcomes);
  const { proven, notTested, broken } = countsOf(cells);
  const lines = [
    '',
    ...report.about.map(plain),
    '',
    `${proven} proven, ${notTested} not tested, ${broken} broken`,
    '',
  ];
  for (const row of new Set(cells.map((cell) => cell.row))) {
    lines.push(row);
    for (const cell of cells.filter((one) => one.row === row)) {
      lines.push(
        `  ${paint(colours[cell.verdict], `${MARKS[cell.verdict]} ${cell.verdict.padEnd(10)}`)}  ${WATCHER_NAMES[cell.watcher].padEnd(22)} ${cell.says}`,
      );
      if (cell.verdict !== 'proven')
        for (const why of cell.why.slice(0, 4))
          lines.push(`      ${plain(why)}`.slice(0, Math.max(60, width)));
    }
  }
  return `${[...lines, '', `again: ${report.command}`].join('\n')}\n`;
}

export function livePage(report: LiveReport): string {
  const cells = judge(report.outcomes);
  const { proven, notTested, broken } = countsOf(cells);
  const rows = [...new Set(cells.map((cell) => cell.row))].map((row) => {
    const of = WATCHERS.map((watcher) => cells.find((one) => one.row === row && one.watcher === watcher));
    return `<tr><th scope="row">${escaped(row)}</th>${of.map((cell) => (cell ? cellOf(cell) : '<td></td>')).join('')}</tr>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"><meta name="referrer" content="no-referrer">
<title>Who can see what, tried out</title><style>${STYLE}
.verdict{font:600 13px system-ui,sans-serif;white-space:nowrap}details{margin-top:.2rem}summary{cursor:pointer;font:13px system-ui,sans-serif;color:var(--soft)}
td ul{margin:.3rem 0;padding-left:1.1rem}main table th[scope=row]{font-weight:600;color:var(--ink)}.trust td{min-width:9rem}code{font:13px ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}</style></head><body>
<header><h1>Who can see what, tried out</h1>
${report.at === undefined ? '' : `<p class="meta">${escaped(report.at)}</p>`}${report.about.map((line) => `<p>${escaped(line)}</p>`).join('')}
<ul class="counts"><li><b style="color:var(--encrypted)">${proven}</b>proven</li><li><b style="color:var(--medium)">${notTested}</b>not tested</li><li><b style="color:var(--critical)">${broken}</b>broken</li></ul></header>
<main><section id="table"><h2>The table</h2><p>Proven means: it was looked at, nothing was found, and the same look found what was planted for it to find. What can be seen by design is not a promise and has no mark.</p>
<div class="scroll"><table class="trust"><thead><tr><th></th>${WATCHERS.map((one) => `<th scope="col">${WATCHER_NAMES[one]}</th>`).join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div></section>
<section id="checks"><h2>The checks</h2>${inOrder(report.outcomes)
    .map(([id, outcome]) => checkOf(id, outcome))
    .join('\n')}</section>
<section id="again"><h2>Again</h2><p><code>${escaped(report.command)}</code></p></section></main>
<footer><p class="meta">A run shows what happened in it. What did not happen, on machines and networks that were not looked at, it does not show.</p></footer></body></html>
`;
}

function cellOf({ says, verdict, why }: Judged): string {
  const mark =
    verdict === 'known'
      ? ''
      : `<br><span class="verdict" style="color:var(--${TONES[verdict]})">${MARKS[verdict]} ${verdict}</span>`;
  const list =
    why.length === 0
      ? ''
      : `<details><summary>${verdict === 'not tested' ? 'why not' : 'evidence'}</summary><ul>${why.map((one) => `<li><small>${escaped(one)}</small></li>`).join('')}</ul></details>`;
  return `<td>${escaped(says)}${mark}${list}</td>`;
}

function checkOf(
  id: keyof typeof CHECKS,
  { findings, seen, control, notRun }: ReturnType<typeof inOrder>[number][1],
): string {
  const { holds, codes } = CHECKS[id];
  const state: Verdict =
    findings.length > 0 ? 'broken' : notRun !== undefined || control === undefined ? 'not tested' : 'proven';
  const lines = [
    ...findings.map(
      ({ code, title, advice }) =>
        `<dt>${code}</dt><dd>${escaped(title)} <small>${escaped(advice)}</small></dd>`,
    ),
    ...(notRun === undefined
      ? [
          `<dt>Looked at</dt><dd>${escaped(seen || 'nothing')}</dd>`,
          `<dt>Could it have seen it?</dt><dd>${escaped(control ?? 'no: the control was not found, so this check proves nothing')}</dd>`,
        ]
      : [`<dt>Why not</dt><dd>${escaped(notRun)}</dd>`]),
  ];
  return `<article class="finding ${state === 'broken' ? 'critical' : 'info'}"><h3>${escaped(holds)}</h3><p class="meta"><span class="verdict" style="color:var(--${TONES[state]})">${MARKS[state]} ${state}</span> · ${escaped(id)} · ${codes.join(', ')}</p><dl>${lines.join('')}</dl></article>`;
}
