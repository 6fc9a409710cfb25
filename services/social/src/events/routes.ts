import { eventIdSchema } from '@stoa/protocol/social';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../feature.ts';
import { uuidOf } from '../store/ids.ts';
import { calendarText, readFeed } from './feeds.ts';
import { absentPage, eventPage, publicEvent } from './page.ts';

/** Nothing may run or load on these pages. */
const policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What calendars and link previews read: GET, no account. */
export function routes(app: FastifyInstance, { db, options, log }: House): void {
  const { site } = options;

  /** Where our pages are, as this request reached them; never an address that is not ours. */
  function originOf(request: FastifyRequest): string {
    const scheme = site.https ? 'https' : 'http';
    const { host } = request.headers;
    const asked = `${scheme}://${host}`;
    return host !== undefined && site.isOurs(asked, host) ? asked : `${scheme}://${site.host}`;
  }

  const page = (reply: FastifyReply, status: number, html: string) =>
    reply
      .code(status)
      .header('content-security-policy', policy)
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(html);

  app.get<{ Params: { event: string } }>('/e/:event', async (request, reply) => {
    const id = eventIdSchema.safeParse(request.params.event);
    try {
      const event = id.success ? await publicEvent(db, uuidOf(id.data)) : undefined;
      if (!id.success || !event) return await page(reply, 404, absentPage());
      const name = id.data.reveal();
      const origin = originOf(request);
      return await page(reply, 200, eventPage(event, `${origin}/e/${name}`, `/event#${name}`));
    } catch {
      log({ event: 'fault', where: 'events' });
      return await page(reply, 503, absentPage());
    }
  });

  app.get<{ Params: { file: string } }>('/calendar/:file', async (request, reply) => {
    const token = /^([A-Za-z0-9_-]{43})\.ics$/.exec(request.params.file)?.[1];
    try {
      const feed = token === undefined ? undefined : await readFeed(db, token);
      if (!feed)
        return await reply.code(404).type('text/plain; charset=utf-8').send('There is nothing here.\n');
      return await reply
        .header('cache-control', 'private, no-cache')
        .type('text/calendar; charset=utf-8')
        .send(calendarText(feed.title, feed.rows, site.host, originOf(request)));
    } catch {
      log({ event: 'fault', where: 'events' });
      return await reply.code(503).type('text/plain; charset=utf-8').send('Try again later.\n');
    }
  });
}
