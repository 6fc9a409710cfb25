import { freeTcpPort } from '../rig/ports.ts';
import { programPath } from '../rig/programs.ts';
import { temporaryFolder } from '../rig/temporary.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import type { Host } from './network.ts';

export type Nats = Daemon & { readonly url: string };

/** A broker with JetStream on a disk; it comes back at the same address. `config` is a file of its own settings. */
export async function startBroker(host?: Host, config?: string): Promise<Nats> {
  const address = host?.address ?? '127.0.0.1';
  const port = host ? 4222 : await freeTcpPort();
  const args = ['-a', address, '-p', String(port), '-js', '-sd', temporaryFolder('nats')];
  const daemon = await startDaemon({
    program: programPath('nats-server'),
    args: config ? [...args, '-c', config] : args,
    where: host,
    ready: /Server is ready/,
  });
  return new Proxy({ url: `nats://${address}:${port}` } as Nats, {
    get: (own, name) => (name in own ? own[name as keyof Nats] : daemon[name as keyof Daemon]),
  });
}
