// What a report says first.
import type { Audit } from '../audit.ts';
import { CATALOGUE } from '../rules/catalogue.ts';
import { type Finding, SEVERITIES, type Severity } from '../rules/rule.ts';
import { duration } from './text.ts';

export const WORST_FIRST: readonly Severity[] = [...SEVERITIES].reverse();

export const countsOf = (findings: readonly Finding[]): Readonly<Record<Severity, number>> =>
  Object.fromEntries(
    WORST_FIRST.map((severity) => [severity, findings.filter((one) => one.severity === severity).length]),
  ) as Record<Severity, number>;

/** Two or three sentences for somebody who reads nothing else. */
export function inShort({ findings, destinations, capture }: Audit): string {
  const bad = findings.filter((one) => one.severity !== 'info');
  const remote = destinations.filter((one) => one.isRemote);
  const countries = new Set(remote.flatMap((one) => one.place?.country ?? []));
  const unknown = remote.filter((one) => one.place?.country === undefined).length;
  const where = [
    ...(countries.size > 0 ? [`in ${countries.size} ${countries.size === 1 ? 'country' : 'countries'}`] : []),
    ...(unknown > 0 ? [`${unknown} of unknown country`] : []),
  ];
  const span =
    capture.firstTime === undefined || capture.lastTime === undefined
      ? ''
      : ` over ${duration(capture.lastTime - capture.firstTime)}`;
  const contacted = `${remote.length} ${remote.length === 1 ? 'address' : 'addresses'} on the internet${where.length > 0 ? ` (${where.join(', ')})` : ''}`;
  const size = `${capture.packets} packets${span} were examined, with ${contacted}.`;
  if (bad.length === 0) return `Nothing was found that an observer could use. ${size}`;
  const worst = WORST_FIRST.find((severity) => bad.some((one) => one.severity === severity))!;
  const kinds = [
    ...new Set(
      bad.filter((one) => one.severity === worst).map((one) => CATALOGUE[one.code]?.name ?? one.code),
    ),
  ];
  const worstOf =
    bad.length === 1 ? `One finding, ${worst}` : `${bad.length} findings. The worst are ${worst}`;
  return `${worstOf}: ${kinds.join(', ')}. ${size}`;
}

export const LIMITS_OF_THIS =
  'A capture shows what passed one place at one time. What is not found here may be sent elsewhere, at other times, or in a shape that no rule knows. Countries come from a database and can be wrong.';
