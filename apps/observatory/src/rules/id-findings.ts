// O103: from values that came back to findings.
import { finding } from './catalogue.ts';
import type { Evidence, Finding, RuleContext } from './rule.ts';

const LEAST_FLOWS = 3;
const MOST_FINDINGS = 12;
/** Bytes that are compared at a time. */
export const WINDOW = 8;
const LEAST_ALONE = 12;

type Field = { readonly first: Value; length: number };
export type Value = {
  readonly label: string;
  readonly flows: Set<number>;
  readonly persons: Set<string>;
  readonly evidence: Evidence;
  readonly order: number;
};

export function fromTexts(texts: ReadonlyMap<string, Value>): Finding[] {
  return [...texts.values()]
    .filter((value) => value.flows.size >= 2 && value.persons.size === 1)
    .slice(0, MOST_FINDINGS)
    .map((value) =>
      finding(
        'O103',
        `A field comes back in ${value.flows.size} connections of one person: ${value.label}`,
        [value.evidence],
        { count: value.flows.size },
      ),
    );
}

/** Windows that overlap are one field: the first of each run of neighbours in the same flows stands for it. */
export function fromWindows(
  windows: ReadonlyMap<string, Value>,
  persons: ReadonlySet<string>,
  { reveal }: RuleContext,
): Finding[] {
  const many = [...windows.values()].filter(
    ({ flows, persons: theirs }) => flows.size >= LEAST_FLOWS && (persons.size < 2 || theirs.size === 1),
  );
  many.sort((a, b) => (a.evidence.packet ?? 0) - (b.evidence.packet ?? 0) || a.order - b.order);
  const fields: Field[] = [];
  let last: Value | undefined;
  for (const value of many) {
    const isNext = last && value.evidence.packet === last.evidence.packet && value.order === last.order + 1;
    if (isNext) fields.at(-1)!.length++;
    else fields.push({ first: value, length: WINDOW });
    last = value;
  }
  if (persons.size < 2) return fromOnePerson(fields);
  return fields.slice(0, MOST_FINDINGS).map(({ first, length }) => {
    const shown = reveal ? first.label : `${first.label.slice(0, 4)}…`;
    const title = `${length} bytes (${shown}) come back in ${first.flows.size} connections of one person and in nobody else’s`;
    return finding('O103', title, [first.evidence], { count: first.flows.size });
  });
}

/** With one person alone nobody can tell an id from a constant of the app: what is long enough is named, all in one. */
function fromOnePerson(fields: readonly Field[]): Finding[] {
  const long = fields.filter(({ length }) => length >= LEAST_ALONE);
  if (long.length === 0) return [];
  const flows = Math.max(...long.map(({ first }) => first.flows.size));
  const sizes = long
    .slice(0, 4)
    .map(({ length }) => length)
    .join(', ');
  const title = `${long.length} ${long.length === 1 ? 'field' : 'fields'} (${sizes}${long.length > 4 ? ', ...' : ''} bytes) come back in up to ${flows} connections: an id, or a constant of the app`;
  return [
    finding(
      'O103',
      title,
      long.slice(0, 5).map(({ first }) => first.evidence),
      { count: long.length, severity: 'low' },
    ),
  ];
}
