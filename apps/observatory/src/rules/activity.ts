// O402, O403: packet sizes and gaps that follow speech.
import type { Flow } from '../capture/packet.ts';
import {
  gapClasses,
  LEAST_PACKETS,
  medianOf,
  pausesOf,
  runs,
  type Series,
  sizeClasses,
  type Tells,
  tells,
} from '../evidence/activity.ts';
import { endpoint, ends } from '../evidence/excerpt.ts';
import { seeded } from '../evidence/statistics.ts';
import { finding } from './catalogue.ts';
import { isLocalChatter } from './local.ts';
import type { Finding, Rule, RuleContext, Truth } from './rule.ts';

const MOST_SERIES = 256;
const MOST_PACKETS = 6000;
const LEAST_PAUSES = 3;
/** Without knowing when somebody spoke, only a clear dependence counts. */
const LEAST_BITS = 0.1;
const SIGNIFICANT = 0.01;
/** Voice is small packets at a steady pace; video and files are not. */
const MOST_VOICE_BYTES = 500;

type Voice = Series & { readonly flow: Flow; readonly fromA: boolean; readonly numbers: readonly number[] };
type Own = {
  flow: Flow;
  fromA: boolean;
  times: number[];
  sizes: number[];
  numbers: number[];
  steps: undefined;
};

export const activityRule: Rule = {
  codes: ['O402', 'O403'],
  start(context) {
    const own = new Map<string, Own>();
    return {
      datagram({ flow, fromA, bytes, time, number, via }) {
        if (via !== 'udp' || isLocalChatter(flow)) return;
        const key = `${flow.id} ${fromA}`;
        let series = own.get(key);
        if (!series) {
          if (own.size >= MOST_SERIES) return;
          series = { flow, fromA, times: [], sizes: [], numbers: [], steps: undefined };
          own.set(key, series);
        }
        if (series.times.length >= MOST_PACKETS) return;
        series.times.push(time);
        series.sizes.push(bytes.length);
        series.numbers.push(number);
      },
      end: () =>
        voicesOf(context, [...own.values()]).flatMap((voice) => [
          ...judgeSizes(voice, context),
          ...judgeTimes(voice, context),
        ]),
    };
  },
};

/** RTP streams by themselves; other flows as a whole when they look like voice. */
function voicesOf({ scene }: RuleContext, own: readonly Own[]): Voice[] {
  const streams = scene.rtp.confirmed();
  const known = new Set(streams.map(({ flow, fromA }) => `${flow.id} ${fromA}`));
  const voices: Voice[] = streams.map((stream) => {
    const steps = stream.timestamps.slice(1).map((timestamp, i) => {
      const inOrder = stream.sequences[i + 1] === ((stream.sequences[i]! + 1) & 0xffff);
      return inOrder ? (timestamp - stream.timestamps[i]!) >>> 0 : 0;
    });
    return {
      flow: stream.flow,
      fromA: stream.fromA,
      numbers: stream.numbers,
      times: stream.times,
      sizes: stream.sizes,
      steps,
    };
  });
  voices.push(...own.filter((one) => !known.has(`${one.flow.id} ${one.fromA}`) && looksLikeVoice(one)));
  return voices.filter(({ times, sizes }) => {
    if (times.length < LEAST_PACKETS || medianOf(sizes) > MOST_VOICE_BYTES) return false;
    const interval = medianOf(times.slice(1).map((time, i) => time - times[i]!));
    return interval > 4000 && interval < 130_000;
  });
}

/** Without RTP only a long row at a steady pace is taken for voice: tunnels and games change their sizes as well. */
const looksLikeVoice = (series: Own): boolean => series.times.length >= 100 && pausesOf(series).isRegular;

function judgeSizes(voice: Voice, { truth }: RuleContext): Finding[] {
  const classes = sizeClasses(voice.sizes);
  const activity = truth && activityOf(voice, truth);
  const found = activity ? tells(classes, activity, seeded(1)) : runs(classes, seeded(1));
  if (found.p > SIGNIFICANT || found.bits < (activity ? 0.001 : LEAST_BITS)) return [];
  const different = new Set(voice.sizes).size;
  const range = `${different} sizes from ${Math.min(...voice.sizes)} to ${Math.max(...voice.sizes)} bytes`;
  const how = activity
    ? `tell ${round(found.bits)} bits a packet about who speaks`
    : `come in runs, as speech does (${round(found.bits)} bits from one packet to the next)`;
  return [
    made(
      'O402',
      `Sizes of packets ${sender(voice)} ${how}: ${range}`,
      voice,
      [0, 1, 2],
      found,
      activity === undefined,
    ),
  ];
}

function judgeTimes(voice: Voice, { truth }: RuleContext): Finding[] {
  const activity = truth && activityOf(voice, truth)?.slice(1);
  if (activity) {
    const found = tells(gapClasses(voice.times), activity, seeded(2));
    if (found.p <= SIGNIFICANT && found.bits >= 0.001)
      return [
        made(
          'O403',
          `Times of packets ${sender(voice)} tell ${round(found.bits)} bits a packet about who speaks`,
          voice,
          [0, 1],
          found,
          false,
        ),
      ];
    return [];
  }
  const { at, share, isRegular } = pausesOf(voice);
  if (at.length < LEAST_PAUSES || !isRegular || share < 0.02) return [];
  const title = `Packets ${sender(voice)} pause ${at.length} times, ${Math.round(share * 100)} % of the time, as with silence suppression`;
  return [made('O403', title, voice, at.slice(0, 5), undefined, voice.steps === undefined)];
}

/** One for each packet; undefined when nothing is known about this sender. */
function activityOf({ flow, fromA, times }: Voice, truth: Truth): number[] | undefined {
  const from = fromA ? flow.a : flow.b;
  const spans = truth.speech.filter(
    ({ who }) => who === undefined || who === from.address || who === endpoint(from),
  );
  if (spans.length === 0) return undefined;
  return times.map((time) => (spans.some((span) => time >= span.from && time < span.to) ? 1 : 0));
}

function made(
  code: string,
  title: string,
  voice: Voice,
  at: readonly number[],
  found: Tells | undefined,
  isGuess: boolean,
): Finding {
  const evidence = at.map((i) => ({
    packet: voice.numbers[i]!,
    time: voice.times[i]!,
    flow: voice.flow.id,
    ends: ends(voice.flow, voice.fromA),
    note: `${voice.sizes[i]} bytes${i > 0 ? `, ${Math.round((voice.times[i]! - voice.times[i - 1]!) / 1000)} ms after the one before` : ''}`,
  }));
  return finding(code, title, evidence, {
    count: voice.times.length,
    ...(isGuess && { severity: 'low' as const }),
    ...(found && { figures: { bits: found.bits, p: found.p, packets: voice.times.length } }),
  });
}

const sender = ({ flow, fromA }: Voice): string => `from ${endpoint(fromA ? flow.a : flow.b)}`;
const round = (bits: number): string => bits.toFixed(2);
