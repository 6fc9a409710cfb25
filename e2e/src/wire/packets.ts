// A capture as packets and flows: tshark takes the frames apart, the sorting of the relay's port is RFC 7983's.
import { rows } from '../rig/tshark.ts';

export type Kind = 'stun' | 'dtls' | 'rtp' | 'rtcp' | 'other';

export type Datagram = {
  /** Seconds since 1970. */
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly payload: Buffer;
  readonly kind: Kind;
};

/** RFC 7983 section 7, and RFC 5761 section 4 for RTCP. */
export function kindOf(payload: Uint8Array): Kind {
  const [first = 255, second = 0] = payload;
  if (first <= 3) return 'stun';
  if (first >= 20 && first <= 63) return 'dtls';
  if (first >= 128 && first <= 191) return second >= 192 && second <= 223 ? 'rtcp' : 'rtp';
  return 'other';
}

export function readDatagrams(file: string): Datagram[] {
  const fields = [
    'frame.time_epoch',
    'ip.src',
    'ip.dst',
    'udp.srcport',
    'udp.dstport',
    'udp.payload',
  ] as const;
  return rows(file, fields, { filter: 'udp && ip && !icmp' }).map((row) => {
    const payload = Buffer.from(row['udp.payload'], 'hex');
    return {
      at: Number(row['frame.time_epoch']),
      from: row['ip.src'],
      to: row['ip.dst'],
      fromPort: Number(row['udp.srcport']),
      toPort: Number(row['udp.dstport']),
      payload,
      kind: kindOf(payload),
    };
  });
}

/** Each direction of each TCP connection as its bytes in order, whatever the segments and repetitions were. */
export function readStreams(file: string): Buffer[] {
  const fields = ['tcp.stream', 'tcp.srcport', 'tcp.seq', 'tcp.payload'] as const;
  const directions = new Map<string, { seq: number; bytes: Buffer }[]>();
  for (const row of rows(file, fields, { filter: 'tcp.len > 0' })) {
    const direction = `${row['tcp.stream']} ${row['tcp.srcport']}`;
    const segments = directions.get(direction) ?? [];
    segments.push({ seq: Number(row['tcp.seq']), bytes: Buffer.from(row['tcp.payload'], 'hex') });
    directions.set(direction, segments);
  }
  return [...directions.values()].map(reassemble);
}

export function reassemble(segments: readonly { readonly seq: number; readonly bytes: Buffer }[]): Buffer {
  const parts: Buffer[] = [];
  let next: number | undefined;
  for (const { seq, bytes } of segments.toSorted((a, b) => a.seq - b.seq)) {
    const known = next === undefined ? 0 : Math.max(0, next - seq);
    if (known >= bytes.length) continue;
    parts.push(bytes.subarray(known));
    next = seq + bytes.length;
  }
  return Buffer.concat(parts);
}

/** All datagrams of one direction between two sockets. */
export type Flow = { readonly name: string; readonly datagrams: readonly Datagram[] };

export function flowsOf(datagrams: readonly Datagram[]): Flow[] {
  const flows = new Map<string, Datagram[]>();
  for (const one of datagrams) {
    const name = `${one.from}:${one.fromPort} -> ${one.to}:${one.toPort}`;
    const flow = flows.get(name);
    if (flow) flow.push(one);
    else flows.set(name, [one]);
  }
  return [...flows].map(([name, all]) => ({ name, datagrams: all }));
}
