import { createServer } from 'node:http';
import { Fault, systemCode } from '../fault.ts';
import type { Metrics } from './create-metrics.ts';

export type MetricsServer = { readonly port: number; stop(): Promise<void> };

/** `GET /metrics` on a port of its own, so that no proxy in front of the app passes it on. Throws a `Fault`. */
export async function serveMetrics(
  metrics: Metrics,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenFault(error, host, port)));
    server.listen(port, host, resolve);
  });
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound ? bound.port : port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listenFault(error: unknown, host: string, port: number): Error {
  switch (systemCode(error)) {
    case 'EADDRINUSE':
      return new Fault(`Port ${port} is in use: set STOA_METRICS_PORT to another number.`);
    case 'EACCES':
      return new Fault(
        `Port ${port} needs more rights than this user has: set STOA_METRICS_PORT to 1024 or more.`,
      );
    case 'EADDRNOTAVAIL':
      return new Fault(`STOA_METRICS_HOST is ${host}, which is not an address of this machine.`);
    default:
      return error instanceof Error ? error : new Fault('The metrics cannot listen.');
  }
}
