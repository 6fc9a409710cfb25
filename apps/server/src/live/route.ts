// Where the deployment is, and which way packets to it go.
import { spawnSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';

export type Route = {
  /** Addresses of the host. */
  readonly remote: readonly string[];
  readonly isHere: boolean;
  readonly device: string;
  /** Own address towards it, and all own addresses. */
  readonly own: readonly string[];
  readonly towards: string;
};

/** @throws when the name is not known */
export async function routeTo(host: string): Promise<Route> {
  const plain = host.replace(/^\[|\]$/g, '');
  const remote = (await lookup(plain, { all: true })).map(({ address }) => address);
  const own = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
  const isLocal = (address: string) => own.includes(address) || /^127\.|^::1$/.test(address);
  if (remote.every(isLocal)) return { remote, isHere: true, device: 'lo', own, towards: remote[0]! };
  const route = spawnSync('ip', ['route', 'get', remote[0]!], { encoding: 'utf8' }).stdout ?? '';
  const device = / dev (\S+)/.exec(route)?.[1] ?? 'any';
  const towards = / src (\S+)/.exec(route)?.[1] ?? own.find((address) => !isLocal(address)) ?? '';
  return { remote, isHere: false, device, own, towards };
}
