import { accounts } from '@stoa/protocol/social';
import { answer } from '../http/answer.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { idOf, newId, uuidOf } from '../store/ids.ts';
import { credentialText, type Desk } from './desk.ts';
import { insertPasskey, isTaken, lockAccount, passkeysOf, profileOf, recoveryOf } from './queries.ts';
import { creationOptions } from './webauthn.ts';

const most = 20;

export function passkeys(desk: Desk) {
  const { house } = desk;
  return [
    answer(accounts.passkeyList, async ({ viewer }) => ({
      passkeys: (await passkeysOf(house.db, viewer.id)).map((row) => ({
        id: idOf('passkey', row.id),
        label: row.label,
        synced: row.synced,
        createdOn: row.created_on,
        ...(row.used_on ? { usedOn: row.used_on } : {}),
        ...(row.usable_at ? { usableAt: row.usable_at.getTime() } : {}),
      })),
    })),

    answer(accounts.passkeyAddBegin, async ({ viewer, now }) => {
      const [profile, rows] = await Promise.all([
        profileOf(house.db, viewer.id),
        passkeysOf(house.db, viewer.id),
      ]);
      if (!profile) throw notFound();
      if (rows.length >= most) throw new Refusal('tooMany', 'An account has twenty passkeys at most.');
      const challenge = desk.challenges.make('addPasskey', viewer.id.reveal(), now);
      const exclude = rows.map(({ credential }) => credentialText(credential));
      const user = Buffer.from(profile.passkey_user.replaceAll('-', ''), 'hex').toString('base64url');
      const { handle, name } = profile;
      return { options: creationOptions({ rpId: desk.rpId, challenge, user, handle, name, exclude }) };
    }),

    answer(accounts.passkeyAddFinish, async (call) => {
      const { viewer, body, now } = call;
      const about = viewer.id.reveal();
      const { passkey } = await desk.enrolled(body.registration, 'addPasskey', about, call);
      const id = newId('passkey', house.random);
      await house.db
        .transaction()
        .execute(async (db) => {
          await lockAccount(db, viewer.id);
          if ((await passkeysOf(db, viewer.id)).length >= most) {
            throw new Refusal('tooMany', 'An account has twenty passkeys at most.');
          }
          await insertPasskey(db, { id, account: viewer.id, label: body.label }, passkey, now);
        })
        .catch((error: unknown) => {
          throw isTaken(error) ? new Refusal('taken', 'This passkey is in use already.') : error;
        });
      desk.meChanged(viewer.id);
      return { id };
    }),

    answer(accounts.passkeyRename, async ({ viewer, body }) => {
      const { numUpdatedRows } = await house.db
        .updateTable('passkeys')
        .set({ label: body.label })
        .where('id', '=', uuidOf(body.id))
        .where('account', '=', uuidOf(viewer.id))
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw notFound();
      return {};
    }),

    answer(accounts.passkeyRemove, async ({ viewer, body }) => {
      await house.db.transaction().execute(async (db) => {
        await lockAccount(db, viewer.id);
        const rows = await passkeysOf(db, viewer.id);
        const row = rows.find(({ id }) => idOf('passkey', id).equals(body.id));
        if (!row) throw notFound();
        const usable = rows.filter(({ usable_at }) => usable_at === null);
        const last = usable.length === 1 && row.usable_at === null;
        if (last && !(await recoveryOf(db, viewer.id))) {
          throw new Refusal(
            'notAllowed',
            'This is the last passkey: add another, or make a recovery code first.',
          );
        }
        await db.deleteFrom('passkeys').where('id', '=', row.id).execute();
      });
      desk.meChanged(viewer.id);
      return {};
    }),
  ];
}
