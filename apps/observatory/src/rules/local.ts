import type { Flow } from '../capture/packet.ts';
import { isPrivate } from '../places/private.ts';

/** Services of the local network that have nothing to do with the app: names, discovery, time, addresses, file exchange. */
const LOCAL_PORTS = new Set([53, 67, 68, 123, 137, 138, 546, 547, 1900, 3702, 5353, 5355, 17_500]);

export const isLocalChatter = ({ kind, a, b }: Flow): boolean =>
  kind === 'udp' && (LOCAL_PORTS.has(a.port) || LOCAL_PORTS.has(b.port));

/** The side of a flow that is a person's: the private one, otherwise who sent first. */
export const personOf = ({ a, b }: Flow): Flow['a'] =>
  isPrivate(b.address) && !isPrivate(a.address) ? b : a;
