import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { freeTcpPort } from '../rig/ports.ts';
import { temporaryFolder } from '../rig/temporary.ts';
import { thisCheckout } from './checkout.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import type { Host } from './network.ts';

export type StoaPlan = {
  /** On this host, at its address; without one, on the loopback of the test. */
  readonly host?: Host | undefined;
  /** `stoa serve --role X`; without one, everything in one process. */
  readonly role?: string;
  /** Settings of the operator, over those of the test. */
  readonly env?: Readonly<Record<string, string>>;
  readonly port?: number;
  /** One folder for several processes of a deployment: they share its key. */
  readonly data?: string;
  readonly ready?: RegExp;
  /** Folder of the program's sources; this tree without one. */
  readonly checkout?: string | undefined;
};

/** `stoa serve` as an operator runs it. */
export type Stoa = Daemon & {
  /** Where it serves HTTP, if its role does. */
  readonly url: string;
  readonly port: number;
  readonly data: string;
  /** Processes that forward packets. */
  relayPids(): number[];
  /** From its next start on it is the program of this folder. */
  becomes(checkout: string): void;
};

const many = '1000000';

/** A folder that several processes of one deployment share. */
export function dataFolder(): string {
  const data = temporaryFolder('data');
  // As root, a database below it runs as another user, who has to pass through.
  chmodSync(data, 0o711);
  return data;
}

export async function startStoa(plan: StoaPlan = {}): Promise<Stoa> {
  const { host, role, data = dataFolder() } = plan;
  const address = host?.address ?? '127.0.0.1';
  // A fixed one, so that it is the same after a restart.
  const port = plan.port ?? (host ? 8080 : await freeTcpPort());
  let { checkout = thisCheckout } = plan;
  const daemon = await startDaemon({
    program: process.execPath,
    args: () => [join(checkout, 'apps/server/bin/stoa.mjs'), 'serve', ...(role ? ['--role', role] : [])],
    where: host,
    ready: plan.ready ?? /Stoa is running/,
    env: {
      HOST: address,
      PORT: String(port),
      STOA_DATA: data,
      STOA_RELAYS: '1',
      STOA_RELAY_ADDRESS: address,
      // A database only where a test asks for accounts.
      STOA_ACCOUNTS: '0',
      STOA_ROOMS_PER_ADDRESS: many,
      STOA_TOKENS_PER_ADDRESS: many,
      STOA_SOCKETS_PER_ADDRESS: many,
      NODE_ENV: 'production',
      ...plan.env,
    },
  });
  return new Proxy(
    {
      port,
      data,
      url: `http://${address}:${port}`,
      relayPids: () =>
        daemon
          .below()
          .filter(({ command }) => command.includes('relay/src/process/main'))
          .map(({ pid }) => pid),
      becomes: (folder) => {
        checkout = folder;
      },
    } as Stoa,
    { get: (own, name) => (name in own ? own[name as keyof Stoa] : daemon[name as keyof Daemon]) },
  );
}
