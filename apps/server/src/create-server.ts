import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { resolve } from 'node:path';
import { acceptWebSockets, type Control, createControl, verifyEd25519 } from '@stoa/control';
import { createRelayPool, type RelayPool } from '@stoa/relay';
import type { Social } from '@stoa/social';
import fastify from 'fastify';
import { systemClock } from './clock.ts';
import { type Budgets, defaultRelayAddress } from './config.ts';
import { type DeploymentKey, freshDeploymentKey } from './deployment-key.ts';
import { Fault, systemCode } from './fault.ts';
import { addressOf } from './http/address-of.ts';
import { GuestCookie } from './http/guest-cookie.ts';
import { sameOrigin } from './http/origin.ts';
import { refuse, roomsApi } from './http/rooms-api.ts';
import { securityHeaders } from './http/security-headers.ts';
import { webApp } from './http/web-app.ts';
import { type ServerLog, silentLog } from './log.ts';
import type { SocialSettings } from './social.ts';

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
  /** Accounts and everything that needs them; without it, rooms by link alone. */
  readonly social: SocialSettings | undefined;
  readonly log: ServerLog;
};

export type RelaySettings = {
  readonly count: number;
  readonly address: string;
  readonly announcedAddress?: string | undefined;
  /** First UDP port; 0 takes free ones. */
  readonly port: number;
};

export type RunningServer = {
  readonly port: number;
  /** Where a browser on this machine finds it. */
  readonly url: string;
  readonly control: Control;
  readonly relays: RelayPool;
  readonly social: Social | undefined;
  /** Tells everybody, then ends sockets, HTTP and relays. */
  stop(): Promise<void>;
};

const defaultBudgets: Budgets = { rooms: 1_000_000, tokens: 1_000_000, sockets: 1_000_000 };

/**
 * The whole of Stoa in this process, relays in children of it. Without options: a free port on the loopback, a key of
 * its own, no budgets. Resolves when it serves; throws a `Fault` when the operator has to do something.
 */
export async function createServer(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const log = options.log ?? silentLog;
  const host = options.host ?? '127.0.0.1';
  const key = options.key ?? freshDeploymentKey();
  const budgets = options.budgets ?? defaultBudgets;
  const { publicUrl } = options;
  const relays = poolOf(options.relays ?? { count: 1, address: defaultRelayAddress(), port: 0 }, log);

  const clock = systemClock;
  const control = createControl(
    {
      relays,
      clock,
      random: (length) => randomBytes(length),
      verify: verifyEd25519,
      tokens: { audience: key.audience, key: key.publicKey },
      log: (line) => log.info(line),
    },
    {
      socketsPerAddressPerMinute: budgets.sockets,
      ...(options.spreadAfter !== undefined && { spreadAfter: options.spreadAfter }),
    },
  );

  // Loaded where there are accounts: a server of rooms by link starts without it.
  const social =
    options.social &&
    (await (
      await import('./social.ts')
    ).composeSocial({
      ...options.social,
      control,
      key,
      clock,
      publicUrl,
      log,
    }));

  const app = fastify({
    logger: false,
    bodyLimit: 4_096,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  });
  app.removeContentTypeParser('text/plain');
  const headers = securityHeaders(publicUrl);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (request.method === 'POST' && !sameOrigin(request.headers.origin, request.headers.host, publicUrl)) {
      return refuse(reply, 403, 'malformed', 'This call comes from a page of another origin.');
    }
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return refuse(reply, status, 'malformed', 'The request is malformed.');
    log.error({ event: 'httpFault' });
    return refuse(reply, 500, 'busy', 'Something went wrong here.');
  });
  const cookie = new GuestCookie(key.pseudonymSecret, publicUrl?.protocol === 'https:');
  const address = (request: IncomingMessage) => addressOf(request, options.trustProxy ?? false);
  const guests = social?.house.hall;
  roomsApi(app, { control, key, clock, cookie, budgets, address, ...(guests ? { guests } : {}) });
  social?.routes(app, address);
  app.get('/healthz', (_request, reply) => {
    const up = relays.relays.some((relay) => relay.isUp);
    return reply.code(up ? 200 : 503).send({ status: up ? 'ok' : 'noRelay' });
  });
  await webApp(app, options.webFolder ?? resolve(import.meta.dirname, '../../web/dist'));

  const acceptor = acceptWebSockets({
    control,
    clock,
    log: (line) => log.info(line),
    originAllowed: (request) => sameOrigin(request.headers.origin, request.headers.host, publicUrl),
    addressOf: address,
  });
  app.server.on('upgrade', (request, socket, head) => {
    if (request.url === '/signal') acceptor.upgrade(request, socket, head);
    else if (request.url === '/live' && social) social.upgrade(request, socket, head);
    else socket.destroy();
  });

  try {
    await relays.start();
  } catch (error) {
    acceptor.stop();
    throw new Fault(error instanceof Error ? error.message : 'The relays cannot begin.');
  }
  try {
    await social?.start();
    await app.listen({ host, port: options.port ?? 8080 });
  } catch (error) {
    acceptor.stop();
    await social?.stop();
    await relays.stop();
    throw listenFault(error, host, options.port ?? 8080);
  }
  const bound = app.server.address();
  const port = typeof bound === 'object' && bound ? bound.port : (options.port ?? 8080);

  const stop = async () => {
    control.stop();
    acceptor.stop();
    await social?.stop();
    await app.close();
    await relays.stop();
  };
  const shown = host === '0.0.0.0' || host === '127.0.0.1' || host === '::' ? 'localhost' : host;
  const url = `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
  return { port, url, control, relays, social, stop };
}

function poolOf(relays: RelayPool | RelaySettings, log: ServerLog): RelayPool {
  if ('start' in relays) return relays;
  return createRelayPool({
    count: relays.count,
    bindAddress: relays.address,
    ...(relays.announcedAddress ? { announcedAddress: relays.announcedAddress } : {}),
    firstPort: relays.port,
    log: (line) => log.info({ event: 'relay' }, line),
  });
}

function listenFault(error: unknown, host: string, port: number): Error {
  switch (systemCode(error)) {
    case 'EADDRINUSE':
      return new Fault(`Port ${port} is in use: stop the other program, or set PORT to another number.`);
    case 'EACCES':
      return new Fault(`Port ${port} needs more rights than this user has: set PORT to 1024 or more.`);
    case 'EADDRNOTAVAIL':
      return new Fault(`HOST is ${host}, which is not an address of this machine.`);
    default:
      return error instanceof Error ? error : new Fault('The server cannot listen.');
  }
}
