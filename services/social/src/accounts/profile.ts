import { accounts, handleLook } from '@stoa/protocol/social';
import { answer } from '../http/answer.ts';
import { Refusal } from '../http/refusal.ts';
import { newId, uuidOf } from '../store/ids.ts';
import type { Desk } from './desk.ts';
import { drawPhoto } from './photo.ts';
import { isTaken, lockAccount } from './queries.ts';
import { Turnstile } from './turnstile.ts';

export function profile(desk: Desk) {
  const { house } = desk;
  // Drawing is heavy: the rest of the app goes on meanwhile.
  const turnstile = new Turnstile(2, 50);

  return [
    answer(accounts.me, async ({ viewer }) => desk.me(viewer.id, viewer.session)),

    answer(accounts.profileSet, async ({ viewer, body }) => {
      const { handle, name, bio, links } = body;
      const changes = {
        ...(handle === undefined ? {} : { handle, handle_look: handleLook(handle) }),
        ...(name === undefined ? {} : { name }),
        ...(bio === undefined ? {} : { bio }),
        ...(links === undefined ? {} : { links: [...links] }),
      };
      if (Object.keys(changes).length > 0) {
        await house.db
          .updateTable('accounts')
          .set(changes)
          .where('id', '=', uuidOf(viewer.id))
          .execute()
          .catch((error: unknown) => {
            throw isTaken(error) ? new Refusal('taken', 'Somebody has this handle.') : error;
          });
        house.news.tell({ kind: 'profileChanged', account: viewer.id });
        desk.meChanged(viewer.id);
      }
      return await desk.me(viewer.id, viewer.session);
    }),

    answer(accounts.photoSet, async ({ viewer, body }) => {
      const wait = turnstile.fullForMs();
      if (wait !== undefined) throw new Refusal('tooFast', 'Too many pictures just now.', wait);
      const drawn = await turnstile.pass(
        () => house.clock.now(),
        () => drawPhoto(body),
      );
      if ('fault' in drawn) throw new Refusal('malformed', drawn.fault);
      const image = newId('image', house.random);
      await house.db.transaction().execute(async (db) => {
        const before = await lockAccount(db, viewer.id);
        // Deleted while the picture was drawn: it would be nobody's.
        if (!before) throw new Refusal('signedOut', 'This account is gone.');
        const rows = drawn.sizes.map(({ size, webp }) => ({ id: uuidOf(image), size, webp }));
        await db.insertInto('images').values(rows).execute();
        await db
          .updateTable('accounts')
          .set({ image: uuidOf(image) })
          .where('id', '=', uuidOf(viewer.id))
          .execute();
        if (before.image) await db.deleteFrom('images').where('id', '=', before.image).execute();
      });
      house.news.tell({ kind: 'profileChanged', account: viewer.id });
      desk.meChanged(viewer.id);
      return { image };
    }),

    answer(accounts.photoRemove, async ({ viewer }) => {
      await house.db.transaction().execute(async (db) => {
        const before = await lockAccount(db, viewer.id);
        if (!before?.image) return;
        await db.updateTable('accounts').set({ image: null }).where('id', '=', uuidOf(viewer.id)).execute();
        await db.deleteFrom('images').where('id', '=', before.image).execute();
      });
      house.news.tell({ kind: 'profileChanged', account: viewer.id });
      desk.meChanged(viewer.id);
      return {};
    }),
  ];
}
