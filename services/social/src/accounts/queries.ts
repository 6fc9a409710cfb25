import type { AccountId, DeviceId, ImageId, PasskeyId, SessionId } from '@stoa/protocol/social';
import type { Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import { dayOf } from '../store/day.ts';
import { idOf, uuidOf } from '../store/ids.ts';
import type { Tables } from '../store/tables/index.ts';
import type { NewPasskey } from './webauthn.ts';

/** The database, or a transaction on it. */
export type Db = Kysely<Tables> | Transaction<Tables>;

export const handleIsTaken = async (db: Db, look: string): Promise<boolean> =>
  (await db.selectFrom('accounts').select('id').where('handle_look', '=', look).executeTakeFirst()) !==
  undefined;

export type NewAccount = {
  readonly id: AccountId;
  readonly handle: string;
  readonly look: string;
  readonly name: string;
  readonly passkeyUser: string;
};

export type NewPasskeyRow = {
  readonly id: PasskeyId;
  readonly account: AccountId;
  readonly label: string;
  readonly usableAt?: number;
};
export type NewSession = {
  readonly id: SessionId;
  readonly account: AccountId;
  readonly hash: Buffer;
  readonly label: string;
};

/** Account, passkey and session in one statement: all or nothing, in one round trip. */
export async function insertWhole(
  db: Db,
  whole: {
    readonly account: NewAccount;
    readonly row: NewPasskeyRow;
    readonly passkey: NewPasskey;
    readonly session: NewSession;
  },
  now: number,
): Promise<void> {
  const { account, row, passkey, session } = whole;
  const values = {
    id: uuidOf(account.id),
    handle: account.handle,
    handle_look: account.look,
    name: account.name,
    passkey_user: account.passkeyUser,
    image: null,
    created_on: dayOf(now),
  };
  await db
    .with('account', (query) => query.insertInto('accounts').values(values).returning('id'))
    .with('passkey', (query) =>
      query
        .insertInto('passkeys')
        .values(passkeyValues(row, passkey, now))
        .returning('id'),
    )
    .insertInto('sessions')
    .values(sessionValues(session, now))
    .execute();
}

export async function insertPasskey(
  db: Db,
  row: NewPasskeyRow,
  passkey: NewPasskey,
  now: number,
): Promise<void> {
  await db
    .insertInto('passkeys')
    .values(passkeyValues(row, passkey, now))
    .execute();
}

const passkeyValues = (row: NewPasskeyRow, passkey: NewPasskey, now: number) => ({
  id: uuidOf(row.id),
  account: uuidOf(row.account),
  credential: Buffer.from(passkey.credential),
  public_key: Buffer.from(passkey.publicKey),
  counter: passkey.counter,
  transports: [...passkey.transports],
  label: row.label,
  synced: passkey.synced,
  created_on: dayOf(now),
  used_on: null,
  usable_at: row.usableAt === undefined ? null : new Date(row.usableAt),
});

export const passkeyByCredential = (db: Db, credential: Uint8Array) =>
  db
    .selectFrom('passkeys')
    .innerJoin('accounts', 'accounts.id', 'passkeys.account')
    .select([
      'passkeys.id',
      'passkeys.account',
      'passkeys.credential',
      'passkeys.public_key',
      'passkeys.counter',
      'passkeys.usable_at',
      'accounts.passkey_user',
    ])
    .where('credential', '=', Buffer.from(credential))
    .executeTakeFirst();

/** False when the counter moved meanwhile: the same assertion, or a copy of the key, was faster. */
export async function notePasskeyUse(db: Db, id: string, counter: number, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('passkeys')
    .set({ counter, used_on: dayOf(now), usable_at: null })
    .where('id', '=', id)
    .where((where) => where.or([where('counter', '<', counter), where('counter', '=', 0)]))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export const passkeysOf = (db: Db, account: AccountId) =>
  db
    .selectFrom('passkeys')
    .select(['id', 'credential', 'label', 'synced', 'created_on', 'used_on', 'usable_at'])
    .where('account', '=', uuidOf(account))
    .orderBy('created_on')
    .orderBy('id')
    .execute();

export async function insertSession(db: Db, session: NewSession, now: number): Promise<void> {
  await db.insertInto('sessions').values(sessionValues(session, now)).execute();
}

/** Those of an account beyond so many, the longest unused, but never this one. */
export async function sessionsBeyond(
  db: Db,
  account: AccountId,
  but: SessionId,
  most: number,
): Promise<readonly SessionId[]> {
  const rows = await db
    .selectFrom('sessions')
    .where('account', '=', uuidOf(account))
    .where('id', '!=', uuidOf(but))
    .select('id')
    .orderBy('used_on', 'desc')
    .orderBy('id')
    .offset(most - 1)
    .execute();
  return rows.map(({ id }) => idOf('session', id));
}

const sessionValues = (session: NewSession, now: number) => ({
  id: uuidOf(session.id),
  account: uuidOf(session.account),
  token_hash: session.hash,
  label: session.label,
  created_on: dayOf(now),
  used_on: dayOf(now),
});

export const profileOf = (db: Db, account: AccountId) =>
  db
    .selectFrom('accounts')
    .select([
      'handle',
      'name',
      'bio',
      'links',
      'image',
      'operator',
      'created_on',
      'device_generation',
      'passkey_user',
    ])
    .where('id', '=', uuidOf(account))
    .executeTakeFirst();

/** Changes of one account take turns: the row is locked until the transaction ends. */
export const lockAccount = (db: Db, account: AccountId) =>
  db
    .selectFrom('accounts')
    .select(['device_generation', 'image'])
    .where('id', '=', uuidOf(account))
    .forUpdate()
    .executeTakeFirst();

export const recoveryOf = (db: Db, account: AccountId) =>
  db.selectFrom('recovery_codes').select('tries').where('account', '=', uuidOf(account)).executeTakeFirst();

/** One more generation of device keys; the number it has now. */
export async function nextGeneration(db: Db, account: AccountId): Promise<number> {
  const { device_generation } = await db
    .updateTable('accounts')
    .set({ device_generation: sql<number>`device_generation + 1` })
    .where('id', '=', uuidOf(account))
    .returning('device_generation')
    .executeTakeFirstOrThrow();
  return device_generation;
}

export const devicesInUse = (db: Db, account: AccountId) =>
  db
    .selectFrom('devices')
    .select(['id', 'session', 'ed25519', 'x25519', 'label', 'added_in', 'added_on'])
    .where('account', '=', uuidOf(account))
    .where('removed_in', 'is', null)
    .orderBy('added_in')
    .execute();

/** How many keys were published on that day, taken away since or not. */
export async function devicesOfDay(db: Db, account: AccountId, day: string): Promise<number> {
  const { count } = await db
    .selectFrom('devices')
    .where('account', '=', uuidOf(account))
    .where('added_on', '=', day)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** One that was taken away, while its keys are kept. */
export const removedDevice = (db: Db, account: AccountId, device: DeviceId) =>
  db
    .selectFrom('devices')
    .select(['id', 'ed25519', 'x25519', 'added_in', 'added_on', 'removed_in'])
    .where('account', '=', uuidOf(account))
    .where('id', '=', uuidOf(device))
    .where('removed_in', 'is not', null)
    .executeTakeFirst();

export const deviceIdOf = (uuid: string): DeviceId => idOf('device', uuid);
export const imageIdOf = (uuid: string | null): ImageId | undefined =>
  uuid === null ? undefined : idOf('image', uuid);

/** PostgreSQL's word for a value that must be unique and is there already. */
export const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '23505';
