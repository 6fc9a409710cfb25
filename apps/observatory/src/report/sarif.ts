// SARIF 2.1.0 (OASIS), which build servers show beside the code.
import type { Audit } from '../audit.ts';
import { CATALOGUE } from '../rules/catalogue.ts';
import type { Evidence, Finding, Severity } from '../rules/rule.ts';
import { plain } from './text.ts';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};
/** What GitHub sorts by: 0.0 to 10.0. */
const SCORES: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '0.0',
};

/** @param file name of the capture, as the reader knows it */
export function sarifReport({ findings }: Audit, file: string): object {
  const codes = Object.keys(CATALOGUE);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'stoa audit',
            rules: codes.map((code) => {
              const { name, severity, explanation, advice } = CATALOGUE[code]!;
              return {
                id: code,
                name: name.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) =>
                  letter.toUpperCase(),
                ),
                shortDescription: { text: name },
                fullDescription: { text: explanation },
                help: { text: advice },
                defaultConfiguration: { level: LEVELS[severity] },
                properties: { 'security-severity': SCORES[severity], tags: ['privacy', 'network'] },
              };
            }),
          },
        },
        artifacts: [{ location: { uri: encodeURI(file) } }],
        results: findings.map((finding) => resultOf(finding, codes.indexOf(finding.code), file)),
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
}

function resultOf(finding: Finding, ruleIndex: number, file: string): object {
  const places = finding.evidence.length > 0 ? finding.evidence : [{}];
  return {
    ruleId: finding.code,
    ruleIndex,
    level: LEVELS[finding.severity],
    message: { text: plain(finding.title) },
    locations: places.slice(0, 10).map((evidence) => locationOf(evidence, file)),
    properties: { severity: finding.severity, count: finding.count, ...finding.figures },
  };
}

/** A capture has no lines: the packet's number stands where readers show it. */
const locationOf = ({ packet, ends, note }: Evidence, file: string): object => ({
  physicalLocation: { artifactLocation: { uri: encodeURI(file), index: 0 } },
  ...(packet !== undefined && {
    logicalLocations: [
      { name: `packet ${packet}`, kind: 'packet', ...(ends && { fullyQualifiedName: ends }) },
    ],
  }),
  ...(note && { message: { text: plain(note) } }),
});
