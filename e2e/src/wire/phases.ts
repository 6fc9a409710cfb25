// What was going on in the room when: to compare the packets of speech with those of silence.
import type { Finding } from './findings.ts';
import { type Datagram, flowsOf } from './packets.ts';
import { mutualInformation, spread, twoSample } from './statistics.ts';

export type Activity = 'speech' | 'speech again' | 'silence' | 'self mute' | 'muted by moderator';
/** Of one person on stage; seconds since 1970. */
export type Phase = {
  readonly who: string;
  readonly activity: Activity;
  readonly from: number;
  readonly to: number;
};

/** Packets a second of one voice, between what a starved machine still gives and more than there can be. */
const LEAST = 25;
const MOST = 58;

/** Seconds at the ends of a phase that are left out: what is said there takes a moment to be so. */
const EDGE = 0.4;

export type PhaseFigures = {
  readonly who: string;
  readonly activity: Activity;
  readonly packets: number;
  readonly perSecond: number;
  readonly intervalMillis: { readonly mean: number; readonly deviation: number; readonly p95: number };
  readonly longestMillis: number;
  /** Frames that the clock of the sender counted and that were not sent. */
  readonly withheld: number;
  readonly sizes: readonly number[];
};

export type Leak = {
  readonly who: string;
  readonly against: Activity;
  /** Between speech and the other, bits per packet. */
  readonly sizeBits: number;
  readonly intervalBits: number;
  readonly intervals: { readonly distance: number; readonly p: number };
};

/** Media from one socket to another, by their ports. */
export const mediaBetween = (datagrams: readonly Datagram[], fromPort: number, toPort: number): Datagram[] =>
  datagrams.filter((one) => one.kind === 'rtp' && one.fromPort === fromPort && one.toPort === toPort);

const within = (datagrams: readonly Datagram[], { from, to }: Phase) =>
  datagrams.filter((one) => one.at >= from + EDGE && one.at <= to - EDGE);

const intervals = (datagrams: readonly Datagram[]): number[] =>
  datagrams.slice(1).map((one, i) => (one.at - (datagrams[i]?.at ?? 0)) * 1000);

/** RTP timestamps run on by 960 for each 20 ms; sequence numbers only for what is sent. */
function withheld(packets: readonly Datagram[]): number {
  const streams = new Map<number, { sequence: number; timestamp: number }>();
  let frames = 0;
  for (const { payload } of packets) {
    const [sequence, timestamp, ssrc] = [
      payload.readUInt16BE(2),
      payload.readUInt32BE(4),
      payload.readUInt32BE(8),
    ];
    const last = streams.get(ssrc);
    if (last) {
      const sent = ((sequence - last.sequence) << 16) >> 16;
      frames += ((timestamp - last.timestamp) | 0) / 960 - sent;
    }
    streams.set(ssrc, { sequence, timestamp });
  }
  return frames;
}

export function figuresOf(media: readonly Datagram[], phase: Phase): PhaseFigures {
  const packets = within(media, phase);
  const seconds = phase.to - phase.from - 2 * EDGE;
  return {
    who: phase.who,
    activity: phase.activity,
    packets: packets.length,
    perSecond: packets.length / seconds,
    intervalMillis: spread(intervals(packets)),
    longestMillis: Math.max(0, ...intervals(packets)),
    withheld: withheld(packets),
    sizes: [...new Set(packets.map((one) => one.payload.length))],
  };
}

/**
 * `voices`: how many people's packets go that way. An audio engine that is starved of time falls behind, and its clock
 * with it; a sender that pauses (DTX) lets the clock run on. So the rate may be low, but no frame may be missing.
 */
export function rateFindings(figures: readonly PhaseFigures[], voices = 1): Finding[] {
  return figures.flatMap(({ who, activity, perSecond, withheld: missing }) => {
    const finding = (says: string) => ({
      check: 'packet rate' as const,
      says: `${says}, ${who} in ${activity}`,
    });
    const found: Finding[] = [];
    if (perSecond < voices * LEAST || perSecond > voices * MOST)
      found.push(finding(`${perSecond.toFixed(1)}/s`));
    if (Math.abs(missing) > 0.01) found.push(finding(`${missing.toFixed(1)} frames withheld`));
    return found;
  });
}

export function leakOf(uplink: readonly Datagram[], speech: Phase, other: Phase): Leak {
  const [loud, quiet] = [within(uplink, speech), within(uplink, other)];
  const labelled = (values: readonly number[], label: string) =>
    values.map((value): [number, string] => [value, label]);
  const sizes = (of: readonly Datagram[]) => of.map((one) => one.payload.length);
  return {
    who: speech.who,
    against: other.activity,
    sizeBits: mutualInformation([...labelled(sizes(loud), 'loud'), ...labelled(sizes(quiet), 'quiet')]),
    intervalBits: mutualInformation([
      ...labelled(intervals(loud), 'loud'),
      ...labelled(intervals(quiet), 'quiet'),
    ]),
    intervals: twoSample(intervals(loud), intervals(quiet)),
  };
}

/** From a sound to its packet: a frame, the browser's audio buffers, sealing. Seconds. */
const LATENCY = 0.05;

/**
 * The same for the bursts and pauses within one stretch of speech: they alternate so fast that whatever else the machine
 * does falls on both alike. `bursts`: when there was sound, seconds since 1970.
 */
export function burstLeakOf(
  uplink: readonly Datagram[],
  speech: Phase,
  bursts: readonly (readonly [from: number, to: number])[],
): Pick<Leak, 'intervalBits' | 'intervals'> {
  const packets = within(uplink, speech);
  const samples = intervals(packets).map((value, i): [number, string] => {
    const at = (packets[i + 1]?.at ?? 0) - LATENCY;
    return [value, bursts.some(([from, to]) => at >= from && at <= to) ? 'loud' : 'quiet'];
  });
  const ofLabel = (wanted: string) => samples.filter(([, label]) => label === wanted).map(([value]) => value);
  return {
    intervalBits: mutualInformation(samples),
    intervals: twoSample(ofLabel('loud'), ofLabel('quiet')),
  };
}

/** Ports of clients in the order in which their media begins: that in which people came on stage, for media going up. */
export function clientPorts(datagrams: readonly Datagram[], relayPort: number, way: 'up' | 'down'): number[] {
  const media = datagrams.filter(
    (one) => one.kind === 'rtp' && (way === 'up' ? one.toPort : one.fromPort) === relayPort,
  );
  return flowsOf(media).map(
    ({ datagrams: [first] }) => (way === 'up' ? first?.fromPort : first?.toPort) ?? 0,
  );
}
