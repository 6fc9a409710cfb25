import type { FlowEndpoint, FlowEntry } from './flows/flow-entry.ts';
import type { Network, Packet, TcpHeader, Transport } from './packet.ts';

const NOTHING = new Uint8Array(0);
const NO_VIEW = new DataView(NOTHING.buffer);

class NetworkView implements Network {
  version: 4 | 6 = 4;
  protocol = 0;
  from: FlowEndpoint | undefined;
  to: FlowEndpoint | undefined;

  get source(): string {
    return this.from?.address ?? '';
  }

  get destination(): string {
    return this.to?.address ?? '';
  }
}

class TcpView implements TcpHeader {
  sequence = 0;
  acknowledgment = 0;
  flags = 0;
  window = 0;
}

class TransportView implements Transport {
  kind: 'udp' | 'tcp' = 'udp';
  sourcePort = 0;
  destinationPort = 0;
  tcp: TcpHeader | undefined;
}

/**
 * The one packet object of a reader. Header readers move `at` and `end` inward, from the frame's first and past its
 * last byte to the payload's; `bytes` and `view` change when a datagram was put together from fragments.
 */
export class PacketView implements Packet {
  number = 0;
  time = 0;
  length = 0;
  captured = 0;
  interface = 0;
  fragment = false;
  fromA = true;
  network: NetworkView | undefined;
  transport: TransportView | undefined;
  payloadOnWire = 0;
  bytes: Uint8Array = NOTHING;
  view: DataView = NO_VIEW;
  at = 0;
  end = 0;
  readonly networkView = new NetworkView();
  readonly transportView = new TransportView();
  readonly tcpView = new TcpView();
  private frame: Uint8Array = NOTHING;
  private frameAt = 0;
  private wholeView: Uint8Array | undefined;
  private payloadView: Uint8Array | undefined;

  reset(bytes: Uint8Array, view: DataView, offset: number, captured: number): void {
    this.frame = bytes;
    this.frameAt = offset;
    this.captured = captured;
    this.fragment = false;
    this.fromA = true;
    this.network = undefined;
    this.transport = undefined;
    this.wholeView = undefined;
    this.turnTo(bytes, view, offset, offset + captured);
  }

  /** Goes on reading in other bytes. */
  turnTo(bytes: Uint8Array, view: DataView, at: number, end: number): void {
    this.bytes = bytes;
    this.view = view;
    this.at = at;
    this.end = end;
    this.payloadView = undefined;
  }

  /** Bytes left to read. */
  get left(): number {
    return this.end - this.at;
  }

  get snapped(): boolean {
    return this.captured < this.length;
  }

  get payload(): Uint8Array {
    this.payloadView ??= this.bytes.subarray(this.at, this.end);
    return this.payloadView;
  }

  get whole(): Uint8Array {
    this.wholeView ??= this.frame.subarray(this.frameAt, this.frameAt + this.captured);
    return this.wholeView;
  }

  /** Fills in what the flow knows: addresses as text. */
  placeIn(flow: FlowEntry, fromA: boolean, version: number): void {
    this.fromA = fromA;
    const { networkView } = this;
    networkView.version = version === 6 ? 6 : 4;
    networkView.protocol = flow.protocol;
    networkView.from = fromA ? flow.a : flow.b;
    networkView.to = fromA ? flow.b : flow.a;
    this.network = networkView;
  }
}
