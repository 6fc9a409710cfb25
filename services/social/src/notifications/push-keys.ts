import { createECDH } from 'node:crypto';
import type { Database } from '../ports.ts';

/** The key pair by which push services know this deployment (VAPID, RFC 8292): P-256, raw point and scalar. */
export type PushKeys = { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array };

/** Made once for a deployment: browsers bind their subscriptions to it. */
export async function pushKeys(db: Database): Promise<PushKeys> {
  const kept = await read(db);
  if (kept) return kept;
  const curve = createECDH('prime256v1');
  curve.generateKeys();
  const privateKey = Buffer.alloc(32);
  const scalar = curve.getPrivateKey();
  scalar.copy(privateKey, 32 - scalar.length);
  await db
    .insertInto('push_keys')
    .values({ public_key: curve.getPublicKey(), private_key: privateKey })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // Another process may have been first.
  return (await read(db))!;
}

async function read(db: Database): Promise<PushKeys | undefined> {
  const row = await db.selectFrom('push_keys').select(['public_key', 'private_key']).executeTakeFirst();
  return row && { publicKey: row.public_key, privateKey: row.private_key };
}
