import { createECDH } from 'node:crypto';
import { accounts, clubs, events, messages, notifications, people, safety } from '@stoa/protocol/social';
import { sql } from 'kysely';
import sharp from 'sharp';
import { uuidOf } from '../../src/store/ids.ts';
import { holdings } from '../../src/your-data/registry.ts';
import { join } from '../join.ts';
import { addDevice, newMessage, toDevices } from '../messenger.ts';
import { type Person, randomly, type useTown } from '../town.ts';

type Town = ReturnType<typeof useTown>;

/** Somebody about whom every table says something, in words that occur nowhere else. */
export async function plant(town: Town, handle: string) {
  const { me, page, cookie } = await join(town, handle, `Plantagonia ${handle}`);
  const [friend, other, host] = [await town.person(), await town.person(), await town.person()];
  const uuid = uuidOf(me.id);
  const words = {
    bio: `Biographium of ${handle}`,
    link: `https://planted.example/${handle}`,
    token: `Tokenish ${handle}`,
    title: `Gatheringo ${handle}`,
    lonely: `Lonelium ${handle}`,
    device: `Devicy ${handle}`,
    report: `Reportium ${handle}`,
    endpoint: `https://fcm.googleapis.com/fcm/send/${handle}`,
  };
  await page.call(accounts.profileSet, { bio: words.bio, links: [words.link] });
  const photo = await sharp({ create: { width: 80, height: 60, channels: 3, background: '#c04020' } })
    .png()
    .toBuffer();
  const { image } = await page.call(accounts.photoSet, new Uint8Array(photo));
  const { token } = await page.call(accounts.tokenMake, { label: words.token, scopes: ['profileRead'] });
  await page.call(accounts.recoveryMake, {});
  await page.call(people.follow, { account: friend.id });
  await friend.call(people.follow, { account: me.id });
  await friend.call(notifications.setBell, { account: me.id, level: 'always' });
  await page.call(notifications.setBell, { account: friend.id, level: 'never' });
  await page.call(people.block, { account: other.id });
  await host.call(people.mute, { account: me.id });
  await page.call(people.mute, { account: host.id });
  await enemy(town, me.id);
  await page.call(notifications.setSettings, { zone: 'Asia/Tokyo', paused: false });
  await page.call(notifications.subscribe, {
    endpoint: words.endpoint,
    p256dh: new Uint8Array(createECDH('prime256v1').generateKeys()),
    auth: new Uint8Array(16),
  });
  const club = { description: '', rules: [], wayIn: 'open' as const, inDirectory: true };
  const lonely = await page.call(clubs.create, { ...club, name: words.lonely });
  const shared = await page.call(clubs.create, { ...club, name: 'Shared readers' });
  await friend.call(clubs.join, { club: shared.club, rulesVersion: 1 });
  await bannedFrom(host, me.id);
  await page.call(clubs.edit, { club: shared.club, rules: ['Be brief.'] });
  await reported(friend, me.id);
  await page.call(safety.report, {
    about: { kind: 'person', account: host.id },
    reason: 'spam',
    words: words.report,
  });
  await onDuty(town, uuid);
  const plan = {
    description: words.title,
    starts: new Date(town.clock.unix() + 3_600_000).toISOString().slice(0, 16),
    zone: 'UTC',
    minutes: 60,
    audience: 'everyone' as const,
  };
  const own = await page.call(events.create, { ...plan, title: words.title });
  const theirs = await host.call(events.create, {
    ...plan,
    title: 'Of somebody else',
    description: '',
    coHosts: [me.id],
  });
  await page.call(events.answer, { event: theirs.event, answer: 'going' });
  await page.call(events.createFeed, {});
  const device = await addDevice(page, me.id, words.device);
  const [friends, hosts] = [await addDevice(friend, friend.id), await addDevice(host, host.id)];
  // Both ways: something waits for the person, and something of the person's waits for others.
  for (const [from, to, target] of [
    [page, friend.id, friends],
    [friend, me.id, device],
    [host, me.id, device],
    [page, host.id, hosts],
  ] as const) {
    await from.call(messages.send, { to, message: newMessage(), envelopes: toDevices([target]) });
  }
  return { me, uuid, page, cookie, friend, other, host, words, image, token, lonely, shared, own, theirs };
}

/** Somebody who has blocked the account, and told nobody. */
async function enemy(town: Town, account: Person['id']): Promise<void> {
  await (await town.person(`enemy_${Math.random().toString(36).slice(2, 8)}`)).call(people.block, {
    account,
  });
}

async function bannedFrom(owner: Person, account: Person['id']): Promise<void> {
  const { club } = await owner.call(clubs.create, {
    name: 'Shut club',
    description: '',
    rules: [],
    wayIn: 'open',
    inDirectory: true,
  });
  await owner.call(clubs.ban, { club, account });
}

/** Rows about the account, for each side of each table. */
export async function rowsAbout(town: Town, uuid: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { table, views } of holdings) {
    for (const { whose, picture } of views) {
      const about = picture ? sql`(select image from accounts where id = ${uuid})` : sql`${uuid}`;
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from ${sql.table(table)} where ${sql.ref(whose)} = ${about}`.execute(
        town.db,
      );
      counts[`${table}.${whose}`] = rows[0]!.count;
    }
  }
  return counts;
}

/** Tables in which this stands in some column of some row, whatever the column's type. */
export async function tablesWith(town: Town, needle: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1`.execute(town.db);
  const text = needle.toLowerCase();
  // Bytes are written as hexadecimal digits.
  const hex = Buffer.from(needle).toString('hex');
  const found: string[] = [];
  for (const { name } of rows) {
    const hits = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(name)} as r
      where position(${text} in lower(r::text)) > 0 or position(${hex} in r::text) > 0`.execute(town.db);
    if (hits.rows[0]!.count > 0) found.push(name);
  }
  return found;
}

/** Somebody has reported the account. */
async function reported(by: Person, account: Person['id']): Promise<void> {
  await by.call(safety.report, { about: { kind: 'person', account }, reason: 'other', words: 'Untold' });
}

/** The account works in the safety team; and a key of its device is shut out. */
async function onDuty(town: Town, account: string): Promise<void> {
  const other = await town.person();
  await reported(await town.person(), other.id);
  const { id } = await town.db
    .selectFrom('safety_cases')
    .where('account', '=', uuidOf(other.id))
    .select('id')
    .executeTakeFirstOrThrow();
  await town.db.insertInto('safety_claims').values({ safety_case: id, operator: account }).execute();
  await town.db
    .insertInto('banned_devices')
    .values({ key_hash: Buffer.from(randomly(32)), account })
    .execute();
}
