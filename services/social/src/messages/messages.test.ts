import { createECDH } from 'node:crypto';
import { accounts, messageLimits, messages, notifications, people, yourData } from '@stoa/protocol/social';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { addDevice, newMessage, toDevices, waitingFor, write } from '../../test/messenger.ts';
import { type Person, randomly, useTown } from '../../test/town.ts';
import { newSecretToken } from '../accounts/secret-token.ts';
import { dayOf } from '../store/day.ts';
import { newId, uuidOf } from '../store/ids.ts';

const town = useTown();

/** Two people with a device each. */
async function two() {
  const [ada, bo] = [await town.person(), await town.person()];
  const [adasDevice, bosDevice] = [await addDevice(ada, ada.id), await addDevice(bo, bo.id)];
  return { ada, bo, adasDevice, bosDevice };
}

/** Another session of somebody, which is another device. */
async function second({ id }: Person) {
  const session = newId('session', randomly);
  const { token, hash } = newSecretToken(randomly);
  const day = dayOf(town.clock.unix());
  await town.db
    .insertInto('sessions')
    .values({
      id: uuidOf(session),
      account: uuidOf(id),
      token_hash: hash,
      label: 'Second',
      created_on: day,
      used_on: day,
    })
    .execute();
  const cookie = `stoa-session=${token}`;
  const caller = town.withCookie(cookie);
  return { ...caller, cookie, session, device: await addDevice(caller, id) };
}

const standing = async (viewer: Person, of: Person) =>
  (await viewer.call(messages.people, { accounts: [of.id] })).people[0]?.standing;

/** They have written to each other. */
async function acquainted() {
  const all = await two();
  await write(all.ada, all.bo, [all.bosDevice]);
  await write(all.bo, all.ada, [all.adasDevice]);
  for (const person of [all.ada, all.bo]) await takeAll(person);
  return all;
}

async function takeAll(person: Person) {
  const waiting = await waitingFor(person);
  if (waiting.length > 0) await person.call(messages.taken, { ids: waiting.map(({ id }) => id) });
  return waiting;
}

const refusal = (got: Awaited<ReturnType<typeof write>>) => (got.ok ? got.reply.outcome : got.error.code);

describe('delivery', () => {
  test('M1 an envelope waits for its device until it is taken, and is gone from the database then', async () => {
    const { ada, bo, bosDevice } = await acquainted();
    const message = newMessage();
    const envelopes = toDevices([bosDevice]);
    await ada.call(messages.send, { to: bo.id, message, envelopes });
    const [first] = await waitingFor(bo);
    expect(first?.envelope).toEqual(envelopes[0]!.envelope);
    expect(first?.from.reveal()).toBe(ada.id.reveal());
    expect(await waitingFor(bo)).toHaveLength(1);
    expect(await waitingFor(ada)).toEqual([]);
    await bo.call(messages.taken, { ids: [first!.id] });
    expect(await waitingFor(bo)).toEqual([]);
    const { rows } = await sql`select from envelopes where message = ${uuidOf(message)}`.execute(town.db);
    expect(rows).toEqual([]);
  });

  test('M1 nobody takes what waits for another device', async () => {
    const { ada, bo, bosDevice } = await acquainted();
    await write(ada, bo, [bosDevice]);
    const [first] = await waitingFor(bo);
    await ada.call(messages.taken, { ids: [first!.id] });
    expect(await waitingFor(bo)).toHaveLength(1);
  });

  test("M2 each device of the other gets a copy, or nothing is sent; of one's own, those that were sealed to", async () => {
    const { ada, bo, adasDevice, bosDevice } = await acquainted();
    const [phone, tablet] = [await second(ada), await second(bo)];
    expect(refusal(await write(ada, bo, [bosDevice]))).toBe('changed');
    expect(refusal(await write(ada, bo, [bosDevice, phone.device]))).toBe('changed');
    expect(refusal(await write(ada, bo, [bosDevice, tablet.device, phone.device, adasDevice]))).toBe(
      'changed',
    );
    expect(refusal(await write(ada, bo, [bosDevice, bosDevice, phone.device]))).toBe('changed');
    expect(await waitingFor(bo)).toEqual([]);
    expect(refusal(await write(ada, bo, [bosDevice, tablet.device, phone.device]))).toBe('sent');
    for (const device of [bo, tablet, phone]) expect(await waitingFor(device)).toHaveLength(1);
    expect(refusal(await write(ada, bo, [bosDevice, tablet.device]))).toBe('sent');
    expect([await waitingFor(phone), await waitingFor(tablet)].map(({ length }) => length)).toEqual([1, 2]);
  });

  test('M2 a device that was taken away gets nothing more, and what waited for it is gone', async () => {
    const { ada, bo, bosDevice } = await acquainted();
    const tablet = await second(bo);
    await write(ada, bo, [bosDevice, tablet.device]);
    await bo.call(accounts.sessionEnd, { id: tablet.session });
    await expect
      .poll(
        async () =>
          (
            await town.db
              .selectFrom('envelopes')
              .where('device', '=', uuidOf(tablet.device))
              .select('id')
              .execute()
          ).length,
      )
      .toBe(0);
    expect(refusal(await write(ada, bo, [bosDevice, tablet.device]))).toBe('changed');
    const { devices } = await ada.call(accounts.devicesOf, { account: bo.id, also: tablet.device });
    expect(devices.map(({ id, removedIn }) => [id.reveal(), removedIn !== undefined])).toEqual([
      [tablet.device.reveal(), true],
      [bosDevice.reveal(), false],
    ]);
  });

  test('M3 the same message again is one message', async () => {
    const { ada, bo, bosDevice } = await acquainted();
    const body = { to: bo.id, message: newMessage(), envelopes: toDevices([bosDevice]) };
    await ada.call(messages.send, body);
    await ada.call(messages.send, body);
    expect(await waitingFor(bo)).toHaveLength(1);
  });

  test('M4 only sizes of envelopes are taken; somebody without devices is told apart; a session needs one', async () => {
    const { ada, bo, bosDevice } = await acquainted();
    const odd = { device: bosDevice, envelope: new Uint8Array(400) };
    const encode = () => ada.try(messages.send, { to: bo.id, message: newMessage(), envelopes: [odd] });
    await expect(encode()).rejects.toThrow();
    const bare = await town.person();
    expect(refusal(await write(ada, bare, []))).toBe('noDevices');
    expect(refusal(await write(bare, bo, [bosDevice]))).toBe('notAllowed');
    expect(await bare.call(messages.fetch, {})).toEqual({ waiting: [], more: false });
  });

  test('M5 open pages hear that something waits; nothing of it is on the wire', async () => {
    const { ada, bo, bosDevice } = await acquainted();
    const page = await town.page(bo.cookie);
    await write(ada, bo, [bosDevice]);
    expect(await page.next('messages')).toEqual({ t: 'messages' });
  });
});

describe('strangers', () => {
  test('M6 the first message of a stranger is a request; an answer, an acceptance or a follow ends that', async () => {
    const { ada, bo, adasDevice, bosDevice } = await two();
    await write(ada, bo, [bosDevice]);
    expect([await standing(bo, ada), await standing(ada, bo)]).toEqual(['asked', 'open']);
    await write(bo, ada, [adasDevice]);
    expect(await standing(bo, ada)).toBe('open');

    const others = await two();
    await write(others.ada, others.bo, [others.bosDevice]);
    await others.bo.call(messages.accept, { account: others.ada.id });
    expect(await standing(others.bo, others.ada)).toBe('open');

    const friends = await two();
    await friends.bo.call(people.follow, { account: friends.ada.id });
    await write(friends.ada, friends.bo, [friends.bosDevice]);
    expect(await standing(friends.bo, friends.ada)).toBe('open');
  });

  test('M6 a request rings nowhere; a message of a contact rings, and says nothing', async () => {
    const { ada, bo, bosDevice } = await two();
    await bo.call(notifications.subscribe, {
      endpoint: `https://fcm.googleapis.com/fcm/send/${bo.handle}`,
      p256dh: new Uint8Array(createECDH('prime256v1').generateKeys()),
      auth: new Uint8Array(16),
    });
    const mine = () => town.pushed.filter(({ endpoint }) => endpoint.endsWith(bo.handle));
    await write(ada, bo, [bosDevice]);
    await bo.call(messages.accept, { account: ada.id });
    expect((await bo.call(notifications.list, {})).notifications).toEqual([]);
    await write(ada, bo, [bosDevice]);
    await expect.poll(() => mine().length).toBe(1);
    expect(mine()[0]?.payload).toBe('{"t":"new"}');
    expect((await bo.call(notifications.list, {})).notifications).toEqual([]);
  });

  test('M7 three messages without an answer are enough, whether it was refused or not', async () => {
    for (const refuse of [false, true]) {
      const { ada, bo, bosDevice } = await two();
      await write(ada, bo, [bosDevice]);
      if (refuse) await bo.call(messages.refuse, { account: ada.id });
      const got: string[] = [];
      for (let i = 0; i < messageLimits.unanswered; i++) {
        got.push(refusal(await write(ada, bo, [bosDevice])));
      }
      expect(got).toEqual(['sent', 'sent', 'notYet']);
      expect(await waitingFor(bo)).toHaveLength(refuse ? 0 : 3);
    }
  });

  test('M7 so many strangers a day', async () => {
    const { ada } = await two();
    const got: string[] = [];
    for (let i = 0; i <= messageLimits.strangersPerDay; i++) {
      const other = await town.person();
      got.push(refusal(await write(ada, other, [await addDevice(other, other.id)])));
    }
    expect(got).toEqual([...Array(messageLimits.strangersPerDay).fill('sent'), 'tooFast']);
  });

  test('M8 a refusal is told to nobody, also by an export, and is not taken back by asking again', async () => {
    const { ada, bo, bosDevice } = await two();
    await write(ada, bo, [bosDevice]);
    const before = JSON.stringify((await ada.call(yourData.export, {})).data);
    await bo.call(messages.refuse, { account: ada.id });
    expect(await standing(ada, bo)).toBe('open');
    expect(JSON.stringify((await ada.call(yourData.export, {})).data)).toBe(before);
    expect(refusal(await write(ada, bo, [bosDevice]))).toBe('sent');
    expect([await standing(bo, ada), await waitingFor(bo)]).toEqual(['refused', []]);
    await bo.call(messages.accept, { account: ada.id });
    await write(ada, bo, [bosDevice]);
    expect(await waitingFor(bo)).toHaveLength(1);
  });

  test('M8 without a request there is nothing to answer, whoever it is', async () => {
    const { ada, bo } = await two();
    const nobody = newId('account', randomly);
    for (const call of [messages.accept, messages.refuse]) {
      expect(await ada.try(call, { account: bo.id })).toEqual(await ada.try(call, { account: nobody }));
    }
    expect((await ada.call(messages.people, { accounts: [bo.id, nobody] })).people).toEqual([]);
  });
});

describe('blocks', () => {
  test('M9 a block ends it for both, with the answer of somebody absent; what waited is gone', async () => {
    const { ada, bo, adasDevice, bosDevice } = await acquainted();
    await write(ada, bo, [bosDevice]);
    await write(bo, ada, [adasDevice]);
    await bo.call(people.block, { account: ada.id });
    expect([await waitingFor(ada), await waitingFor(bo)]).toEqual([[], []]);
    const nobody = newId('account', randomly);
    for (const [from, to, device] of [
      [ada, bo, bosDevice],
      [bo, ada, adasDevice],
    ] as const) {
      const message = newMessage();
      const envelopes = toDevices([device]);
      expect(await from.try(messages.send, { to: to.id, message, envelopes })).toEqual(
        await from.try(messages.send, { to: nobody, message, envelopes }),
      );
    }
    expect(await ada.try(accounts.devicesOf, { account: bo.id })).toEqual(
      await ada.try(accounts.devicesOf, { account: nobody }),
    );
    const left = () =>
      town.db.selectFrom('envelopes').where('author', '=', uuidOf(ada.id)).select('id').execute();
    await expect.poll(async () => (await left()).length).toBe(0);
    await bo.call(people.unblock, { account: ada.id });
    await write(ada, bo, [bosDevice]);
    expect(await standing(bo, ada)).toBe('asked');
  });

  test('M9 a deleted account writes to nobody, and nothing of it waits', async () => {
    const { ada, bo, adasDevice, bosDevice } = await acquainted();
    await write(ada, bo, [bosDevice]);
    await ada.call(yourData.deleteAccount, { handle: ada.handle });
    await expect.poll(async () => waitingFor(bo)).toEqual([]);
    expect(refusal(await write(bo, ada, [adasDevice]))).toBe('notFound');
  });
});

describe('limits', () => {
  test('M10 messages a minute', async () => {
    const { ada, bo, bosDevice } = await acquainted();
    let sent = 0;
    while (refusal(await write(ada, bo, [bosDevice])) === 'sent') sent++;
    // One went before, to get acquainted.
    expect(sent).toBe(messageLimits.perMinute - 1);
    town.clock.pass(60_000);
    expect(refusal(await write(ada, bo, [bosDevice]))).toBe('sent');
  });

  test('M10 of too many for one device the oldest of that person go', async () => {
    const { ada, bo, bosDevice } = await acquainted();
    await sql`
      insert into envelopes (id, device, owner, author, message, envelope, arrived_on)
      select gen_random_uuid(), ${uuidOf(bosDevice)}, ${uuidOf(bo.id)}, ${uuidOf(ada.id)}, gen_random_uuid(), ''::bytea,
        ${dayOf(town.clock.unix())} from generate_series(1, ${messageLimits.waitingFromOne})`.execute(
      town.db,
    );
    await write(ada, bo, [bosDevice]);
    const rows = await town.db
      .selectFrom('envelopes')
      .where('device', '=', uuidOf(bosDevice))
      .select('envelope')
      .orderBy('n')
      .execute();
    expect(rows).toHaveLength(messageLimits.waitingFromOne);
    expect(rows.at(-1)?.envelope).toHaveLength(messageLimits.envelopeBytes[0]);
  });

  test('M11 what is stored of a message is a day', async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name || '.' || column_name as name from information_schema.columns
      where table_schema = current_schema() and table_name in ('envelopes', 'message_ties')
        and data_type like 'timestamp%'`.execute(town.db);
    expect(rows).toEqual([]);
  });
});
