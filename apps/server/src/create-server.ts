import { resolve } from 'node:path';
import type { Control } from '@stoa/control';
import { type RelayPool, relayAddresses } from '@stoa/relay';
import type { Social } from '@stoa/social';
import { systemClock } from './clock.ts';
import { type Budgets, defaultRelayAddress } from './config.ts';
import { type DeploymentKey, freshDeploymentKey } from './deployment-key.ts';
import { directoryRole } from './directory/role.ts';
import { turnRole } from './front-door/turn-role.ts';
import { addressOf } from './http/address-of.ts';
import { httpServer, listen, localUrl, upgrades } from './http/http-server.ts';
import { type ServerLog, silentLog } from './log.ts';
import { controlRole } from './roles/control.ts';
import { type RelaySettings, relayRole } from './roles/relay.ts';
import type { RunningRole } from './roles/role.ts';
import { socialRole } from './roles/social.ts';
import { webRole } from './roles/web.ts';
import type { SocialSettings } from './social.ts';
import { type WatchSettings, watchRole } from './watch/watch-role.ts';

export type { RelaySettings } from './roles/relay.ts';

export type ServerOptions = {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly key: DeploymentKey;
  readonly publicUrl: URL | undefined;
  readonly trustProxy: boolean;
  readonly budgets: Budgets;
  /** Processes of our own, or whatever keeps the contract. */
  readonly relays: RelayPool | RelaySettings;
  /** How much emptier another relay must be, in transports, before a room reaches out to it. */
  readonly spreadAfter: number;
  readonly webFolder: string;
  /** TCP port of the way for networks that block UDP; undefined: it shares the port of HTTP. 0 takes a free one. */
  readonly turnPort: number | undefined;
  /** PEM files, where TLS is answered here. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** Accounts and everything that needs them; without it, rooms by link alone. */
  readonly social: SocialSettings | undefined;
  readonly log: ServerLog;
  /** Looks after the process itself, and serves metrics where that is set. */
  readonly watch: WatchSettings | undefined;
};

export type RunningServer = {
  readonly port: number;
  /** Where a browser on this machine finds it. */
  readonly url: string;
  readonly control: Control;
  readonly relays: RelayPool;
  readonly social: Social | undefined;
  /** Undefined: there are no metrics. */
  readonly metricsPort: number | undefined;
  /** Tells everybody, then ends sockets, HTTP and relays. */
  stop(): Promise<void>;
};

const defaultBudgets: Budgets = { rooms: 1_000_000, tokens: 1_000_000, sockets: 1_000_000 };

/**
 * The whole of Stoa in this process, relays in children of it. Without options: a free port on the loopback, a key of
 * its own, no budgets. Resolves when it serves; throws a `Fault` when the operator has to do something.
 */
export async function createServer(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const { publicUrl, host = '127.0.0.1', key = freshDeploymentKey() } = options;
  const { budgets = defaultBudgets, webFolder = resolve(import.meta.dirname, '../../web/dist') } = options;
  const clock = systemClock;
  const watch = options.watch && watchRole(options.watch, options.log);
  const log = watch?.log ?? options.log ?? silentLog;
  const address = (request: Parameters<typeof addressOf>[0]) =>
    addressOf(request, options.trustProxy ?? false);

  const relays = options.relays ?? { count: 1, address: defaultRelayAddress(), port: 0 };
  const relay = relayRole(relays, log, key.iceKey);
  const turn = turnRole({
    ...{ pool: relay.pool, key, publicUrl, port: options.turnPort, tls: options.tls },
    here: 'start' in relays ? [] : relayAddresses(relays.address, relays.announcedAddress),
  });
  const control = controlRole({
    ...{ relays: relay.pool, key, clock, budgets, publicUrl, log, address },
    spreadAfter: options.spreadAfter,
    guests: () => social?.social.house.hall,
  });
  const { voice } = control;
  const social =
    options.social && (await socialRole({ ...options.social, voice, key, clock, publicUrl, log, address }));
  const web = webRole(webFolder);
  const directory = directoryRole({ key, hosts: () => [], unix: () => clock.unix(), turn: turn.access });

  // People are told before HTTP closes, and heard until the end.
  const front: readonly RunningRole[] = [
    ...(watch ? [watch] : []),
    turn,
    directory,
    control,
    ...(social ? [social] : []),
    web,
  ];
  watch?.watch({
    control: control.control,
    relays: relay.pool,
    ...(social && { livePages: () => [...social.social.house.live.pages()].length }),
  });
  const app = httpServer(publicUrl, log);
  turn.guard(app.server);
  for (const role of front) await role.routes?.(app);
  upgrades(app, Object.assign({}, ...front.map(({ sockets }) => sockets)), () => watch?.isTight ?? false);
  app.get('/healthz', (_request, reply) => {
    const status = relay.ailing?.() ?? front.map((role) => role.ailing?.()).find((word) => word);
    return reply.code(status ? 503 : 200).send({ status: status ?? 'ok' });
  });

  const started = new Set<RunningRole>();
  const stop = async () => {
    for (const role of front) if (!role.start || started.has(role)) await role.stop();
    await app.close();
    await relay.stop();
  };
  try {
    for (const role of [relay, ...front]) {
      started.add(role);
      await role.start?.();
    }
    const port = await listen(app, host, options.port ?? 8080);
    const parts = {
      control: control.control,
      relays: relay.pool,
      social: social?.social,
      metricsPort: watch?.metricsPort,
    };
    return { port, url: localUrl(host, port, options.tls !== undefined), ...parts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
