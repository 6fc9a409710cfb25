import { allOf, firstOf, type StunMessage } from './stun-message.ts';
import { attribute, channels } from './stun-words.ts';
import { readXorAddress } from './xor-address.ts';

const protocolUdp = 17;

/** Undefined when the attribute is missing or misshapen (RFC 8656, section 18.7). */
export function readTransport(message: StunMessage): 'udp' | 'other' | undefined {
  const value = firstOf(message, attribute.requestedTransport);
  if (value?.length !== 4) return undefined;
  return value[0] === protocolUdp ? 'udp' : 'other';
}

/** Seconds asked for; undefined: none. */
export function readLifetime(message: StunMessage): number | undefined {
  const value = firstOf(message, attribute.lifetime);
  return value?.length === 4 ? value.readUInt32BE() : undefined;
}

/** Undefined when there is none, or one of them cannot be read. */
export function readPeers(message: StunMessage) {
  const peers = allOf(message, attribute.xorPeerAddress).map((value) =>
    readXorAddress(value, message.transaction),
  );
  const good = peers.filter((peer) => peer !== undefined);
  return good.length === peers.length && good.length > 0 ? good : undefined;
}

/** Undefined for a number that is no channel. */
export function readChannel(message: StunMessage): number | undefined {
  const value = firstOf(message, attribute.channelNumber);
  const channel = value?.length === 4 ? value.readUInt16BE() : 0;
  return channel >= channels.first && channel <= channels.last ? channel : undefined;
}
