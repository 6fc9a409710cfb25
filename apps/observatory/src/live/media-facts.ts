// The outside of RTP, packet by packet: what must be the same in all of them.
import { readCapture, readChunks } from '../capture/index.ts';
import { endpoint } from '../evidence/excerpt.ts';
import { recognise } from '../evidence/recognise.ts';
import { parseRtp, type Rtp } from '../evidence/rtp.ts';

const LEAST_PACKETS = 20;
const FRAME_TICKS = 960;

export type MediaStream = {
  readonly from: string;
  readonly to: string;
  packets: number;
  readonly sizes: Map<number, number>;
  /** Packets with an extension, padding or contributing sources. */
  odd: number;
  /** Frames that the clock counted and that were not sent. */
  withheld: number;
  last: Rtp | undefined;
};

/** The larger RTP streams of a capture, by direction and source. */
export async function mediaStreams(source: string | Iterable<Uint8Array>): Promise<MediaStream[]> {
  const streams = new Map<string, MediaStream>();
  const visitor = {
    packet(
      { payload, transport, fromA }: Parameters<NonNullable<Parameters<typeof readChunks>[1]['packet']>>[0],
      flow: Parameters<NonNullable<Parameters<typeof readChunks>[1]['packet']>>[1],
    ) {
      if (transport?.kind !== 'udp') return;
      if (recognise(payload, transport.sourcePort, transport.destinationPort) !== 'rtp') return;
      const rtp = parseRtp(payload);
      if (!rtp) return;
      const [from, to] = fromA ? [flow.a, flow.b] : [flow.b, flow.a];
      const key = `${flow.id} ${fromA} ${rtp.source}`;
      const stream = streams.get(key) ?? {
        from: endpoint(from),
        to: endpoint(to),
        packets: 0,
        sizes: new Map(),
        odd: 0,
        withheld: 0,
        last: undefined,
      };
      streams.set(key, stream);
      stream.packets++;
      stream.sizes.set(payload.length, (stream.sizes.get(payload.length) ?? 0) + 1);
      if ((payload[0]! & 0x3f) !== 0) stream.odd++;
      const { last } = stream;
      if (last) {
        const sent = ((rtp.sequence - last.sequence) << 16) >> 16;
        if (sent > 0)
          stream.withheld += Math.max(
            0,
            Math.round(((rtp.timestamp - last.timestamp) | 0) / FRAME_TICKS) - sent,
          );
      }
      if (!last || ((rtp.sequence - last.sequence) << 16) >> 16 > 0) stream.last = rtp;
    },
  };
  if (typeof source === 'string') await readCapture(source, visitor);
  else await readChunks(source, visitor);
  return [...streams.values()].filter(({ packets }) => packets >= LEAST_PACKETS);
}
