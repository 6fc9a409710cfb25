// One finding, with its evidence and what can be heard.

import { wavOf } from '../../evidence/wav.ts';
import { CATALOGUE } from '../../rules/catalogue.ts';
import type { Evidence, Finding, Sound } from '../../rules/rule.ts';
import { clockTime, escaped } from '../text.ts';

/** Findings of one kind share what is said about them: one section, each with its own evidence. */
export function findingSection(
  findings: readonly Finding[],
  sounds: readonly Sound[],
  withSound: boolean,
): string {
  const { code, severity, explanation, advice } = findings[0]!;
  const bodies = findings.map((finding) => {
    const { title, evidence, count, figures } = finding;
    const heard = sounds.filter((sound) => finding.sounds?.includes(sound.name));
    const numbers = Object.entries(figures ?? {}).map(
      ([name, value]) => `${escaped(name)} ${Number.isInteger(value) ? value : value.toPrecision(3)}`,
    );
    return `<section><h3>${escaped(title)}</h3>${heard.map((sound) => waveform(sound, withSound)).join('')}
${evidence.length > 0 ? evidenceTable(evidence, count) : ''}
${numbers.length > 0 ? `<p class="meta">Measured: ${numbers.join('; ')}.</p>` : ''}</section>`;
  });
  return `<article class="finding ${severity}" id="${code}-${severity}"><p class="word">${severity} · ${code} · ${escaped(CATALOGUE[code]?.name ?? '')}</p>
<dl><dt>What it means</dt><dd>${escaped(explanation)}</dd><dt>What to do</dt><dd>${escaped(advice)}</dd></dl>
${bodies.join('\n')}</article>`;
}

function evidenceTable(evidence: readonly Evidence[], count: number): string {
  const rows = evidence.map(({ packet, time, ends, hex, text, note }) => {
    const when = time === undefined ? '' : escaped(clockTime(time));
    const bytes = hex ? `<pre>${escaped(hex)}\n${escaped(text ?? '')}</pre>` : '';
    return `<tr><td class="n">${packet === undefined ? '' : `packet ${packet}`}<br><small>${when}</small></td><td><span class="ends">${escaped(ends ?? '')}</span> ${escaped(note ?? '')}${bytes}</td></tr>`;
  });
  const more = count > evidence.length ? `<p class="meta">${evidence.length} of ${count} are shown.</p>` : '';
  return `<div class="scroll"><table><thead><tr><th>Where</th><th>Evidence</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>${more}`;
}

const BARS = 160;

/** The loudness over time, which shows that it is speech without playing it. */
function waveform({ name, codec, rate, samples }: Sound, withSound: boolean): string {
  const step = Math.max(1, Math.floor(samples.length / BARS));
  const bars: string[] = [];
  for (let i = 0; i < BARS && i * step < samples.length; i++) {
    let peak = 0;
    for (const sample of samples.subarray(i * step, (i + 1) * step)) peak = Math.max(peak, Math.abs(sample));
    const half = Math.max(0.5, Math.sqrt(peak / 32_768) * 30);
    bars.push(
      `<rect x="${i * 6}" y="${(32 - half).toFixed(1)}" width="4" height="${(half * 2).toFixed(1)}" fill="var(--tone)"/>`,
    );
  }
  const seconds = (samples.length / rate).toFixed(1);
  const audio = withSound
    ? `<audio controls src="data:audio/wav;base64,${Buffer.from(wavOf(samples, rate)).toString('base64')}"></audio>`
    : '';
  return `<figure><svg viewBox="0 0 960 64" role="img" aria-label="Loudness of the recording over ${seconds} seconds">${bars.join('')}</svg>
<figcaption>${escaped(name)}: ${seconds} seconds decoded from ${escaped(codec)}, drawn by loudness.</figcaption>${audio}</figure>`;
}
