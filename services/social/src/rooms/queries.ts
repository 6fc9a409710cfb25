import { type IdList, idsFromBytes } from '@stoa/core/hallway';
import type { AccountId, ClubId, PersonCard } from '@stoa/protocol/social';
import { sql } from 'kysely';
import type { Database } from '../ports.ts';
import { idOf, uuidOf } from '../store/ids.ts';
import { planned } from '../store/planned.ts';

/** Whom one person has to do with, packed. */
export type Ties = {
  readonly follows: IdList;
  /** Both directions. */
  readonly blocked: IdList;
  /** Clubs one is in. */
  readonly clubs: IdList;
};

type Packed = Record<keyof Ties, Uint8Array | null>;
const none = new Uint8Array(0);

/** One round trip, and one value a list: thousands of rows would cost more to read than all the rest. */
export async function readTies(db: Database, account: AccountId): Promise<Ties> {
  const id = uuidOf(account);
  const { rows } = await sql<Packed>`${planned}
    select
      (select string_agg(uuid_send(followed), ''::bytea) from follows where follower = ${id}::uuid) as follows,
      (select string_agg(uuid_send(other), ''::bytea) from (
        select blocked as other from blocks where blocker = ${id}::uuid
        union select blocker from blocks where blocked = ${id}::uuid
      ) as blocks_of) as blocked,
      (select string_agg(uuid_send(club), ''::bytea) from club_people
        where account = ${id}::uuid and standing in ('member', 'admin', 'owner')) as clubs
  `.execute(db);
  const row = rows[0];
  return {
    follows: idsFromBytes(row?.follows ?? none),
    blocked: idsFromBytes(row?.blocked ?? none),
    clubs: idsFromBytes(row?.clubs ?? none),
  };
}

export async function readCards(db: Database, accounts: readonly AccountId[]): Promise<PersonCard[]> {
  const { rows } = await sql<{ id: string; handle: string; name: string; image: string | null }>`${planned}
    select id, handle, name, image from accounts where id = any(${accounts.map(uuidOf)}::uuid[])
  `.execute(db);
  return rows.map(({ id, handle, name, image }) => ({
    account: idOf('account', id),
    handle,
    name,
    ...(image ? { image: idOf('image', image) } : {}),
  }));
}

/** Undefined for a club that is not there. */
export async function readClubName(db: Database, club: ClubId): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    select name from clubs where id = ${uuidOf(club)}::uuid
  `.execute(db);
  return rows[0]?.name;
}

export async function readMembers(db: Database, club: ClubId): Promise<IdList> {
  const { rows } = await sql<{ ids: Uint8Array | null }>`
    select string_agg(uuid_send(account), ''::bytea) as ids from club_people
    where club = ${uuidOf(club)}::uuid and standing in ('member', 'admin', 'owner')
  `.execute(db);
  return idsFromBytes(rows[0]?.ids ?? none);
}
