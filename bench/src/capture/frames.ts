/** One packet of the mix: an Ethernet frame, ready but for what changes from packet to packet. */
export type Frame = {
  readonly kind: 'udp' | 'data' | 'answer';
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where the transport header starts. */
  readonly transport: number;
  /** Sequence number of the next segment. */
  next: number;
  /** What an answer acknowledges. */
  readonly to: Frame | undefined;
};

/** Payload lengths of the mix: voice frames and video, short and full segments. */
const UDP_SIZES = [160, 179, 300, 1200];
const TCP_SIZES = [512, 1440];
const PORTS = { udp: 8130, tcp: 8131, client: 40_000 };

export function udpFrames(count: number): Frame[] {
  return Array.from({ length: count }, (_, flow) =>
    make('udp', flow, UDP_SIZES[(flow >> 2) % UDP_SIZES.length]!),
  );
}

/** Half of them carry data, the other half answer them. */
export function tcpFrames(count: number): Frame[] {
  return Array.from({ length: count / 2 }, (_, flow) => {
    const data = make('data', flow, TCP_SIZES[(flow >> 2) % TCP_SIZES.length]!);
    return [data, make('answer', flow, 0, data)];
  }).flat();
}

/** Writes the sequence number of the next segment. */
export function advance(frame: Frame): void {
  frame.view.setUint32(frame.transport + 4, frame.next);
  frame.next = (frame.next + frame.bytes.length - frame.transport - 20) >>> 0;
}

export function acknowledge(frame: Frame): void {
  frame.view.setUint32(frame.transport + 8, frame.to?.next ?? 0);
}

function make(kind: Frame['kind'], flow: number, payload: number, to?: Frame): Frame {
  const six = flow % 4 === 3;
  const transport = 14 + (six ? 40 : 20);
  const header = kind === 'udp' ? 8 : 20;
  const bytes = new Uint8Array(transport + header + payload);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Math.imul(at + flow * 7919, 0x9e3779b1) >>> 24;
  const protocol = kind === 'udp' ? 17 : 6;
  const [client, server] = [flow + 1, 250];
  const ends = kind === 'answer' ? [server, client] : [client, server];
  if (six) writeIpv6(view, protocol, header + payload, ends);
  else writeIpv4(view, protocol, header + payload, ends);
  const port = kind === 'udp' ? PORTS.udp : PORTS.tcp;
  const ports = [PORTS.client + flow, port];
  if (kind === 'answer') ports.reverse();
  view.setUint32(transport, (ports[0]! << 16) | ports[1]!);
  if (kind === 'udp') view.setUint16(transport + 4, 8 + payload);
  else {
    view.setUint32(transport + 4, 1);
    view.setUint32(transport + 8, 1);
    view.setUint32(transport + 12, 0x5010ffff);
  }
  return { kind, bytes, view, transport, next: 1, to };
}

function writeIpv4(view: DataView, protocol: number, length: number, ends: readonly number[]): void {
  view.setUint16(12, 0x0800);
  view.setUint32(14, 0x45000000 | (20 + length));
  view.setUint32(18, 0);
  view.setUint32(22, 0x40000000 | (protocol << 16));
  for (const [index, end] of ends.entries()) view.setUint32(26 + index * 4, 0xc0000200 | end);
}

function writeIpv6(view: DataView, protocol: number, length: number, ends: readonly number[]): void {
  view.setUint16(12, 0x86dd);
  view.setUint32(14, 0x60000000);
  view.setUint16(18, length);
  view.setUint16(20, (protocol << 8) | 64);
  ends.forEach((end, index) => {
    view.setUint32(22 + index * 16, 0x20010db8);
    view.setUint32(26 + index * 16, 0);
    view.setUint32(30 + index * 16, 0);
    view.setUint32(34 + index * 16, end);
  });
}
