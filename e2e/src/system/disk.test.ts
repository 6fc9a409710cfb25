import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNodeParticipant, type NodeParticipant } from '@stoa/client/node';
import { toBase64Url } from '@stoa/protocol';
import { events, notifications, people, rooms, yourData } from '@stoa/protocol/social';
import { loadDeploymentKey } from '@stoa/server';
import { disclose, findEmbedded, openDatabase, pseudonymOf, startEmbedded } from '@stoa/social';
import { afterEach, expect, test } from 'vitest';
import { temporaryFolder } from '../rig/temporary.ts';
import { type StageServer, startServer } from '../stage/server.ts';
import { type Canary, needlesOf } from '../wire/needles.ts';
import { createScan } from '../wire/scanner.ts';
import { bytesBelow, findingsBelow, writtenBy } from './disk/files.ts';
import { allRows, nextWriter, plantRows, withoutUpkeep } from './disk/rows.ts';
import { type Member, signUpAt } from './member.ts';
import { ontoStage } from './onto-stage.ts';

// After a room has ended nothing on the disk says that it was, or who was in it. Accounts are on the disk, of course:
// what may be there of a person is what was there before the room, to the row, and not one row more.

const here: NodeParticipant[] = [];
let server: StageServer | undefined;
afterEach(async () => {
  await Promise.all(here.splice(0).map((participant) => participant.close()));
  await server?.close();
});

const words = {
  title: 'Quokkas of the harbour',
  event: 'Breakfast for otters',
  closed: 'Vermilion lighthouse',
  guest: 'Zebedee Quillfeather',
};
const controlId = createHash('sha256').update('planted on purpose').digest().subarray(0, 16);
const controlWords = 'Planted marmalade hedgehog';

/** People come, speak, are pinged, moved, removed and blocked; a closed room beside it; then both end. */
async function lifeOfRooms(url: string, people: Record<'ada' | 'bo' | 'cyd' | 'dee', Member>, event: never) {
  const { ada, bo, cyd, dee } = people;
  const open = await ada.opens({ title: words.title, guests: true }, { tone: 440 });
  await ada.call(events.start, { event, room: open.room });
  const speaker = await bo.joins(open.link, { name: 'Bo of the harbour' });
  const listener = await cyd.joins(open.link);
  const guest = await createNodeParticipant({ link: url + open.link, name: words.guest, ear: 'frames' });
  here.push(guest);
  await guest.until(({ phase }) => phase.is === 'live');

  await ada.call(rooms.invite, { room: open.room, people: [{ account: dee.id }] });
  await eventually(
    () => dee.call(notifications.list, {}),
    ({ rooms }) => rooms.some(({ notice }) => notice.kind === 'pinged'),
  );
  await dee.joins(open.link);

  const stage = open.participant.room;
  speaker.room.onSignal(({ type }) => void (type === 'invited' && speaker.room.acceptInvite()));
  await ontoStage(open.participant, speaker);
  await ada.call(rooms.edit, { room: open.room, hands: 'off' });
  await eventually(
    () => dee.call(rooms.people, { room: open.room, part: 'all' }),
    ({ total, guests }) => total === 4 && guests === 1,
  );
  const told = await eventually(
    () => cyd.call(notifications.list, {}),
    ({ rooms }) => rooms.some(({ notice }) => notice.kind === 'onStage'),
  );
  expect(told.rooms.length).toBeGreaterThan(0);
  await stage.showMoreAudience();
  const seen = await open.participant.until(({ audience }) => audience.people.some(isNamed(cyd.handle)));
  await stage.remove(seen.audience.people.find(isNamed(cyd.handle))!.leaf);
  await listener.until(({ phase }) => phase.is === 'closed');

  // A room for the invited alone; its title is known to no server.
  await bo.try(rooms.mine, {});
  const shut = await cyd.opens({ kind: 'closed', title: words.closed, byLink: true });
  await cyd.call(rooms.invite, { room: shut.room, people: [{ account: dee.id }] });
  await dee.joins(shut.link);
  await shut.participant.until(({ canHear }) => canHear === 2);

  await ada.call(rooms.end, { room: open.room });
  await cyd.call(rooms.end, { room: shut.room });
  await guest.until(({ phase }) => phase.is === 'closed');
  await shut.participant.until(({ phase }) => phase.is === 'closed');
  return [open, shut];
}

const bytesOf = (base64url: string): Buffer => Buffer.from(base64url, 'base64url');
const isNamed =
  (wanted: string) =>
  ({ name }: { readonly name: string }) =>
    name === wanted;

async function eventually<T>(look: () => Promise<T>, fits: (seen: T) => boolean): Promise<T> {
  const until = performance.now() + 15_000;
  for (;;) {
    const seen = await look();
    if (fits(seen)) return seen;
    if (performance.now() > until) throw new Error('it did not come true in time');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('after rooms have ended, nothing on the disk and nothing that was logged says who was in them', async () => {
  // Everything that the program may write goes below one folder.
  const folder = temporaryFolder('disk');
  chmodSync(folder, 0o711);
  const [data, tmp, home] = ['data', 'tmp', 'home'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const each of [data, tmp, home]) mkdirSync(each, { mode: 0o711 });
  const env = { STOA_ACCOUNTS: '1', STOA_DATA: data, TMPDIR: tmp, HOME: home };
  server = await startServer({ env });
  const { url } = server;

  const ada = await signUpAt(url, 'adamarlow', 'Adelheid Marlowe', here);
  const bo = await signUpAt(url, 'boskerrit', 'Bo Skerritt', here);
  const cyd = await signUpAt(url, 'cydrathbone', 'Cyd Rathbone', here);
  const dee = await signUpAt(url, 'deeholloway', 'Dee Holloway', here);
  const everybody = { ada, bo, cyd, dee };
  for (const each of [bo, cyd, dee]) {
    await each.call(people.follow, { account: ada.id });
    await each.call(notifications.setBell, { account: ada.id, level: 'always' });
  }
  await dee.call(people.follow, { account: cyd.id });
  const { event } = await ada.call(events.create, {
    title: words.event,
    description: '',
    starts: new Date(Date.now() + 300_000).toISOString().slice(0, 16),
    zone: 'UTC',
    minutes: 30,
    audience: 'everyone',
  });
  await bo.call(events.answer, { event, answer: 'going' });

  const address = await findEmbedded(data);
  if (typeof address === 'string') throw new Error('the database does not run');
  const database = await openDatabase(address, { connections: 1 });
  await withoutUpkeep(database.db);
  const [rowsBefore, writerBefore] = [await allRows(database.db), await nextWriter(database.db)];
  const said = server.said.length;
  const lived = await lifeOfRooms(url, everybody, event as never);
  expect(writtenBy(server.pid).filter((path) => !path.startsWith(`${folder}/`))).toEqual([]);
  expect(writtenBy(server.pid).some((path) => path.startsWith(data))).toBe(true);
  // Not one transaction wrote anything while the rooms lived.
  expect(await nextWriter(database.db)).toBe(writerBefore);
  expect(await allRows(database.db)).toEqual(rowsBefore);
  await cyd.call(people.mute, { account: bo.id });
  expect(await nextWriter(database.db)).not.toBe(writerBefore);

  // What a person or an operator can have printed, and what the program says while it runs.
  const exported = await ada.try(yourData.export, {});
  const disclosed = await disclose(database.db, ada.handle, Date.now());
  expect(exported.ok).toBe(true);
  const printed = JSON.stringify([exported.ok && yourData.export.reply.encode(exported.reply), disclosed]);
  await database.close();
  await server.close();
  const logged = server.said;
  expect(logged.length).toBeGreaterThan(said);
  server = undefined;

  // The same places hold something that was planted on purpose, which the same scan has to find.
  const again = await startEmbedded({ folder: data });
  const control = await openDatabase(again.address, { connections: 1 });
  await plantRows(control.db, controlId, controlWords);
  await control.close();
  await again.stop();
  writeFileSync(join(tmp, 'control.log'), `{"room":"${toBase64Url(controlId)}"}\n`);

  const { socialSecret } = await loadDeploymentKey(data);
  const ofRooms: Canary[] = lived.flatMap(({ room, fragment }, i) => {
    const handle = bytesOf(room.reveal());
    return [
      { what: `handle ${i}`, bytes: handle },
      { what: `hash of handle ${i}`, bytes: createHash('sha256').update(handle).digest() },
      { what: `hash of handle ${i} as text`, bytes: createHash('sha256').update(room.reveal()).digest() },
      { what: `key hash ${i}`, bytes: bytesOf(fragment.slice(0, 22)) },
      { what: `fragment ${i}`, text: fragment },
      ...Object.values(everybody).map(({ id, handle }) => ({
        what: `pseudonym of ${handle} in ${i}`,
        bytes: bytesOf(pseudonymOf(socialSecret, id, room).reveal()),
      })),
    ];
  });
  const ofPeople: Canary[] = Object.values(everybody).flatMap(({ handle, credentials }) =>
    credentials.flatMap(({ keyHash, token }, i) => [
      { what: `key ${i} of ${handle}`, bytes: keyHash },
      { what: `token ${i} of ${handle}`, text: token.reveal() },
    ]),
  );
  const spoken: Canary[] = [words.title, words.closed, words.guest, 'Bo of the harbour'].map((text) => ({
    what: text,
    text,
  }));
  const gone = [...ofRooms, ...ofPeople, ...spoken];
  expect(gone.length).toBeGreaterThan(30);
  const controls: Canary[] = [
    { what: 'control id', bytes: controlId },
    { what: 'control words', text: controlWords },
  ];
  const accounts: Canary[] = Object.values(everybody).flatMap(({ id, handle }) => [
    { what: `id of ${handle}`, bytes: bytesOf(id.reveal()) },
    { what: `name ${handle}`, text: handle },
  ]);
  accounts.push({ what: 'display name', text: 'Adelheid Marlowe' }, { what: 'event', text: words.event });

  const findings = findingsBelow(folder, createScan(needlesOf([...gone, ...controls])));
  const ofControl = findings.filter(({ what }) => what.startsWith('control'));
  expect(findings.filter((found) => !ofControl.includes(found))).toEqual([]);
  const found = new Set(ofControl.map(({ what, file }) => `${what} in ${placeOf(file)}`));
  for (const how of ['bytes', 'hex of bytes', 'base64url of bytes, offset 0']) {
    for (const place of ['tables', 'journal']) expect(found).toContain(`control id (${how}) in ${place}`);
  }
  expect(found).toContain('control id (base64url of bytes, offset 0) in files');
  expect(found).toContain('control words (UTF-8) in tables');

  // Accounts are in the database's tables and journal, and nowhere else; nothing of them or of rooms is in the log.
  const known = findingsBelow(folder, createScan(needlesOf(accounts)));
  expect(new Set(known.map(({ file }) => placeOf(file)))).toEqual(new Set(['tables', 'journal']));
  expect(createScan(needlesOf([...gone, ...accounts]))(Buffer.from(logged))).toEqual([]);
  expect(createScan(needlesOf(gone))(Buffer.from(printed + rowsBefore.join('\n')))).toEqual([]);
  expect(createScan(needlesOf(accounts))(Buffer.from(printed))).not.toEqual([]);
  expect(bytesBelow(folder)).toBeGreaterThan(20_000_000);
});

function placeOf(file: string): string {
  if (file.startsWith('data/postgres/data/pg_wal/')) return 'journal';
  return file.startsWith('data/postgres/data/base/') ? 'tables' : 'files';
}
