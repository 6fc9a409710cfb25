import { clubs, notifications } from '@stoa/protocol/social';
import { describe, expect, test } from 'vitest';
import { newId, uuidOf } from '../src/store/ids.ts';
import { randomly, useTown } from './town.ts';

const town = useTown({ pageLimits: { perSecond: 1, burst: 20 } });

describe('H11 pictures, calendars and previews', () => {
  test.each([
    ['pictures', () => `/i/${newId('image', randomly).reveal()}/64`],
    ['previews', () => `/e/${newId('event', randomly).reveal()}`],
    ['calendars', () => `/calendar/${'A'.repeat(43)}.ics`],
  ])('H11 %s have a budget for each network, and say when to come back', async (_what, path) => {
    town.clock.pass(60_000);
    const ask = async () => await town.app.inject({ method: 'GET', url: path() });
    for (let i = 0; i < 20; i++) expect((await ask()).statusCode).toBe(404);
    const refused = await ask();
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.headers['cache-control']).toBe('no-store');
    town.clock.pass(1_000);
    expect((await ask()).statusCode).toBe(404);
  });
});

describe('a notice for many, while one of those it concerns is being deleted', () => {
  const kinds = async (person: Awaited<ReturnType<typeof town.person>>) =>
    (await person.call(notifications.list, {})).notifications.map(({ notice }) => notice.kind);
  const until = async (fits: () => Promise<boolean>) => {
    for (let tries = 0; tries < 100 && !(await fits()); tries++) await new Promise((r) => setTimeout(r, 20));
  };
  const clubOf = async (owner: Awaited<ReturnType<typeof town.person>>) =>
    (
      await owner.call(clubs.create, {
        name: 'Readers',
        description: '',
        rules: [],
        wayIn: 'open',
        inDirectory: true,
      })
    ).club;

  test('reaches the others', async () => {
    const [owner, leaver, stayer] = [await town.person(), await town.person(), await town.person()];
    const club = await clubOf(owner);
    const deletion = await town.db.startTransaction().execute();
    await deletion.deleteFrom('accounts').where('id', '=', uuidOf(leaver.id)).execute();
    town.house.news.tell({
      kind: 'notice',
      to: [leaver.id, stayer.id],
      notice: { kind: 'clubAccepted', club },
    });
    // The notice is being written now, and waits for the deletion.
    await new Promise((resolve) => setTimeout(resolve, 200));
    await deletion.commit().execute();
    await until(async () => (await kinds(stayer)).length > 0);
    expect(await kinds(stayer)).toEqual(['clubAccepted']);
    expect(town.logged).toEqual([]);
  });

  test('is not told when it is about who goes', async () => {
    const [leaver, stayer] = [await town.person(), await town.person()];
    const deletion = await town.db.startTransaction().execute();
    await deletion.deleteFrom('accounts').where('id', '=', uuidOf(leaver.id)).execute();
    town.house.news.tell({ kind: 'notice', to: [stayer.id], notice: { kind: 'followed', from: leaver.id } });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await deletion.commit().execute();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await kinds(stayer)).toEqual([]);
    expect(town.logged).toEqual([]);
  });
});
