import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';

export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** What one role adds to a process. A process has one HTTP server; each role answers its own paths on it. */
export type RunningRole = {
  /** Its calls, before HTTP is open. */
  routes?(app: FastifyInstance): void | Promise<void>;
  /** Its WebSockets, by path. */
  readonly sockets?: Readonly<Record<string, Upgrade>>;
  /** One word while it cannot do its work, for `/healthz`. */
  ailing?(): string | undefined;
  /** Throws a `Fault`, or an error with one clear sentence. */
  start?(): Promise<void>;
  stop(): void | Promise<void>;
};
