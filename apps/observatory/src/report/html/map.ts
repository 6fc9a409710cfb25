// Who talked to whom: the capture's side on the left, the internet on the right, grouped by country.
import type { Audit } from '../../audit.ts';
import { amount, escaped } from '../text.ts';
import { legend } from './timeline.ts';

const MOST_LEFT = 12;
const MOST_RIGHT = 26;
const WIDTH = 960;
const LEFT = 250;
const RIGHT = 560;
const ROW = 24;

type Link = { readonly from: string; readonly to: string; bytes: number; protection: string };

export function mapFigure({ flows, destinations, fence }: Audit): string {
  const remote = new Map(destinations.filter((one) => one.isRemote).map((one) => [one.address, one]));
  const links = new Map<string, Link>();
  for (const { flow, bytes, protection } of flows) {
    if (flow.a.address === '') continue;
    const flip = remote.has(flow.a.address) && !remote.has(flow.b.address);
    const [from, to] = flip ? [flow.b.address, flow.a.address] : [flow.a.address, flow.b.address];
    const key = `${from} ${to}`;
    const link = links.get(key) ?? { from, to, bytes: 0, protection: protection ?? 'unknown' };
    link.bytes += bytes[0] + bytes[1];
    if (protection === 'clear' || (protection === 'partly' && link.protection !== 'clear'))
      link.protection = protection;
    links.set(key, link);
  }
  const all = [...links.values()].sort((a, b) => b.bytes - a.bytes);
  const lefts = [...new Set(all.map((one) => one.from))].slice(0, MOST_LEFT);
  const countryOf = (address: string) =>
    remote.get(address)?.place?.country ?? (remote.has(address) ? '??' : '');
  const rights = [...new Set(all.filter((one) => lefts.includes(one.from)).map((one) => one.to))].slice(
    0,
    MOST_RIGHT,
  );
  rights.sort((a, b) => countryOf(a).localeCompare(countryOf(b)));
  if (rights.length === 0) return '';
  const height = Math.max(lefts.length, rights.length) * ROW + 24;
  const y = (list: readonly string[], address: string) =>
    (height * (list.indexOf(address) + 0.5)) / list.length;
  const most = Math.max(...all.map((one) => one.bytes));
  const drawn = all.filter((one) => lefts.includes(one.from) && rights.includes(one.to));
  const curves = drawn.map(({ from, to, bytes, protection }) => {
    const [start, end] = [y(lefts, from), y(rights, to)];
    const width = (1 + 7 * Math.sqrt(bytes / most)).toFixed(1);
    const dash = protection === 'clear' ? ' stroke-dasharray="7 4"' : '';
    return `<path d="M${LEFT} ${start}C${(LEFT + RIGHT) / 2} ${start} ${(LEFT + RIGHT) / 2} ${end} ${RIGHT} ${end}" fill="none" stroke="var(--${protection})" stroke-width="${width}" stroke-opacity=".75"${dash}><title>${escaped(`${from} and ${to}: ${amount(bytes)}`)}</title></path>`;
  });
  const leftText = lefts.map(
    (address) =>
      `<text x="${LEFT - 10}" y="${y(lefts, address) + 4}" text-anchor="end">${escaped(address)}</text>`,
  );
  const rightText = rights.map((address) => {
    const known = remote.get(address);
    const outside = known && fence.length > 0 && known.outside !== 'no';
    const label = [countryOf(address), address, known?.names[0] ?? known?.place?.operator ?? '']
      .filter((one) => one !== '')
      .join('  ');
    return `<text x="${RIGHT + 10}" y="${y(rights, address) + 4}"${outside ? ' style="fill:var(--critical);font-weight:600"' : ''}>${escaped(label.length > 60 ? `${label.slice(0, 59)}…` : label)}</text>`;
  });
  const left = all.length - drawn.length;
  return `<figure><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Map of connections">${curves.join('')}${leftText.join('')}${rightText.join('')}</svg>
<figcaption>Thickness stands for bytes; dashed lines can be read on the way. ${legend()}${left > 0 ? ` ${left} smaller links are not drawn.` : ''}</figcaption></figure>`;
}
