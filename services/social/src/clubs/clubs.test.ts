import { clubLimits, clubs, people } from '@stoa/protocol/social';
import { describe, expect, test } from 'vitest';
import { type Person, randomly, useTown } from '../../test/town.ts';
import { newId } from '../store/ids.ts';
import { adoptOwnerless } from './clubs.ts';

const town = useTown({
  callLimits: {
    perAddress: { perSecond: 1_000, burst: 10_000 },
    perAccount: { perSecond: 1_000, burst: 10_000 },
  },
});
const many = (count: number) => Promise.all(Array.from({ length: count }, () => town.person()));
const words = {
  name: 'Night readers',
  description: 'Books after\n\n\n\nmidnight.',
  rules: ['Be kind.', 'One book at a time.'],
  wayIn: 'open' as const,
  inDirectory: true,
};
type Words = Partial<Omit<typeof words, 'wayIn'>> & { wayIn?: 'open' | 'request' | 'invitation' };
const found = async (owner: Person, more: Words = {}) =>
  (await owner.call(clubs.create, { ...words, ...more })).club;
const absent = { status: 404, error: { code: 'notFound' } };
const notAllowed = { status: 403, error: { code: 'notAllowed' } };
const handles = (cards: readonly { handle: string }[]) => cards.map(({ handle }) => handle);

describe('a club', () => {
  test('C1 C31 begins with its owner; strangers see what the directory shows', async () => {
    const [owner, stranger] = await many(2);
    const club = await found(owner!);
    expect(await owner!.call(clubs.one, { club })).toMatchObject({
      name: 'Night readers',
      description: 'Books after\n\nmidnight.',
      mine: 'owner',
      members: 1,
      rulesVersion: 1,
      rulesAccepted: 1,
      requests: 0,
    });
    const seen = await stranger!.call(clubs.one, { club });
    expect(seen).toMatchObject({ mine: 'none', owner: { handle: owner!.handle } });
    expect(seen).not.toHaveProperty('requests');
    expect(await stranger!.try(clubs.members, { club })).toMatchObject(notAllowed);
    expect(await stranger!.try(clubs.requests, { club })).toMatchObject(notAllowed);
  });

  test('C30 a hidden club is absent for strangers, in every call', async () => {
    const [owner, stranger] = await many(2);
    const club = await found(owner!, { inDirectory: false, wayIn: 'invitation' });
    const none = newId('club', randomly);
    const about = { account: owner!.id };
    for (const [call, body] of [
      [clubs.one, {}],
      [clubs.members, {}],
      [clubs.requests, {}],
      [clubs.leave, {}],
      [clubs.close, {}],
      [clubs.edit, { name: 'Mine' }],
      [clubs.join, { rulesVersion: 1 }],
      [clubs.invite, about],
      [clubs.ban, about],
      [clubs.transfer, about],
    ] as const) {
      const any = call as typeof clubs.one;
      const hidden = await stranger!.try(any, { club, ...body } as { club: typeof club });
      expect(hidden).toEqual(await stranger!.try(any, { club: none, ...body } as { club: typeof club }));
      expect(hidden).toMatchObject(absent);
    }
    const { clubs: listed } = await stranger!.call(clubs.directory, {});
    expect(listed.some((card) => card.club.equals(club))).toBe(false);
  });

  test('C2 C3 an open club takes whoever accepts the present rules, and remembers which', async () => {
    const [owner, ada, ben] = await many(3);
    const club = await found(owner!);
    expect(await ada!.call(clubs.join, { club, rulesVersion: 1 })).toEqual({ mine: 'member' });
    await owner!.call(clubs.edit, { club, rules: ['No books.'] });
    expect(await ben!.try(clubs.join, { club, rulesVersion: 1 })).toMatchObject(notAllowed);
    expect(await ben!.call(clubs.join, { club, rulesVersion: 2 })).toEqual({ mine: 'member' });
    expect(await ada!.call(clubs.one, { club })).toMatchObject({
      rulesVersion: 2,
      rulesAccepted: 1,
      members: 3,
    });
    expect(await ben!.call(clubs.one, { club })).toMatchObject({ rulesVersion: 2, rulesAccepted: 2 });
    await owner!.call(clubs.edit, { club, description: 'Other words.' });
    expect(await ada!.call(clubs.one, { club })).toMatchObject({ rulesVersion: 2 });
  });

  test('C4 C5 C6 by request: asked, accepted, declined, taken back', async () => {
    const [owner, ada, ben, cem] = await many(4);
    const club = await found(owner!, { wayIn: 'request' });
    for (const one of [ada!, ben!, cem!]) {
      expect(await one.call(clubs.join, { club, rulesVersion: 1 })).toEqual({ mine: 'requested' });
    }
    expect(await owner!.call(clubs.one, { club })).toMatchObject({ requests: 3, members: 1 });
    await cem!.call(clubs.withdraw, { club });
    expect(handles((await owner!.call(clubs.requests, { club })).people)).toEqual([ada!.handle, ben!.handle]);
    await owner!.call(clubs.accept, { club, account: ada!.id });
    await owner!.call(clubs.decline, { club, account: ben!.id });
    expect(await ben!.call(clubs.one, { club })).toMatchObject({ mine: 'none' });
    expect(await ada!.call(clubs.members, { club })).toMatchObject({
      people: [{ role: 'owner' }, { handle: ada!.handle, role: 'member' }],
    });
    expect(await owner!.try(clubs.accept, { club, account: cem!.id })).toMatchObject(absent);
  });

  test('C4 C30 by invitation: the invited see it and come in, nobody else', async () => {
    const [owner, ada, ben] = await many(3);
    const club = await found(owner!, { wayIn: 'invitation', inDirectory: false });
    await owner!.call(clubs.invite, { club, account: ada!.id });
    expect((await ada!.call(clubs.mine, {})).clubs).toMatchObject([{ mine: 'invited' }]);
    expect(await ben!.try(clubs.join, { club, rulesVersion: 1 })).toMatchObject(absent);
    expect(await ada!.call(clubs.join, { club, rulesVersion: 1 })).toEqual({ mine: 'member' });
    expect(await ada!.try(clubs.invite, { club, account: ben!.id })).toMatchObject(notAllowed);
  });

  test('C11 to C14 ranks, transfer, leaving', async () => {
    const [owner, ada, ben] = await many(3);
    const club = await found(owner!);
    for (const one of [ada!, ben!]) await one.call(clubs.join, { club, rulesVersion: 1 });
    await owner!.call(clubs.promote, { club, account: ada!.id });
    expect(await ada!.try(clubs.promote, { club, account: ben!.id })).toMatchObject(notAllowed);
    expect(await ada!.try(clubs.remove, { club, account: owner!.id })).toMatchObject(notAllowed);
    expect(await owner!.try(clubs.leave, { club })).toMatchObject(notAllowed);
    await owner!.call(clubs.transfer, { club, account: ben!.id });
    expect(await owner!.call(clubs.one, { club })).toMatchObject({
      mine: 'admin',
      owner: { handle: ben!.handle },
    });
    await owner!.call(clubs.leave, { club });
    expect(await ben!.call(clubs.one, { club })).toMatchObject({ mine: 'owner', members: 2 });
    await ben!.call(clubs.close, { club });
    expect(await ben!.try(clubs.one, { club })).toMatchObject(absent);
  });

  test('C20 C21 C22 removed may come back; for the banned the club is absent', async () => {
    const [owner, ada] = await many(2);
    const club = await found(owner!);
    await ada!.call(clubs.join, { club, rulesVersion: 1 });
    await owner!.call(clubs.remove, { club, account: ada!.id });
    await ada!.call(clubs.join, { club, rulesVersion: 1 });
    await owner!.call(clubs.ban, { club, account: ada!.id });
    expect(await ada!.try(clubs.one, { club })).toMatchObject(absent);
    expect(await ada!.try(clubs.join, { club, rulesVersion: 1 })).toMatchObject(absent);
    expect((await ada!.call(clubs.mine, {})).clubs).toEqual([]);
    expect(handles((await owner!.call(clubs.banned, { club })).people)).toEqual([ada!.handle]);
    await owner!.call(clubs.unban, { club, account: ada!.id });
    expect(await ada!.call(clubs.one, { club })).toMatchObject({ mine: 'none', members: 1 });
  });

  test('C35 a block hides members from members, and shelters nobody from those who run the club', async () => {
    const [owner, troll, ada, stranger] = await many(4);
    const club = await found(owner!);
    for (const one of [troll!, ada!]) await one.call(clubs.join, { club, rulesVersion: 1 });
    for (const one of [owner!, ada!]) await troll!.call(people.block, { account: one.id });
    expect(handles((await ada!.call(clubs.members, { club })).people)).not.toContain(troll!.handle);
    expect(handles((await owner!.call(clubs.members, { club })).people)).toContain(troll!.handle);
    await owner!.call(clubs.ban, { club, account: troll!.id });
    // Without a tie to the club a block hides as it does everywhere.
    await stranger!.call(people.block, { account: owner!.id });
    const hidden = await owner!.try(clubs.invite, { club, account: stranger!.id });
    expect(hidden).toEqual(await owner!.try(clubs.invite, { club, account: newId('account', randomly) }));
    expect(hidden).toMatchObject(absent);
  });

  test('C23 a club outlives its owner, or is closed with its last member', async () => {
    const [owner, ada, ben] = await many(3);
    const club = await found(owner!);
    const alone = await found(owner!);
    for (const one of [ada!, ben!]) await one.call(clubs.join, { club, rulesVersion: 1 });
    await owner!.call(clubs.promote, { club, account: ben!.id });
    await town.db.deleteFrom('accounts').where('handle', '=', owner!.handle).execute();
    await adoptOwnerless(town.house);
    expect(await ben!.call(clubs.one, { club })).toMatchObject({ mine: 'owner', members: 2 });
    expect(await ben!.try(clubs.one, { club: alone })).toMatchObject(absent);
  });

  test('the directory: largest first, by words in any script', async () => {
    const [owner, ada] = await many(2);
    const small = await found(owner!, { name: '深夜読書会' });
    const large = await found(owner!, { name: '読書クラブ' });
    await ada!.call(clubs.join, { club: large, rulesVersion: 1 });
    const { clubs: hits } = await ada!.call(clubs.directory, { text: '読書' });
    expect(hits.map(({ club }) => club.reveal())).toEqual([large.reveal(), small.reveal()]);
    expect(hits[0]).toMatchObject({ members: 2, mine: 'member' });
  });

  test('many people at once: everybody counted once', async () => {
    const [owner, ...others] = await many(9);
    const club = await found(owner!);
    await Promise.all(
      others.flatMap((one) => [0, 1].map(() => one.call(clubs.join, { club, rulesVersion: 1 }))),
    );
    expect(await owner!.call(clubs.one, { club })).toMatchObject({ members: 9 });
  });

  test('limits: clubs founded in a day, texts', async () => {
    const owner = await town.person();
    for (let i = 0; i < clubLimits.createdPerDay; i++) await found(owner);
    expect(await owner.try(clubs.create, words)).toMatchObject({ status: 429, error: { code: 'tooFast' } });
    const other = await town.person();
    for (const bad of [
      { name: '\u202e' },
      { name: 'x'.repeat(65) },
      { description: 'x'.repeat(1_001) },
      { rules: ['\u200b'] },
    ]) {
      expect(await other.try(clubs.create, { ...words, ...bad })).toMatchObject({
        error: { code: 'malformed' },
      });
    }
  });
});
