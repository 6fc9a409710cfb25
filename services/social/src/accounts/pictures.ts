import { imageIdSchema, photoLimits } from '@stoa/protocol/social';
import type { FastifyInstance } from 'fastify';
import type { House } from '../feature.ts';
import { uuidOf } from '../store/ids.ts';

/**
 * `GET /i/<image>/<size>`. The name is random and says nothing of whose picture it is; a new picture has a new name, so
 * browsers may keep it for ever.
 */
export function pictures(app: FastifyInstance, { db }: Pick<House, 'db'>): void {
  app.get<{ Params: { image: string; size: string } }>('/i/:image/:size', async (request, reply) => {
    const image = imageIdSchema.safeDecode(request.params.image);
    const size = photoLimits.sizes.find((each) => String(each) === request.params.size);
    const row =
      image.success && size
        ? await db
            .selectFrom('images')
            .select('webp')
            .where('id', '=', uuidOf(image.data))
            .where('size', '=', size)
            .executeTakeFirst()
        : undefined;
    if (!row) {
      reply.header('cache-control', 'no-store');
      return reply.code(404).send({ error: { code: 'notFound', message: 'There is no such picture.' } });
    }
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('x-content-type-options', 'nosniff')
      .type('image/webp')
      .send(Buffer.from(row.webp));
  });
}
