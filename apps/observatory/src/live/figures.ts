// What is left over when nothing is broken: how much sizes and times of a voice's packets tell about speech, and how well
// timing and volume tell who shares a room.
import { audit } from '../audit.ts';
import { readCapture } from '../capture/index.ts';
import { gapClasses, sizeClasses, tells } from '../evidence/activity.ts';
import { endpoint } from '../evidence/excerpt.ts';
import { recognise } from '../evidence/recognise.ts';
import { parseRtp } from '../evidence/rtp.ts';
import { type Chance, seeded } from '../evidence/statistics.ts';
import type { Spoken } from './material.ts';

const LEAST_PACKETS = 200;
/** Student's t for 95 %, two-sided, by degrees of freedom 1 to 12. */
const T95 = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18];

export type Speaker = {
  readonly from: string;
  readonly packets: number;
  readonly sizes: number;
  readonly sizeBits: number;
  readonly timeBits: number;
  readonly timeP: number;
};
export type Interval = {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
};
export type SpeechFigures = {
  readonly speakers: readonly Speaker[];
  readonly packets: number;
  readonly sizeBits: Interval;
  readonly timeBits: Interval;
};

/** @param spoken by `address:port`: when that participant spoke */
export async function speechFigures(
  file: string,
  spoken: ReadonlyMap<string, readonly Spoken[]>,
): Promise<SpeechFigures> {
  const streams = new Map<string, { times: number[]; sizes: number[] }>();
  await readCapture(file, {
    packet({ time, transport, payload, fromA }, flow) {
      if (transport?.kind !== 'udp') return;
      const from = endpoint(fromA ? flow.a : flow.b);
      if (
        !spoken.has(from) ||
        recognise(payload, transport.sourcePort, transport.destinationPort) !== 'rtp' ||
        !parseRtp(payload)
      )
        return;
      const stream = streams.get(from) ?? { times: [], sizes: [] };
      streams.set(from, stream);
      stream.times.push(time);
      stream.sizes.push(payload.length);
    },
  });
  const speakers = [...streams]
    .filter(([, { times }]) => times.length >= LEAST_PACKETS)
    .map(([from, { times, sizes }], i): Speaker => {
      const spans = spoken.get(from) ?? [];
      const activity = times.map((time) =>
        spans.some((span) => time >= span.from && time < span.to) ? 1 : 0,
      );
      const bySize = tells(sizeClasses(sizes), activity, seeded(2 * i));
      const byTime = tells(gapClasses(times), activity.slice(1), seeded(2 * i + 1));
      return {
        from,
        packets: times.length,
        sizes: new Set(sizes).size,
        sizeBits: bySize.bits,
        timeBits: byTime.bits,
        timeP: byTime.p,
      };
    });
  if (speakers.length === 0)
    throw new RangeError('no speaker of whom something is known sent enough packets');
  return {
    speakers,
    packets: speakers.reduce((sum, { packets }) => sum + packets, 0),
    sizeBits: intervalOf(speakers.map(({ sizeBits }) => sizeBits)),
    timeBits: intervalOf(speakers.map(({ timeBits }) => timeBits)),
  };
}

export type LinkFigures = {
  readonly auc: number;
  readonly low: number;
  readonly high: number;
  readonly sameRoom: number;
  readonly otherRooms: number;
};

/** @param rooms `address:port` -> room; undefined when too little was there to tell */
export async function linkFigures(
  file: string,
  rooms: ReadonlyMap<string, string>,
): Promise<LinkFigures | undefined> {
  const { findings } = await audit(file, { truth: { speech: [], rooms } });
  const figures = findings.find(
    ({ code, figures: known }) => code === 'O501' && known?.auc !== undefined,
  )?.figures;
  return figures as LinkFigures | undefined;
}

/** The same people in rooms that were never theirs: what a measure that sees nothing gives. */
export async function linkControl(
  file: string,
  rooms: ReadonlyMap<string, string>,
  rounds = 8,
  chance: Chance = seeded(5),
): Promise<Interval> {
  const [people, names] = [[...rooms.keys()], [...rooms.values()]];
  const areas: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const shuffled = [...names];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const other = Math.floor(chance() * (i + 1));
      [shuffled[i], shuffled[other]] = [shuffled[other]!, shuffled[i]!];
    }
    const found = await linkFigures(file, new Map(people.map((person, i) => [person, shuffled[i]!])));
    if (found) areas.push(found.auc);
  }
  return intervalOf(areas);
}

/** Mean over independent runs or people, with Student's 95 % interval. */
export function intervalOf(values: readonly number[]): Interval {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, n);
  if (n < 2) return { mean, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, n };
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const reach = ((T95[n - 2] ?? 1.96) * deviation) / Math.sqrt(n);
  return { mean, low: mean - reach, high: mean + reach, n };
}
