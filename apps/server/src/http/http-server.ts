import type { Server } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { Fault, systemCode } from '../fault.ts';
import type { ServerLog } from '../log.ts';
import type { Upgrade } from '../roles/role.ts';
import { sameOrigin } from './origin.ts';
import { refuse } from './rooms-api.ts';
import { securityHeaders } from './security-headers.ts';

/** HTTP of this process, with what holds for every answer; what is answered is the roles' part. */
export function httpServer(publicUrl: URL | undefined, log: ServerLog): FastifyInstance {
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
    if (status === 503) return refuse(reply, 503, 'busy', 'That cannot be said just now. Try again.', 1_000);
    log.error({ event: 'httpFault' });
    return refuse(reply, 500, 'busy', 'Something went wrong here.');
  });
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'notFound', 'There is nothing here.'));
  return app;
}

const full =
  'HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

/** WebSockets by path; anything else is cut off. While the server is full none is opened. */
export function upgrades(
  app: FastifyInstance,
  sockets: Readonly<Record<string, Upgrade>>,
  isFull: () => boolean = () => false,
): void {
  const byPath = new Map(Object.entries(sockets));
  app.server.on('upgrade', (request, socket, head) => {
    const upgrade = byPath.get(request.url ?? '');
    if (upgrade && isFull()) socket.on('error', () => socket.destroy()).end(full);
    else if (upgrade) upgrade(request, socket, head);
    else socket.destroy();
  });
}

/** The port that it listens on. Throws a `Fault` when the operator has to do something. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw listenFault(error, host, port);
  }
  return listeningPort(app.server) ?? port;
}

/** Undefined before it listens. */
export function listeningPort(server: Server): number | undefined {
  const bound = server.address();
  return typeof bound === 'object' && bound ? bound.port : undefined;
}

/** Where a browser on this machine finds it. */
export function localUrl(host: string, port: number, tls = false): string {
  const shown = host === '0.0.0.0' || host === '127.0.0.1' || host === '::' ? 'localhost' : host;
  return `${tls ? 'https' : 'http'}://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
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
