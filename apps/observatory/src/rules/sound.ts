// O301, O302, O303: sound and other media that are not encrypted.
import { ends, excerpt } from '../evidence/excerpt.ts';
import { listen } from '../evidence/listen.ts';
import { type Media, mediaOf } from '../evidence/media.ts';
import type { RtpStream } from '../evidence/rtp-streams.ts';
import { finding } from './catalogue.ts';
import type { Evidence, Finding, Rule, RuleContext } from './rule.ts';

const MOST_SOUNDS = 12;
const MOST_EVIDENCE = 4;

export const soundRule: Rule = {
  codes: ['O301', 'O302', 'O303'],
  start: (context) => ({
    end: () => [
      ...context.scene.rtp.confirmed().flatMap((stream) => judge(stream, context, context.insideRelay)),
      ...context.scene.inner.confirmed().flatMap((stream) => judgeInner(stream, context)),
    ],
  }),
};

/** What a key log opened: it is the hop's encryption that was taken off, so the rest is what the relay has. */
function judgeInner(stream: RtpStream, context: RuleContext): Finding[] {
  const facts = context.scene.factsOf(stream.flow);
  const [protocol, protection] = [facts?.protocol, facts?.protection];
  const findings = judge(stream, context, true);
  if (facts) {
    // On the path nothing of it is readable.
    facts.protection = protection;
    const hasEnds = findings.length === 0 && mediaOf(stream).kind !== 'unclear';
    facts.protocol = hasEnds
      ? 'SRTP, encrypted end to end'
      : findings.length > 0
        ? 'SRTP, readable in the relay'
        : protocol;
  }
  return findings;
}

function judge(stream: RtpStream, { scene }: RuleContext, insideRelay: boolean): Finding[] {
  const media = mediaOf(stream);
  const facts = scene.factsOf(stream.flow);
  const protection =
    media.kind === 'encrypted' || media.kind === 'headed'
      ? 'encrypted'
      : media.kind === 'unclear'
        ? undefined
        : 'clear';
  if (facts && protection)
    facts.protocol =
      protection === 'clear' ? `RTP (${media.format})` : insideRelay ? 'RTP, encrypted end to end' : 'SRTP';
  scene.mark(stream.flow, 'RTP', protection);
  const source = `source ${stream.source.toString(16).padStart(8, '0')}`;
  const evidence = evidenceOf(stream, media);
  const { uniform, columns, repeats } = media.randomness;
  const figures = { uniformP: uniform, fixedPlaces: columns.length, repeats };
  if (media.kind === 'sound' && media.codec) {
    const sound = listen(stream, media.codec);
    const seconds = Math.round((sound.samples.length / sound.rate) * 10) / 10;
    const name = `flow-${stream.flow.id}-${stream.source.toString(16).padStart(8, '0')}.wav`;
    if (scene.sounds.length < MOST_SOUNDS)
      scene.sounds.push({
        name,
        codec: media.codec,
        rate: sound.rate,
        samples: sound.samples,
        flow: stream.flow.id,
        packets: sound.packets,
      });
    const code = insideRelay ? 'O303' : 'O301';
    const title = `${seconds} seconds of sound can be heard: ${media.codec} in ${stream.packets} packets, ${source}`;
    const level = loudness(sound.samples);
    return [
      finding(code, title, evidence, {
        count: stream.packets,
        sounds: [name],
        figures: { ...figures, seconds, decibels: level },
      }),
    ];
  }
  if (media.kind === 'readable' && media.randomness.enough) {
    const title = `Media that are not encrypted: ${media.format} in ${stream.packets} packets, ${source}`;
    return [finding(insideRelay ? 'O303' : 'O302', title, evidence, { count: stream.packets, figures })];
  }
  return [];
}

function evidenceOf(stream: RtpStream, media: Media): Evidence[] {
  const { payloads, numbers, times, flow, fromA, via } = stream;
  return payloads.slice(0, MOST_EVIDENCE).map((payload, i) => ({
    packet: numbers[i]!,
    time: times[i]!,
    flow: flow.id,
    ends: ends(flow, fromA),
    ...excerpt(payload, 0, 20),
    note: `${media.format}, ${payload.length} bytes${via === 'udp' ? '' : `, within ${via.toUpperCase()}`}`,
  }));
}

/** Of the whole recording, in decibels below full scale; -120 for silence. */
function loudness(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const share = samples.length === 0 ? 0 : Math.sqrt(sum / samples.length) / 32_768;
  return share < 1e-6 ? -120 : Math.round(200 * Math.log10(share)) / 10;
}
