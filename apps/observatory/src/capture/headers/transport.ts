import type { FlowKey } from '../flows/flow-key.ts';
import type { PacketView } from '../packet-view.ts';

export const TCP = 6;
export const UDP = 17;

/** Reads a UDP header (RFC 768). @returns false when it makes no sense */
export function readUdp(packet: PacketView, key: FlowKey): boolean {
  if (packet.left < 8) return false;
  const { view, at } = packet;
  const stated = view.getUint16(at + 4);
  // 0 stands for more than 16 bits hold (RFC 2675), and for what a card will cut itself.
  const length = stated === 0 ? packet.payloadOnWire : stated;
  if (length < 8) return false;
  key.kind = 'udp';
  key.sourcePort = view.getUint16(at);
  key.destinationPort = view.getUint16(at + 2);
  packet.payloadOnWire = length - 8;
  packet.end = Math.min(packet.end, at + length);
  packet.at = at + 8;
  const { transportView } = packet;
  transportView.kind = 'udp';
  transportView.sourcePort = key.sourcePort;
  transportView.destinationPort = key.destinationPort;
  transportView.tcp = undefined;
  packet.transport = transportView;
  return true;
}

/** Reads a TCP header (RFC 9293). @returns false when it makes no sense */
export function readTcp(packet: PacketView, key: FlowKey): boolean {
  if (packet.left < 20) return false;
  const { view, at, tcpView, transportView } = packet;
  const header = (view.getUint8(at + 12) >> 4) * 4;
  if (header < 20 || header > packet.left) return false;
  key.kind = 'tcp';
  key.sourcePort = view.getUint16(at);
  key.destinationPort = view.getUint16(at + 2);
  tcpView.sequence = view.getUint32(at + 4);
  tcpView.acknowledgment = view.getUint32(at + 8);
  tcpView.flags = view.getUint8(at + 13);
  tcpView.window = view.getUint16(at + 14);
  packet.payloadOnWire = Math.max(packet.payloadOnWire, header) - header;
  packet.at = at + header;
  transportView.kind = 'tcp';
  transportView.sourcePort = key.sourcePort;
  transportView.destinationPort = key.destinationPort;
  transportView.tcp = tcpView;
  packet.transport = transportView;
  return true;
}
