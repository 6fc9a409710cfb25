// What is wrong with a capture, in words. Pure: from evidence to findings, so that a finding can be provoked by a test.
import { readFileSync } from 'node:fs';
import { rows } from '../rig/tshark.ts';
import { type Datagram, flowsOf, readDatagrams, readStreams } from './packets.ts';
import { createScan, type Needle } from './scanner.ts';

export type Finding = { readonly check: Check; readonly says: string };
export type Check =
  | 'id on the wire'
  | 'RTP header'
  | 'payload size'
  | 'packet rate'
  | 'unknown datagram'
  | 'stranger'
  | 'name looked up'
  | 'server name'
  | 'message length'
  | 'log'
  | 'disk'
  | 'frame in clear';

/** level, SFrame header, padded plaintext, tag: 167 bytes; 12 of RTP; the SRTP tag of either cipher. */
export const RTP_SIZES: ReadonlySet<number> = new Set([12 + 167 + 10, 12 + 167 + 16]);

export type Wire = {
  readonly file: string;
  readonly relayPort: number;
  readonly host: string;
  /** Addresses of the namespace and of the server's door. */
  readonly addresses: ReadonlySet<string>;
};

export function wireFindings(wire: Wire, needles: readonly Needle[]): Finding[] {
  const datagrams = readDatagrams(wire.file);
  return [
    ...idFindings(wire.file, datagrams, needles),
    ...headerFindings(wire),
    ...sizeFindings(mediaOf(wire, datagrams)),
    ...unknownFindings(mediaOf(wire, datagrams)),
    ...strangerFindings(wire, datagrams),
    ...lookUpFindings(wire),
    ...serverNameFindings(wire),
  ];
}

/** Every captured byte, then what an observer would put together: streams, and the payloads of a flow in a row. */
function idFindings(file: string, datagrams: readonly Datagram[], needles: readonly Needle[]): Finding[] {
  const scan = createScan(needles);
  const places: [string, Buffer][] = [['a packet', readFileSync(file)]];
  for (const stream of readStreams(file)) places.push(['a TCP stream', stream]);
  for (const flow of flowsOf(datagrams))
    places.push([`UDP ${flow.name}`, Buffer.concat(flow.datagrams.map((one) => one.payload))]);
  const found = places.flatMap(([where, bytes]) =>
    scan(bytes).map((hit) => ({
      check: 'id on the wire' as const,
      says: `${hit.what} as ${hit.how} in ${where}`,
    })),
  );
  return distinct(found);
}

function headerFindings({ file, relayPort }: Wire): Finding[] {
  const fields = ['rtp.version', 'rtp.ext', 'rtp.padding', 'rtp.cc'] as const;
  const decode = ['-d', `udp.port==${relayPort},rtp`];
  const wanted = { 'rtp.version': '2', 'rtp.ext': '0', 'rtp.padding': '0', 'rtp.cc': '0' };
  const found = rows(file, fields, {
    filter: 'rtp.version == 2 && !rtcp && !stun && !dtls',
    args: decode,
  }).flatMap((row) =>
    fields
      .filter((field) => row[field].replace(/^False$/, '0') !== wanted[field])
      .map((field) => ({ check: 'RTP header' as const, says: `${field} is ${row[field]}` })),
  );
  return distinct(found);
}

const mediaOf = ({ relayPort }: Pick<Wire, 'relayPort'>, datagrams: readonly Datagram[]): Datagram[] =>
  datagrams.filter((one) => one.fromPort === relayPort || one.toPort === relayPort);

/** One size for each direction of each media line, and it is the one that the frame format gives. */
export function sizeFindings(datagrams: readonly Datagram[]): Finding[] {
  return flowsOf(datagrams.filter((one) => one.kind === 'rtp')).flatMap(({ name, datagrams: rtp }) => {
    const sizes = [...new Set(rtp.map((one) => one.payload.length))].sort((a, b) => a - b);
    if (sizes.length === 1 && RTP_SIZES.has(sizes[0] ?? 0)) return [];
    return [{ check: 'payload size' as const, says: `${name} has sizes ${sizes.join(', ')}` }];
  });
}

/** Nothing but STUN, DTLS, RTP and RTCP. The relay's library wakes its own thread with an empty one to itself. */
function unknownFindings(datagrams: readonly Datagram[]): Finding[] {
  return distinct(
    datagrams
      .filter((one) => one.kind === 'other' && one.payload.length > 0)
      .map((one) => ({ check: 'unknown datagram' as const, says: `${one.payload.length} bytes` })),
  );
}

function strangerFindings({ file, relayPort, addresses }: Wire, datagrams: readonly Datagram[]): Finding[] {
  const hosts = rows(file, ['ip.src', 'ip.dst'], { filter: 'ip && !mdns' }).flatMap((row) =>
    [row['ip.src'], row['ip.dst']].flatMap((one) => one.split(',')),
  );
  const strangers = [...new Set(hosts)].filter((one) => !addresses.has(one));
  const media = new Set(mediaOf({ relayPort }, datagrams));
  const loose = datagrams.filter((one) => !media.has(one) && !(one.to === MDNS_GROUP && one.toPort === 5353));
  return [
    ...strangers.map((one) => ({ check: 'stranger' as const, says: `packets from or to ${one}` })),
    ...distinct(
      loose.map((one) => ({
        check: 'stranger' as const,
        says: `UDP from ${one.from} to ${one.to}:${one.toPort}, which is no relay`,
      })),
    ),
  ];
}

const MDNS_GROUP = '224.0.0.251';
/** A browser that hides its address behind a name of one use says that name to its own network (RFC 8828 section 5.2). */
const ONE_USE_NAME = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.local$/;

function lookUpFindings({ file }: Wire): Finding[] {
  const fields = ['ip.dst', 'dns.qry.name', 'dns.resp.name'] as const;
  const loud = rows(file, fields, { filter: 'dns || mdns || llmnr' }).filter((row) => {
    const said = row['dns.resp.name'].split(',');
    return (
      row['ip.dst'] !== MDNS_GROUP ||
      row['dns.qry.name'] !== '' ||
      !said.every((one) => ONE_USE_NAME.test(one))
    );
  });
  return distinct(
    loud.map((row) => ({
      check: 'name looked up' as const,
      says: row['dns.qry.name'] || row['dns.resp.name'],
    })),
  );
}

function serverNameFindings({ file, host }: Wire): Finding[] {
  const field = 'tls.handshake.extensions_server_name';
  return distinct(
    rows(file, [field], { filter: field })
      .filter((row) => row[field] !== host)
      .map((row) => ({ check: 'server name' as const, says: row[field] })),
  );
}

/** Lengths of signaling messages on the socket, in bytes. */
export function lengthFindings(
  messages: readonly { readonly from: string; readonly bytes: number }[],
  multiple = 256,
): Finding[] {
  return distinct(
    messages
      .filter((one) => one.bytes === 0 || one.bytes % multiple !== 0)
      .map((one) => ({ check: 'message length' as const, says: `${one.bytes} bytes from the ${one.from}` })),
  );
}

/** What a member could not open of what the relay forwarded; reasons that also occur in a healthy room are left out. */
export function openingFindings(dropped: Readonly<Record<string, number>>): Finding[] {
  const clear = ['size', 'header', 'unauthentic', 'malformed', 'empty'];
  return clear
    .filter((reason) => (dropped[reason] ?? 0) > 0)
    .map((reason) => ({
      check: 'frame in clear' as const,
      says: `${dropped[reason]} frames refused: ${reason}`,
    }));
}

/** What the server wrote: its outputs and the files of its data folder. */
export function textFindings(
  check: 'log' | 'disk',
  texts: readonly (readonly [where: string, bytes: Uint8Array])[],
  needles: readonly Needle[],
): Finding[] {
  const scan = createScan(needles);
  return distinct(
    texts.flatMap(([where, bytes]) =>
      scan(bytes).map((hit) => ({ check, says: `${hit.what} as ${hit.how} in ${where}` })),
    ),
  );
}

/** At most a few of one kind, so that a failing test can be read. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Map(findings.map((one) => [`${one.check} ${one.says}`, one]));
  return [...seen.values()].slice(0, 12);
}
