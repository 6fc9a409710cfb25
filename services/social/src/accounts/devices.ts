import { createPublicKey, diffieHellman, generateKeyPairSync, verify } from 'node:crypto';
import { accounts, deviceProofBytes } from '@stoa/protocol/social';
import { answer } from '../http/answer.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { dayOf } from '../store/day.ts';
import { idOf, newId, uuidOf } from '../store/ids.ts';
import type { Desk } from './desk.ts';
import {
  deviceIdOf,
  devicesInUse,
  devicesOfDay,
  isTaken,
  lockAccount,
  nextGeneration,
  removedDevice,
} from './queries.ts';

/** Counted in the database: a restart forgets nothing, and removed keys are kept for long. */
const keysPerDay = 50;
const dayMs = 86_400_000;
const untilTomorrow = (now: number): number => dayMs - (now % dayMs);

export function devices(desk: Desk) {
  const { house } = desk;
  return [
    answer(accounts.deviceSet, async ({ viewer, body, now }) => {
      const { session } = viewer;
      if (!session) throw notFound();
      const { ed25519, x25519, proof, label } = body;
      if (!signedBy(ed25519, proof, deviceProofBytes(viewer.id, x25519))) {
        throw new Refusal('malformed', 'The device does not show that it holds this key.');
      }
      if (!agreesWith(x25519)) throw new Refusal('malformed', 'Nothing can be sealed to this key.');
      const done = await house.db
        .transaction()
        .execute(async (db) => {
          const account = await lockAccount(db, viewer.id);
          if (!account) throw notFound();
          await house.bans.checkDevice(db, ed25519, viewer.id);
          const all = await devicesInUse(db, viewer.id);
          const mine = all.find((row) => row.session === uuidOf(session));
          if (mine && same(mine.ed25519, ed25519) && same(mine.x25519, x25519)) {
            return { id: deviceIdOf(mine.id), generation: account.device_generation, changed: false };
          }
          if ((await devicesOfDay(db, viewer.id, dayOf(now))) >= keysPerDay) {
            throw new Refusal('tooFast', 'Too many new device keys for one day.', untilTomorrow(now));
          }
          const generation = await nextGeneration(db, viewer.id);
          // The same device after a new sign-in has the same keys: its older row gives way.
          const replaced = all
            .filter((row) => row === mine || same(row.ed25519, ed25519))
            .map(({ id }) => id);
          if (replaced.length > 0) {
            await db
              .updateTable('devices')
              .set({ removed_in: generation, removed_on: dayOf(now) })
              .where('id', 'in', replaced)
              .execute();
          }
          const id = newId('device', house.random);
          await db
            .insertInto('devices')
            .values({
              id: uuidOf(id),
              account: uuidOf(viewer.id),
              session: uuidOf(session),
              ed25519: Buffer.from(ed25519),
              x25519: Buffer.from(x25519),
              label,
              added_in: generation,
              removed_in: null,
              added_on: dayOf(now),
              removed_on: null,
            })
            .execute();
          return { id, generation, changed: true };
        })
        .catch((error: unknown) => {
          throw isTaken(error) ? new Refusal('taken', 'Another account has this key.') : error;
        });
      const { id, generation } = done;
      if (done.changed) {
        house.news.tell({ kind: 'devicesChanged', account: viewer.id, generation });
        desk.meChanged(viewer.id);
      }
      return { id, generation };
    }),

    answer(accounts.devicesOf, async ({ viewer, body }) => {
      // For somebody whom that person has blocked, there is nobody.
      const account = await house.db
        .selectFrom('accounts')
        .select('device_generation')
        .where('id', '=', uuidOf(body.account))
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('blocks')
                .select('blocker')
                .where('blocker', '=', uuidOf(body.account))
                .where('blocked', '=', uuidOf(viewer.id)),
            ),
          ),
        )
        .executeTakeFirst();
      if (!account) throw notFound();
      const inUse = await devicesInUse(house.db, body.account);
      const also = body.also && (await removedDevice(house.db, body.account, body.also));
      const rows = [...(also ? [also] : []), ...inUse];
      return {
        generation: account.device_generation,
        devices: rows.map((row) => ({
          id: idOf('device', row.id),
          ed25519: new Uint8Array(row.ed25519),
          x25519: new Uint8Array(row.x25519),
          addedIn: row.added_in,
          addedOn: row.added_on,
          // What one's own devices are called, and where to end them, is for the account's own pages.
          ...(viewer.session && viewer.id.equals(body.account) && 'session' in row && row.session
            ? { label: row.label, session: idOf('session', row.session) }
            : {}),
          ...('removed_in' in row && row.removed_in !== null ? { removedIn: row.removed_in } : {}),
        })),
      };
    }),
  ];
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** False for a point of small order: whatever is sealed to it opens for everybody (RFC 7748 sections 6.1 and 7). */
function agreesWith(x25519: Uint8Array): boolean {
  try {
    const x = Buffer.from(x25519).toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' });
    const shared = diffieHellman({ publicKey, privateKey: generateKeyPairSync('x25519').privateKey });
    return shared.some((byte) => byte !== 0);
  } catch {
    // OpenSSL refuses a secret of zeros by itself.
    return false;
  }
}

function signedBy(key: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  try {
    const x = Buffer.from(key).toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, message, publicKey, signature);
  } catch {
    return false;
  }
}
