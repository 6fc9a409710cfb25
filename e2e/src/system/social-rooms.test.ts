import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeParticipant, type NodeParticipant } from '@stoa/client/node';
import { linkFragment, type RoomHandle, toBase64Url } from '@stoa/protocol';
import { accountId, hallway, people, rooms } from '@stoa/protocol/social';
import { createServer, type RunningServer } from '@stoa/server';
import { type OpenDatabase, openDatabase, startEmbedded } from '@stoa/social';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Member } from './member.ts';

// The social app over the real voice platform: what one tells the other, with keys, relays and sockets between.

let folder = '';
let endDatabase = async () => {};
let database: OpenDatabase;
let server: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stoa-system-'));
  await chmod(folder, 0o711);
  const embedded = await startEmbedded({ folder, unsafe: true });
  endDatabase = () => embedded.stop();
  database = await openDatabase(embedded.address);
  server = await createServer({ port: 0, social: { db: database.db } });
}, 90_000);
afterAll(async () => {
  await server.stop();
  await database.close();
  await endDatabase();
  await rm(folder, { recursive: true, force: true });
});

const here: NodeParticipant[] = [];
afterEach(async () => {
  await Promise.all(here.splice(0).map((participant) => participant.close()));
});

let count = 0;
async function member(): Promise<Member> {
  const handle = `member${count++}`;
  const [id, session] = [randomBytes(16), randomBytes(16).toString('hex')];
  const token = toBase64Url(randomBytes(32));
  const account = id.toString('hex');
  const day = new Date().toISOString().slice(0, 10);
  await database.db
    .insertInto('accounts')
    .values({ id: account, handle, handle_look: handle, name: handle, image: null, created_on: day })
    .execute();
  const token_hash = createHash('sha256').update(token).digest();
  await database.db
    .insertInto('sessions')
    .values({ id: session, account, token_hash, label: 'Test', created_on: day, used_on: day })
    .execute();
  return new Member(server.url, accountId(toBase64Url(id)), handle, `stoa-session=${token}`, here);
}

const taste = { topics: [], languages: [] };
const finds = async (who: Member, room: RoomHandle) => {
  const { rooms } = await who.call(hallway.feed, { taste, limit: 50, skip: 0 });
  return rooms.find((card) => card.room.equals(room));
};

async function soon(fits: () => Promise<boolean> | boolean, patienceMs = 10_000): Promise<void> {
  const until = performance.now() + patienceMs;
  while (!(await fits())) {
    if (performance.now() > until) throw new Error('it did not come true in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('a room opened by a followed person appears on a watching page, counts who comes, and goes with its end', async () => {
  const [ada, grace, alan] = [await member(), await member(), await member()];
  await grace.call(people.follow, { account: ada.id });
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/live`, {
    headers: { cookie: grace.cookie, origin: server.url },
  });
  const pushed: string[] = [];
  socket.on('message', (data) => void pushed.push(String(data)));
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ t: 'watchHallway', taste }));
  const { participant, room, link } = await ada.opens();
  await soon(() => pushed.some((text) => text.includes(room.reveal())), 5_000);
  expect(await finds(grace, room)).toMatchObject({
    title: 'Late tea',
    people: 1,
    onStage: 1,
    friendsOnStage: 1,
  });
  await alan.joins(link);
  await soon(async () => (await finds(grace, room))?.people === 2);
  const { people: others } = await ada.call(rooms.people, { room, part: 'others' });
  expect(others.map(({ handle }) => handle)).toEqual([alan.handle]);
  await ada.call(rooms.end, { room });
  await participant.until(({ phase }) => phase.is === 'closed');
  expect(await finds(grace, room)).toBeUndefined();
  socket.terminate();
});

test('who is blocked or banned is out within a second and does not come back', async () => {
  const [ada, grace, alan] = [await member(), await member(), await member()];
  const { room, link } = await ada.opens();
  const [first, second] = [await grace.joins(link), await alan.joins(link)];
  await soon(async () => (await finds(ada, room))?.people === 3);
  const since = performance.now();
  await ada.call(people.block, { account: grace.id });
  server.social!.house.news.tell({ kind: 'banned', account: alan.id });
  for (const each of [first, second]) {
    const view = await each.until(({ phase }) => phase.is === 'closed', 2_000);
    expect(view.phase).toMatchObject({ is: 'closed' });
  }
  expect(performance.now() - since).toBeLessThan(1_000);
  const keyHash = new Uint8Array(32);
  for (const who of [grace, alan]) {
    expect(await who.try(rooms.join, { room, keyHash })).toEqual({ ok: false, status: 404 });
    expect(await finds(who, room)).toBeUndefined();
  }
});

test('hands are for whom the stage follows, and moderators may change that', async () => {
  const [ada, grace, alan] = [await member(), await member(), await member()];
  await ada.call(people.follow, { account: grace.id });
  const { room, link } = await ada.opens({ hands: 'followed' });
  const [first, second] = [await grace.joins(link), await alan.joins(link)];
  await soon(async () => (await first.room.raiseHand()).ok);
  expect(await second.room.raiseHand()).toMatchObject({ ok: false, why: 'notAllowed' });
  await ada.call(rooms.edit, { room, hands: 'all' });
  await soon(async () => (await second.room.raiseHand()).ok);
  await ada.call(rooms.edit, { room, hands: 'off' });
  await soon(async () => !(await first.room.raiseHand()).ok);
});

test('somebody without an account comes in where guests are allowed, and nowhere else', async () => {
  const ada = await member();
  const { room, link, participant } = await ada.opens();
  const asGuest = () => createNodeParticipant({ server: server.url, link, name: 'Guest', ear: 'frames' });
  const refused = await asGuest();
  here.push(refused);
  await refused.until(({ phase }) => phase.is === 'closed');
  await ada.call(rooms.edit, { room, guests: true });
  const guest = await asGuest();
  here.push(guest);
  await guest.until(({ phase }) => phase.is === 'live');
  await soon(async () => (await finds(ada, room))?.people === 2);
  expect(await ada.call(rooms.people, { room, part: 'all' })).toMatchObject({ total: 1, guests: 1 });
  expect(participant.room.view.phase.is).toBe('live');
});

test('a link that names another key than the hallway does is not this room', async () => {
  const [ada, grace] = [await member(), await member()];
  const { room } = await ada.opens();
  const wrong = linkFragment('A'.repeat(22));
  await expect(grace.joins(`/r/${room.reveal()}#${wrong.reveal()}`)).rejects.toThrow();
});
