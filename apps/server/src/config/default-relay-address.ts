import { networkInterfaces } from 'node:os';

/**
 * All addresses of the machine, so that browsers on it and in its network find one that works. A machine without a
 * network has only the loopback, which is no candidate unless it is named.
 */
export function defaultRelayAddress(): string {
  const all = Object.values(networkInterfaces()).flat();
  return all.some((each) => each && !each.internal && each.family === 'IPv4') ? '0.0.0.0' : '127.0.0.1';
}
