import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/**
 * Addresses of the app: all lead to the same page, which reads the rest itself. Whose profile, which club or event stands
 * after the `#` and never comes here.
 */
const pages = [
  ...['/', '/r/*', '/room', '/start', '/check'],
  ...['/sign-up', '/sign-in', '/recover', '/banned', '/safety', '/settings', '/notices', '/messages'],
  ...['/people', '/p', '/deleted', '/clubs', '/club', '/new-club', '/events', '/event', '/new-event'],
];

/** The built web app. */
export async function webApp(app: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(join(folder, 'index.html'));
  if (built) {
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      serveDotFiles: false,
      index: false,
      // Ours, below; the plugin's own would stand over it.
      cacheControl: false,
      setHeaders(reply, path) {
        // Names in assets/ hold a hash of the content.
        const forever = path.startsWith(join(folder, 'assets'));
        reply.setHeader('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  for (const route of pages) {
    app.get(route, (_request, reply) => {
      if (built) return reply.sendFile('index.html');
      return reply.code(503).type('text/plain').send('The web app is not built. Run: npm run build\n');
    });
  }
}
