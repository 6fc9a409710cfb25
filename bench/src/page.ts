import type { BenchRecord } from './record.ts';

export interface PageSection {
  readonly name: string;
  readonly summary: string;
  readonly notes: readonly string[];
  readonly records: readonly BenchRecord[];
}

/** A Markdown page that a person can read: what was measured, against what, how widely the rounds differed. */
export function renderPage(sections: readonly PageSection[]): string {
  const parts = [
    '# What Stoa costs, measured',
    "Written by `npx stoa bench --page` from the records of `npx stoa bench`. Medians over alternating rounds, the first round dropped; the range is that of the rounds. A ratio is ours divided by the peer's in the same run, so it means more than the absolute figure.",
  ];
  for (const section of sections) {
    parts.push(`## ${section.name}`, sentence(section.summary));
    if (section.records.length > 0) parts.push(tableOf(section.records), whereOf(section.records));
    if (section.notes.length > 0) parts.push(section.notes.map((note) => `- ${note}`).join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

const heads = ['metric', 'of', 'with', 'value', 'range', 'peer', 'ratio', 'goal'];

/** The same table for the page and the terminal: Markdown with aligned columns. */
export function tableOf(records: readonly BenchRecord[]): string {
  const rows = records.map((record) => [
    record.metric,
    record.subject,
    conditionsOf(record),
    `${record.value} ${record.unit}`,
    record.spread ? `${record.spread.min} to ${record.spread.max} (${record.spread.rounds})` : '',
    record.peer ?? '',
    record.ratio === null ? '' : `x ${record.ratio}`,
    record.goal ? `${record.goal.text}: ${record.goal.met ? 'met' : 'NOT MET'}` : '',
  ]);
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => escapeCell(cell).padEnd(widths[i]!)).join(' | ')} |`;
  return [line(heads), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join(
    '\n',
  );
}

/** Conditions that tell rows apart; the others stand below the table. */
function conditionsOf(record: BenchRecord): string {
  const { listeners, seat, ...rest } = record.conditions;
  const variant = rest.variant;
  return [listeners === undefined ? '' : `${listeners} listeners`, seat, variant].filter(Boolean).join(', ');
}

function whereOf(records: readonly BenchRecord[]): string {
  const last = records.at(-1)!;
  const shared = Object.entries(last.conditions).filter(
    ([key]) => !['listeners', 'seat', 'variant'].includes(key),
  );
  const versions = Object.entries(
    Object.assign({}, ...records.map((record) => record.versions)) as Record<string, string>,
  );
  const load = records.map((record) => record.load);
  return [
    `Measured ${last.at.slice(0, 16).replace('T', ' ')} UTC on ${last.machine}, load average ${Math.min(...load)} to ${Math.max(...load)}.`,
    versions.map(([name, version]) => `${name} ${version}`).join(', '),
    shared.length > 0 ? `(${shared.map(([key, value]) => `${key}: ${value}`).join(', ')}).` : '.',
  ].join(' ');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
