// The summary for a terminal.
import type { Audit } from '../audit.ts';
import type { Finding, Severity } from '../rules/rule.ts';
import { inShort, WORST_FIRST } from './summary.ts';
import { amount, plain } from './text.ts';

const COLOURS: Readonly<Record<Severity, number>> = { critical: 31, high: 31, medium: 33, low: 36, info: 2 };
const MOST_EVIDENCE = 2;
const MOST_DESTINATIONS = 20;

/** @param width columns; @param colour escape sequences may be used */
export function terminalReport(audit: Audit, width: number, colour: boolean): string {
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const lines: string[] = ['', ...wrapped(inShort(audit), width, ''), ''];
  for (const severity of WORST_FIRST) {
    for (const finding of audit.findings.filter((one) => one.severity === severity && one.code !== 'O602')) {
      const [first = '', ...rest] = wrapped(plain(finding.title), width - 16, '');
      lines.push(
        `${paint(COLOURS[severity], severity.padEnd(9))} ${finding.code}  ${first}`,
        ...rest.map((line) => `${' '.repeat(16)}${line}`),
      );
      lines.push(...evidenceLines(finding, width).map((line) => paint(2, line)));
    }
  }
  const remote = audit.destinations.filter((one) => one.isRemote);
  if (remote.length > 0) lines.push('', 'Contacted:');
  for (const { address, place, names, bytesTo, bytesFrom, outside } of remote.slice(0, MOST_DESTINATIONS)) {
    const where = `${place?.country ?? '??'}  ${place?.operator ?? ''}`;
    const mark =
      outside === 'no' ? '' : paint(31, outside === 'yes' ? '  outside the fence' : '  country unknown');
    lines.push(
      `  ${address.padEnd(16)} ${plain(where)}  ${amount(bytesTo)} to, ${amount(bytesFrom)} from${names[0] ? `  ${plain(names[0])}` : ''}${mark}`,
    );
  }
  if (remote.length > MOST_DESTINATIONS) lines.push(`  and ${remote.length - MOST_DESTINATIONS} more`);
  for (const credit of audit.credits)
    lines.push('', ...wrapped(credit, width, '').map((line) => paint(2, line)));
  return `${lines.join('\n')}\n`;
}

function evidenceLines(finding: Finding, width: number): string[] {
  return finding.evidence.slice(0, MOST_EVIDENCE).map(({ packet, ends, note }) => {
    const where = packet === undefined ? '' : `packet ${packet}  `;
    return `${' '.repeat(16)}${where}${plain(`${ends ?? ''}  ${note ?? ''}`).trim()}`.slice(
      0,
      Math.max(40, width),
    );
  });
}

function wrapped(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > Math.max(30, width)) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, indent + line];
}
