import { spawnSync } from 'node:child_process';

/** Another reading of the same captures: Wireshark's, where its command line program is installed. */
export const hasTshark: boolean = spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status === 0;

const DECODE_NOTHING = ['-o', 'tcp.desegment_tcp_streams:FALSE', '-o', 'udp.try_heuristic_first:FALSE'];

function tshark(args: readonly string[]): string {
  const run = spawnSync('tshark', ['-n', ...DECODE_NOTHING, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (run.status !== 0) throw new Error(`tshark: ${run.stderr}`);
  return run.stdout;
}

/** One packet as Wireshark sees it; with tunnels the innermost header's values. */
export type OraclePacket = {
  readonly number: number;
  /** Microseconds; undefined for a packet without a time. */
  readonly time: number | undefined;
  readonly length: number;
  readonly ends: string;
  /** Undefined when the packet carries no TCP or UDP, or when it is a part of a datagram. */
  readonly payloadOnWire: number | undefined;
  /** Number of the TCP connection. */
  readonly connection: number | undefined;
};

const FIELDS = [
  'frame.number',
  'frame.time_epoch',
  'frame.len',
  'ip.src',
  'ip.dst',
  'ipv6.src',
  'ipv6.dst',
  'tcp.srcport',
  'tcp.dstport',
  'udp.srcport',
  'udp.dstport',
  'tcp.len',
  'udp.length',
  'tcp.stream',
  'frame.protocols',
];

export function oraclePackets(path: string): OraclePacket[] {
  const fields = FIELDS.flatMap((field) => ['-e', field]);
  const lines = tshark(['-r', path, '-T', 'fields', '-E', 'occurrence=l', ...fields]).split('\n');
  return lines.filter(Boolean).map((line) => {
    const [number, time, length, s4, d4, s6, d6, ts, td, us, ud, tcpLength, udpLength, stream, protocols] =
      line.split('\t');
    const layers = protocols!.split(':');
    const six = layers.lastIndexOf('ipv6') > layers.lastIndexOf('ip');
    const sourcePort = ts || us;
    const port = (value: string | undefined) => (sourcePort ? `:${value}` : '');
    const from = six ? s6 : s4;
    const to = six ? d6 : d4;
    const payload = tcpLength ? Number(tcpLength) : udpLength ? Number(udpLength) - 8 : undefined;
    return {
      number: Number(number),
      time: time ? Number(time) * 1e6 : undefined,
      length: Number(length),
      ends: from ? `${from}${port(sourcePort)} > ${to}${port(td || ud)}` : '',
      payloadOnWire: payload,
      connection: stream ? Number(stream) : undefined,
    };
  });
}

/** The bytes of both directions of a connection, the first sender's first, as "follow TCP stream" puts them together. */
export function oracleStream(path: string, connection: number): [string, string] {
  const text = tshark(['-r', path, '-q', '-z', `follow,tcp,raw,${connection}`]);
  const lines = text.split('\n').filter((line) => /^\t?[0-9a-f]+$/.test(line));
  const join = (list: readonly string[]) => Buffer.from(list.join(''), 'hex').toString('latin1');
  return [
    join(lines.filter((line) => !line.startsWith('\t'))),
    join(lines.filter((line) => line.startsWith('\t')).map((line) => line.trim())),
  ];
}
