import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createSocial,
  type OpenDatabase,
  type openDatabase,
  type Social,
  type SocialOptions,
  siteOf,
  startEmbedded,
  usualOptions,
  type VoicePlane,
} from '@stoa/social';
import fastify from 'fastify';

export type OpenSocial = {
  readonly social: Social;
  readonly port: number;
  stop(): Promise<void>;
};

/**
 * The social service over HTTP on a free port of 127.0.0.1, with a voice plane and a database of the bench. What `before`
 * does happens before the service starts to notice things, as if long ago.
 */
export async function openSocial(
  database: OpenDatabase,
  voice: VoicePlane,
  options: Partial<SocialOptions> = {},
  addressOf: (request: IncomingMessage) => string = () => '127.0.0.1',
  before: (social: Social) => Promise<void> = async () => {},
): Promise<OpenSocial> {
  const social = createSocial(
    {
      clock: {
        now: () => performance.now(),
        unix: () => Date.now(),
        after: (ms, run) => {
          const timer = setTimeout(run, ms);
          return () => clearTimeout(timer);
        },
      },
      random: (length) => new Uint8Array(randomBytes(length)),
      db: database.db,
      voice,
      push: async () => 'delivered',
      log: ({ event, where }) => process.stderr.write(`${event} ${where ?? ''}\n`),
      addressOf,
    },
    {
      ...usualOptions,
      // Everybody here comes from one address.
      callLimits: {
        perAddress: { perSecond: 1e6, burst: 1e6 },
        perAccount: usualOptions.callLimits.perAccount,
      },
      site: siteOf(undefined),
      secret: randomBytes(32),
      ...options,
    },
  );
  const app = fastify({ forceCloseConnections: true });
  social.routes(app);
  app.server.on('upgrade', (request, socket, head) => social.upgrade(request, socket, head));
  await before(social);
  await social.start();
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    social,
    port: (app.server.address() as AddressInfo).port,
    async stop() {
      await app.close();
      await social.stop();
    },
  };
}

export type KeptDatabase = {
  readonly address: Parameters<typeof openDatabase>[0];
  readonly pid: number;
  /** Kills the server as a crash would, and starts it again on what is on the disk. */
  crash(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * PostgreSQL of its own, in `folder` or in one that is removed afterwards.
 * @param safe every commit is on the disk before it is answered; without it, faster to fill
 */
export async function keepDatabase(
  folder: string,
  { safe }: { readonly safe: boolean },
): Promise<KeptDatabase> {
  const place = folder || mkdtempSync(join(tmpdir(), 'stoa-bench-'));
  if (folder) mkdirSync(folder, { recursive: true });
  chmodSync(place, 0o711);
  let embedded = await startEmbedded({ folder: place, unsafe: !safe });
  return {
    get address() {
      return embedded.address;
    },
    get pid() {
      return embedded.pid;
    },
    async crash() {
      process.kill(embedded.pid, 'SIGKILL');
      await embedded.stop();
      // Its children notice a moment later, and nobody else may start before.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      embedded = await startEmbedded({ folder: place, unsafe: !safe });
    },
    async stop() {
      await embedded.stop();
      if (!folder) rmSync(place, { recursive: true, force: true });
    },
  };
}
