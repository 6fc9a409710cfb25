// The report as one page that needs nothing else: no script, no address outside, readable on paper.
import type { Audit } from '../../audit.ts';
import { endpoint } from '../../evidence/excerpt.ts';
import { grouped } from '../../evidence/grouped.ts';
import { countsOf, inShort, LIMITS_OF_THIS, WORST_FIRST } from '../summary.ts';
import { amount, clockTime, duration, escaped } from '../text.ts';
import { findingSection } from './finding.ts';
import { mapFigure } from './map.ts';
import { STYLE } from './style.ts';
import { timelineFigure } from './timeline.ts';

export type PageOptions = {
  /** Name of the capture, as readers know it. */
  readonly file: string;
  /** Voices can be played from the page; without it they are only drawn. */
  readonly withSound: boolean;
};

const MOST_FLOWS = 200;
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; media-src data:; base-uri 'none'; form-action 'none'";

export function htmlReport(audit: Audit, { file, withSound }: PageOptions): string {
  const { findings, sounds, credits, fence, capture } = audit;
  const counts = countsOf(findings);
  const span =
    capture.firstTime === undefined || capture.lastTime === undefined
      ? 'no packets'
      : `${clockTime(capture.firstTime)}, ${duration(capture.lastTime - capture.firstTime)}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="referrer" content="no-referrer">
<title>What ${escaped(file)} gives away</title><style>${STYLE}</style></head><body>
<header><h1>What this capture gives away</h1>
<p class="meta">${escaped(file)} · ${escaped(span)} · ${capture.packets} packets, ${amount(capture.bytes)} · examined by stoa audit</p>
<p class="lead">${escaped(inShort(audit))}</p>
<ul class="counts">${WORST_FIRST.map((one) => `<li class="${one}"><b style="color:var(--tone)">${counts[one]}</b>${one}</li>`).join('')}</ul>
<nav aria-label="Parts of this report"><ul><li><a href="#findings">Findings</a></li><li><a href="#timeline">Timeline</a></li><li><a href="#map">Map</a></li><li><a href="#destinations">Destinations</a></li><li><a href="#flows">Connections</a></li></ul></nav></header>
<main><section id="findings"><h2>Findings</h2>${findings.length === 0 ? '<p>None.</p>' : [...grouped(findings, (one) => `${one.severity} ${one.code}`).values()].map((one) => findingSection(one, sounds, withSound)).join('\n')}</section>
<section id="timeline"><h2>Timeline</h2>${timelineFigure(audit) || '<p>Nothing to draw.</p>'}</section>
<section id="map"><h2>Who talked to whom</h2>${mapFigure(audit) || '<p>Nothing to draw.</p>'}</section>
<section id="destinations"><h2>Destinations</h2>${fence.length > 0 ? `<p>Expected countries: ${escaped(fence.join(', '))}.</p>` : ''}${destinationTable(audit)}</section>
<section id="flows"><h2>Connections</h2>${flowTable(audit)}</section></main>
<footer><p class="meta">${escaped(LIMITS_OF_THIS)}</p>${credits.map((one) => `<p class="meta">${linked(escaped(one))}</p>`).join('')}
<p class="meta">Bytes of identifiers are masked (** and •) unless the report was made to show them.</p></footer></body></html>
`;
}

/** DB-IP's licence asks for a link; the text is the program's own. */
const linked = (credit: string): string =>
  credit.replace('db-ip.com', '<a href="https://db-ip.com">db-ip.com</a>');

function destinationTable({ destinations }: Audit): string {
  const remote = destinations.filter((one) => one.isRemote);
  if (remote.length === 0) return '<p>No address on the internet was contacted.</p>';
  const rows = remote.map(
    ({ address, place, names, protocols, first, packetsTo, packetsFrom, bytesTo, bytesFrom, outside }) => {
      const country = `${place?.country ?? 'unknown'}${place?.registered ? ` (registered in ${place.registered})` : ''}`;
      const mark =
        outside === 'no'
          ? ''
          : ` <span class="outside">${outside === 'yes' ? 'outside the fence' : 'not known to be inside'}</span>`;
      const operator = place?.operator ?? (place?.network === undefined ? 'unknown' : '');
      return `<tr><td>${escaped(address)}<br><small>${escaped(names.slice(0, 4).join(', '))}</small></td><td>${escaped(country)}${mark}</td><td>${escaped(operator)}${place?.network === undefined ? '' : `<br><small>AS${place.network}</small>`}</td><td>${escaped(protocols.join(', '))}</td><td class="n">${escaped(clockTime(first))}</td><td class="n">${packetsTo} / ${amount(bytesTo)}</td><td class="n">${packetsFrom} / ${amount(bytesFrom)}</td></tr>`;
    },
  );
  return `<div class="scroll"><table><thead><tr><th>Address and names</th><th>Country</th><th>Operator</th><th>Protocols</th><th>First contact</th><th>Packets, bytes to it</th><th>From it</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function flowTable({ flows, flowsLeftOut }: Audit): string {
  const shown = [...flows]
    .sort((a, b) => b.bytes[0] + b.bytes[1] - a.bytes[0] - a.bytes[1])
    .slice(0, MOST_FLOWS);
  const rows = shown.map(({ flow, packets, bytes, names, protocol, protection, first }) => {
    const says = { clear: 'readable', partly: 'readable in part', encrypted: 'encrypted', none: 'not told' }[
      protection ?? 'none'
    ];
    return `<tr><td class="n">${flow.id}</td><td class="ends">${escaped(endpoint(flow.a))}<br>${escaped(endpoint(flow.b))}</td><td>${escaped(protocol ?? flow.kind)}<br><small>${escaped([...names].slice(0, 3).join(', '))}</small></td><td><span style="color:var(--${protection ?? 'unknown'})">■</span> ${says}</td><td class="n">${escaped(clockTime(first))}</td><td class="n">${packets[0]} / ${packets[1]}</td><td class="n">${amount(bytes[0])} / ${amount(bytes[1])}</td></tr>`;
  });
  const left = flows.length - shown.length + flowsLeftOut;
  return `<div class="scroll"><table><thead><tr><th>No.</th><th>Between</th><th>Protocol and names</th><th>Protection</th><th>First packet</th><th>Packets there / back</th><th>Bytes there / back</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>${left > 0 ? `<p class="meta">${left} smaller connections are not listed.</p>` : ''}`;
}
