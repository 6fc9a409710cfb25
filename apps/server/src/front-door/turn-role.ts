import { randomBytes } from 'node:crypto';
import type { Server } from 'node:net';
import { createTurnServer, type RelayPool, type TurnServer, type TurnTarget } from '@stoa/relay';
import type { DeploymentKey } from '../deployment-key.ts';
import { Fault, systemCode } from '../fault.ts';
import type { RunningRole } from '../roles/role.ts';
import { before, type FrontDoor, frontDoor, turnPort } from './front-door.ts';
import { tlsFiles } from './tls-files.ts';
import { type TurnAccess, turnAccess } from './turn-access.ts';

export type TurnRoleParts = {
  readonly pool: RelayPool;
  /** Where relays of this machine are: as clients are told, and as this process reaches them. */
  readonly here: readonly { readonly host: string; readonly via: string }[];
  readonly key: DeploymentKey;
  readonly publicUrl: URL | undefined;
  /** Undefined: it shares the port of HTTP. */
  readonly port: number | undefined;
  /** Servers that are not ours but take the same credentials. */
  readonly other?: { readonly urls: readonly string[]; readonly secret: string | undefined } | undefined;
  /** Paths of PEM files, where TLS is answered here. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
};

export type TurnRole = RunningRole & {
  /** Stands before the port of HTTP; before it listens. */
  guard(server: Server): void;
  /** What a client is told that came with this `Host` header; undefined where there is no such way. */
  access(host: string | undefined): TurnAccess | undefined;
  /** TCP port that leads to it; undefined before it listens, or where a proxy stands before it. */
  readonly port: number | undefined;
  readonly turn: TurnServer;
};

/** Networks that block UDP: a way to the relays over TCP and TLS, on the port of HTTP or one of its own. Throws a `Fault`. */
export function turnRole(parts: TurnRoleParts): TurnRole {
  const { pool, key, publicUrl } = parts;
  const secret = parts.other?.secret ?? key.turnSecret;
  const turn = createTurnServer({ secret, iceKey: key.iceKey });
  const tls = parts.tls && tlsFiles(parts.tls);
  const doors: FrontDoor[] = [];
  let http: Server | undefined;
  let own: Awaited<ReturnType<typeof turnPort>> | undefined;
  const follow = followRelays(pool, () => turn.reach(targetsOf(parts)));

  const httpPort = () => {
    const bound = http?.address();
    return typeof bound === 'object' && bound ? bound.port : 0;
  };
  return {
    turn,
    guard(server) {
      http = server;
      doors.push(before(server, { turn: turn.accept, tls }));
    },
    access: (host) => {
      const others = parts.other?.urls ?? [];
      const door = { ownPort: own?.port, httpPort: httpPort(), tls: tls !== undefined, publicUrl, others };
      return turnAccess(door, secret, host, randomBytes(8), Date.now());
    },
    get port() {
      return own?.port ?? (publicUrl && !tls ? undefined : httpPort() || undefined);
    },
    async start() {
      follow.start();
      if (parts.port === undefined) return;
      const door = frontDoor({ turn: turn.accept, tls });
      doors.push(door);
      own = await turnPort(door, '::', parts.port)
        // A machine without IPv6.
        .catch((error: unknown) =>
          systemCode(error) === 'EAFNOSUPPORT'
            ? turnPort(door, '0.0.0.0', parts.port!)
            : Promise.reject(error),
        )
        .catch((error: unknown) => {
          throw new Fault(
            `The port of STOA_TURN_PORT cannot be opened (${systemCode(error) ?? 'unknown error'}).`,
          );
        });
    },
    stop() {
      follow.stop();
      own?.close();
      for (const door of doors) door.close();
      turn.close();
    },
  };
}

/** One for each address of each relay that is up. */
function targetsOf({ pool, here }: TurnRoleParts): readonly TurnTarget[] {
  return pool.relays
    .filter((relay) => relay.isUp && relay.port > 0)
    .flatMap((relay) => {
      const places = relay.addresses?.map((host) => ({ host, via: host })) ?? here;
      return places.map(({ host, via }) => ({
        host,
        port: relay.port,
        via: { host: via, port: relay.port },
      }));
    });
}

/** Calls back whenever a relay comes, goes or comes back under another port. */
function followRelays(pool: RelayPool, changed: () => void) {
  const followed = new Map<RelayPool['relays'][number], readonly (() => void)[]>();
  let stopPool = () => {};
  const look = () => {
    for (const relay of pool.relays)
      if (!followed.has(relay)) followed.set(relay, [relay.onUp(changed), relay.onDown(changed)]);
    for (const [relay, undo] of followed) {
      if (pool.relays.includes(relay)) continue;
      for (const each of undo) each();
      followed.delete(relay);
    }
    changed();
  };
  return {
    start: () => {
      stopPool = pool.onChange?.(look) ?? stopPool;
      look();
    },
    stop: () => {
      stopPool();
      for (const each of [...followed.values()].flat()) each();
    },
  };
}
