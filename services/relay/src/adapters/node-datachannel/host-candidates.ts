import { networkInterfaces } from 'node:os';

/** The values of `candidate` attributes for a UDP port: as many as the machine has addresses when all are bound. */
export function hostCandidates(
  bindAddress: string,
  port: number,
  interfaces: typeof networkInterfaces = networkInterfaces,
): readonly string[] {
  const addresses = boundAddresses(bindAddress, interfaces);
  // RFC 8445 section 5.1.2.1: host type 126, one local preference each, component 1.
  return addresses.map(
    (address, i) =>
      `${i + 1} 1 UDP ${126 * 2 ** 24 + (0xffff - i) * 2 ** 8 + 255} ${address} ${port} typ host`,
  );
}

/** The IPv4 addresses at which a bound port is reached. */
export const boundAddresses = (
  bindAddress: string,
  interfaces: typeof networkInterfaces = networkInterfaces,
): readonly string[] => (bindAddress === '0.0.0.0' ? ownAddresses(interfaces) : [bindAddress]);

function ownAddresses(interfaces: typeof networkInterfaces): readonly string[] {
  const found = Object.values(interfaces()).flatMap((all) =>
    (all ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal),
  );
  // A machine without a network still serves itself.
  return found.length > 0 ? found.map(({ address }) => address) : ['127.0.0.1'];
}
