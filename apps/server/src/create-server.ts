import { resolve } from 'node:path';
import type { Control } from '@stoa/control';
import type { Fence } from '@stoa/protocol/fleet';
import { type RelayPool, relayAddresses } from '@stoa/relay';
import type { Social } from '@stoa/social';
import { systemClock } from './clock.ts';
import { ROLES } from './config/kinds.ts';
import { type Budgets, defaultRelayAddress, type Role } from './config.ts';
import { type DeploymentKey, freshDeploymentKey } from './deployment-key.ts';
import type { SaidPlace } from './directory/hosts-here.ts';
import { knownHosts } from './directory/known-hosts.ts';
import { directoryRole } from './directory/role.ts';
import { type ControlFleet, joinControls } from './fleet/control-fleet.ts';
import type { FleetAccess } from './fleet/nats-access.ts';
import { onlySocial } from './fleet/only-social.ts';
import { ownRelays } from './fleet/own-relays.ts';
import { freshId, joinSocial, type SocialFleet } from './fleet/social-fleet.ts';
import { type TurnRole, turnRole } from './front-door/turn-role.ts';
import { addressOf } from './http/address-of.ts';
import { httpServer, listen, listeningPort, localUrl, upgrades } from './http/http-server.ts';
import { type ServerLog, silentLog } from './log.ts';
import { type ControlRole, controlRole } from './roles/control.ts';
import { type RelayRole, type RelaySettings, relayRole } from './roles/relay.ts';
import type { RunningRole } from './roles/role.ts';
import { type SocialRole, socialRole } from './roles/social.ts';
import { webRole } from './roles/web.ts';
import type { SocialSettings } from './social.ts';
import { answerForGuests, askForGuests } from './voice/guests.ts';
import { type WatchSettings, watchRole } from './watch/watch-role.ts';

export type { RelaySettings } from './roles/relay.ts';

export type ServerOptions = {
  /** What this process does; all of it without a fleet. */
  readonly roles: readonly Role[];
  /** Undefined: everything is this process. */
  readonly fleet: FleetSettings | undefined;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Where this machine stands, for the directory and fences; undefined: nobody said. */
  readonly place: SaidPlace | undefined;
  /** Fence of the whole deployment: it holds beside each room's own. */
  readonly fence: Fence | undefined;
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
  /** TURN servers that are not ours, and the secret that they share with us; undefined: our own. */
  readonly otherTurn: { readonly urls: readonly string[]; readonly secret: string | undefined };
  /** PEM files, where TLS is answered here. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** Are there accounts, in this process or in another of the fleet? */
  readonly accounts: boolean;
  /** Other processes of the fleet can use the same database. */
  readonly sharedDatabase: boolean;
  /** Accounts and everything that needs them; without it, rooms by link alone. */
  readonly social: SocialSettings | undefined;
  readonly log: ServerLog;
  /** Looks after the process itself, and serves metrics where that is set. */
  readonly watch: WatchSettings | undefined;
};

export type FleetSettings = {
  readonly access: FleetAccess;
  /** The id of this machine in the directory: letters, digits, `-` and `_`, at most 26. */
  readonly host: string;
};

export type RunningProcess = {
  readonly port: number;
  /** Where a browser on this machine finds it. */
  readonly url: string;
  readonly control: Control | undefined;
  /** Those that control uses; without control, those of this process. */
  readonly relays: RelayPool | undefined;
  readonly social: Social | undefined;
  /** Undefined: there are no metrics. */
  readonly metricsPort: number | undefined;
  /** New relay processes instead of those of this machine, one after the other, while people move off each. */
  renewRelays(): Promise<void>;
  /** Hands over what others can take, tells everybody, then ends sockets, HTTP and relays. */
  stop(): Promise<void>;
};

export type RunningServer = RunningProcess & { readonly control: Control; readonly relays: RelayPool };

const defaultBudgets: Budgets = { rooms: 1_000_000, tokens: 1_000_000, sockets: 1_000_000 };

/**
 * The whole of Stoa in this process, relays in children of it. Without options: a free port on the loopback, a key of
 * its own, no budgets. Resolves when it serves; throws a `Fault` when the operator has to do something.
 */
export async function createServer(
  options: Partial<Omit<ServerOptions, 'roles'>> = {},
): Promise<RunningServer> {
  const { control, relays, ...rest } = await createProcess(options);
  return { ...rest, control: control!, relays: relays! };
}

/** Some roles of a fleet in this process. The same otherwise. */
export async function createProcess(options: Partial<ServerOptions> = {}): Promise<RunningProcess> {
  const { publicUrl, host = '127.0.0.1', key = freshDeploymentKey(), fleet } = options;
  const { budgets = defaultBudgets, webFolder = resolve(import.meta.dirname, '../../web/dist') } = options;
  const accounts = options.accounts ?? options.social !== undefined;
  const does = (role: Role) => (options.roles ?? ROLES).includes(role);
  const clock = systemClock;
  const watch = options.watch && watchRole(options.watch, options.log);
  const log = watch?.log ?? options.log ?? silentLog;
  const address = (request: Parameters<typeof addressOf>[0]) =>
    addressOf(request, options.trustProxy ?? false);

  const own = fleet && ownRelays(fleet.host);
  const relays = options.relays ?? { count: 1, address: defaultRelayAddress(), port: 0 };
  const relay: RelayRole | undefined = does('relay')
    ? relayRole({
        relays,
        log,
        iceKey: key.iceKey,
        place: options.place,
        fleet: fleet && own && { ...fleet, own: own.node, mark: key.hostMark },
      })
    : undefined;
  const controls: ControlFleet | undefined =
    fleet && does('control')
      ? await joinControls({
          ...{ access: fleet.access, clock, secret: key.fleetSecret, own: relay && own },
          ...{ mark: key.hostMark, log },
        })
      : undefined;
  const pool = controls?.relays ?? relay?.pool;

  // Only a control tells people of it.
  const turn: TurnRole | undefined =
    pool && does('control')
      ? turnRole({
          ...{ pool, key, publicUrl, port: options.turnPort, tls: options.tls, other: options.otherTurn },
          here: 'start' in relays ? [] : relayAddresses(relays.address, relays.announcedAddress),
        })
      : undefined;
  const asking = controls && accounts ? askForGuests(controls.bus, clock, controls.life, freshId) : undefined;
  const guests = () => social?.social.house.hall ?? asking;
  const control: ControlRole | undefined =
    pool && does('control')
      ? controlRole({
          ...{ relays: pool, key, clock, budgets, publicUrl, log, address },
          ...{ spreadAfter: options.spreadAfter, fence: options.fence, place: options.place },
          packetBudget: 'start' in relays ? undefined : relays.packetBudget,
          fleet: controls,
          guests,
        })
      : undefined;
  const socials: SocialFleet | undefined =
    fleet && options.social && does('social') ? await joinSocial(fleet.access, key, clock) : undefined;
  if (socials) {
    const mayWait = options.roles?.length === 1;
    const shared = options.sharedDatabase ?? false;
    await onlySocial({ ...socials, clock, mayWait, shared, say: (text) => console.log(text) });
  }
  const voice = control?.voice ?? socials?.voice;
  const social: SocialRole | undefined =
    options.social && voice && does('social')
      ? await socialRole({ ...options.social, voice, key, clock, publicUrl, log, address })
      : undefined;
  if (socials && social) answerForGuests(socials.bus, social.social.house.hall);
  const hosts = () =>
    knownHosts({
      ...{ relays: pool?.relays ?? [], here: 'start' in relays ? undefined : relays, place: options.place },
      ...{ host, port: () => listeningPort(app.server), publicUrl, tls: options.tls !== undefined },
      ...{ probePort: relay?.probePort, turnPort: turn?.port, fence: options.fence },
    });
  const directory =
    control && directoryRole({ key, hosts, unix: () => clock.unix(), ...(turn && { turn: turn.access }) });

  // People are told before HTTP closes, and heard until the end.
  const front = [
    watch,
    turn,
    directory,
    control,
    social,
    does('web') ? webRole(webFolder) : undefined,
  ].filter((role): role is RunningRole => role !== undefined);
  watch?.watch({
    ...(control && { control: control.control }),
    ...(relay && { relays: relay.pool }),
    ...(controls && { fleet: controls.relays }),
    ...(turn && { turn: turn.turn }),
    ...(social && { livePages: () => [...social.social.house.live.pages()].length }),
  });
  const app = httpServer(publicUrl, log);
  turn?.guard(app.server);
  for (const role of front) await role.routes?.(app);
  upgrades(app, Object.assign({}, ...front.map(({ sockets }) => sockets)), () => watch?.isTight ?? false);
  app.get('/healthz', (_request, reply) => {
    const status = [relay, ...front].map((role) => role?.ailing?.()).find((word) => word);
    return reply.code(status ? 503 : 200).send({ status: status ?? 'ok' });
  });

  /** Could other hosts take the people of this one? Without a control here nobody knows: they might. */
  const mayMove = () => fleet !== undefined && (!controls || othersTake(controls, fleet.host));
  const renewRelays = async () => await relay?.pool.renew?.(mayMove());

  const started = new Set<RunningRole>();
  const stop = async () => {
    // Relays of other hosts take the people of these, as long as there are any.
    if (relay && mayMove()) await relay.drain();
    for (const role of front) if (!role.start || started.has(role)) await role.stop();
    await app.close();
    await relay?.stop();
    await controls?.stop();
    await socials?.stop();
  };
  try {
    for (const role of [...(relay ? [relay] : []), ...front]) {
      started.add(role);
      await role.start?.();
    }
    const port = await listen(app, host, options.port ?? 8080);
    const parts = {
      control: control?.control,
      relays: pool,
      social: social?.social,
      metricsPort: watch?.metricsPort,
    };
    return { port, url: localUrl(host, port, options.tls !== undefined), ...parts, renewRelays, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const othersTake = ({ relays }: ControlFleet, host: string | undefined): boolean =>
  relays.presences().some((each) => each.host !== host && !each.draining);
