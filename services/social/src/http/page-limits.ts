import type { IncomingMessage } from 'node:http';
import { networkOf } from '@stoa/protocol';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../ports.ts';
import { Budget } from './budget.ts';

/** What one network may get without a call: pictures, calendars, pages for link previews. */
export type PageLimits = { readonly perSecond: number; readonly burst: number };

/** Everything that is registered in `register` shares one budget for each network. */
export function limitedPages(
  app: FastifyInstance,
  options: {
    readonly clock: Clock;
    readonly limits: PageLimits;
    readonly addressOf: (request: IncomingMessage) => string;
  },
  register: (scope: FastifyInstance) => void,
): void {
  const { perSecond, burst } = options.limits;
  const budget = new Budget({ count: perSecond, perMs: 1_000, burst });
  void app.register((scope, _options, done) => {
    scope.addHook('onRequest', async (request, reply) => {
      const waitMs = budget.take(networkOf(options.addressOf(request.raw)), options.clock.now());
      if (waitMs === undefined) return;
      return reply
        .code(429)
        .header('retry-after', Math.max(1, Math.ceil(waitMs / 1_000)))
        .header('cache-control', 'no-store')
        .type('text/plain; charset=utf-8')
        .send('Too many requests: try again in a moment.\n');
    });
    register(scope);
    done();
  });
}
