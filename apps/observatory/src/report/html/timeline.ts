// When which connection was there, and when something was found in it.
import type { Audit } from '../../audit.ts';
import { endpoint } from '../../evidence/excerpt.ts';
import { clockTime, duration, escaped } from '../text.ts';

const MOST_ROWS = 24;
const WIDTH = 960;
const LEFT = 270;
const ROW = 20;

export function timelineFigure({ flows, findings, capture }: Audit): string {
  const { firstTime: first, lastTime: last } = capture;
  if (first === undefined || last === undefined || flows.length === 0) return '';
  const found = new Map<number, number[]>();
  for (const { evidence, severity } of findings)
    for (const { flow, time } of evidence)
      if (severity !== 'info' && flow !== undefined && time !== undefined)
        found.set(flow, [...(found.get(flow) ?? []), time]);
  const weight = (one: Audit['flows'][number]) =>
    (found.get(one.flow.id)?.length ?? 0) * 1e12 + one.bytes[0] + one.bytes[1];
  const shown = [...flows].sort((a, b) => weight(b) - weight(a)).slice(0, MOST_ROWS);
  shown.sort((a, b) => a.first - b.first);
  const at = (time: number) => LEFT + ((WIDTH - LEFT - 16) * (time - first)) / Math.max(1, last - first);
  const height = shown.length * ROW + 46;
  const rows = shown.map(({ flow, first: from, last: to, protection, protocol }, i) => {
    const y = 30 + i * ROW;
    const marks = (found.get(flow.id) ?? []).map(
      (time) => `<path d="M${at(time).toFixed(1)} ${y - 2}l4 -7h-8z" fill="var(--critical)"/>`,
    );
    return `<g><title>${escaped(`${endpoint(flow.a)} with ${endpoint(flow.b)}`)}</title><text x="8" y="${y + 9}">${escaped(shortened(`${endpoint(flow.b)} ${protocol ?? flow.kind}`))}</text>
<rect x="${at(from).toFixed(1)}" y="${y}" width="${Math.max(3, at(to) - at(from)).toFixed(1)}" height="10" rx="2" fill="var(--${protection ?? 'unknown'})"/>${marks.join('')}</g>`;
  });
  const axis = `<text class="soft" x="${LEFT}" y="15">${escaped(clockTime(first))}</text><text class="soft" x="${WIDTH - 16}" y="15" text-anchor="end">${escaped(duration(last - first))} later</text>`;
  const left = flows.length - shown.length;
  return `<figure><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Connections over time">${axis}${rows.join('')}</svg>
<figcaption>Each bar is one connection from its first to its last packet. A triangle marks evidence of a finding. ${legend()}${left > 0 ? ` ${left} smaller connections are not drawn.` : ''}</figcaption></figure>`;
}

export const legend = (): string =>
  [
    ['clear', 'readable'],
    ['partly', 'readable in part'],
    ['encrypted', 'encrypted'],
    ['unknown', 'not told'],
  ]
    .map(([tone, word]) => `<span style="color:var(--${tone})">■</span> ${word}`)
    .join(' · ');

const shortened = (text: string): string => (text.length > 38 ? `${text.slice(0, 37)}…` : text);
