import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { authenticator } from './accounts/authenticator.ts';
import { Freshness } from './accounts/freshness.ts';
import type { House } from './feature.ts';
import { features } from './features.ts';
import type { Answer } from './http/answer.ts';
import type { Authenticate } from './http/authenticate.ts';
import { Door } from './http/door.ts';
import { lately } from './http/lately.ts';
import { limitedPages } from './http/page-limits.ts';
import { routes } from './http/router.ts';
import { Hub } from './live/hub.ts';
import { News } from './news.ts';
import type { SocialOptions } from './options.ts';
import type { SocialPorts } from './ports.ts';
import { pseudonymOf } from './pseudonym.ts';
import { createHall } from './rooms/hall.ts';
import { Bans } from './safety/bans.ts';

export type Social = {
  readonly house: House;
  readonly authenticate: Authenticate;
  readonly door: Door;
  readonly answers: readonly Answer[];
  /** Every call, and the pictures and calendars. */
  routes(app: FastifyInstance): void;
  /** A request for the WebSocket `/live`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** The social app over its ports: no listening, no files, nothing global. */
export function createSocial(ports: SocialPorts, options: SocialOptions): Social {
  const news = new News();
  const freshness = new Freshness();
  const authenticate = authenticator(ports.db, freshness, options.retention.sessionsUnused);
  const authenticateOften = lately({ authenticate, news, clock: ports.clock });
  const { clock, log, addressOf } = ports;
  const door = new Door({
    ...{ authenticate, authenticateOften, clock, addressOf },
    site: options.site,
    limits: options.callLimits,
  });
  const hub = new Hub({ door, clock, log, news });
  const pseudonym: House['pseudonym'] = (account, room) => pseudonymOf(options.secret, account, room);
  const house: House = {
    ...ports,
    options,
    live: hub,
    news,
    freshness,
    bans: new Bans(ports),
    pseudonym,
    hall: createHall({ ...ports, news, pseudonym }),
  };
  const all = features.map((make) => make(house));
  const answers = all.flatMap((feature) => feature.answers);
  return {
    house,
    authenticate,
    door,
    answers,
    routes(app) {
      routes(app, { door, answers, clock, log });
      limitedPages(app, { clock, limits: options.pageLimits, addressOf }, (scope) => {
        for (const feature of all) feature.routes?.(scope);
      });
    },
    upgrade: (request, socket, head) => void hub.upgrade(request, socket, head),
    async start() {
      for (const feature of all) await feature.start?.();
    },
    async stop() {
      hub.stop();
      for (const feature of [...all].reverse()) await feature.stop?.();
    },
  };
}
