import { leaf } from '@stoa/protocol';
import { describe, expect, it } from 'vitest';
import { readHead } from '../src/admission/head.ts';
import { hears } from './frames.ts';
import { room as roomBytes } from './makers.ts';
import { MiniRoom, type Person } from './mini-room.ts';

const at = (person: Person) => leaf(person.leaf!);
const silent = (...people: Person[]) => people.flatMap(({ alarms }) => alarms);

/** Ada opens, Ben is made a second moderator, Cleo listens. */
async function twoStewards(seed = 'two') {
  const room = new MiniRoom(seed);
  const ada = await room.open('Ada');
  const ben = await room.join('Ben');
  const cleo = await room.join('Cleo');
  await room.pass(1_500);
  await room.bringOnStage(ada, ben);
  await room.command(ada, { do: 'makeModerator', leaf: at(ben) });
  await room.pass(500);
  return { room, ada, ben, cleo };
}

describe('stewards', () => {
  it('S20 a new moderator gets the tree and can take over at any time', async () => {
    const { room, ada, ben, cleo } = await twoStewards();
    expect(ben.roster?.stage.map(({ role }) => role)).toEqual(['moderator', 'moderator']);
    room.chooseActing(ben);
    await room.settle();
    await room.pass(250);
    expect(ben.roster?.acting).toBe(true);
    expect(ada.roster?.acting).toBe(false);
    const dan = await room.join('Dan');
    expect(await hears(dan, ada)).toBe(true);
    expect(await hears(dan, ben)).toBe(true);
    await room.command(ben, { do: 'remove', leaf: at(cleo) });
    await room.pass(1_500);
    expect(ada.roster?.present).toBe(3);
    expect(await hears(dan, ada)).toBe(true);
    expect(await hears(cleo, ada)).not.toBe(true);
    expect(silent(ada, ben, dan)).toEqual([]);
  });

  it('S21 what one steward left undone, the next one does', async () => {
    const { room, ada, ben, cleo } = await twoStewards();
    room.mute.add(ada);
    const dan = await room.ask('Dan');
    await room.command(ada, { do: 'invite', leaf: at(cleo) });
    await room.fact('onStage', cleo);
    await room.pass(1_000);
    room.chooseActing(ben);
    await room.pass(1_000);
    expect(dan.leaf).toBe(3);
    expect(await hears(dan, cleo)).toBe(true);
    expect(await hears(ada, cleo)).toBe(true);
    expect(silent(ada, ben, cleo, dan)).toEqual([]);
  });

  it('S22 a late answer of the steward before changes nothing', async () => {
    const { room, ada, ben } = await twoStewards();
    room.mute.add(ada);
    const dan = await room.ask('Dan');
    await room.pass(500);
    room.chooseActing(ben);
    await room.pass(500);
    room.mute.delete(ada);
    expect(dan.leaf).toBe(3);
    await room.pass(5_000);
    room.chooseActing(ada);
    await room.pass(2_500);
    const eve = await room.join('Eve');
    expect(eve.leaf).toBe(4);
    expect(silent(ada, ben, dan, eve)).toEqual([]);
    expect(new Set([ada, ben, dan, eve].map(({ roster }) => roster?.safetyCode)).size).toBe(1);
  });

  it('S23 the removal of a steward begins a new generation at once', async () => {
    const { room, ada, ben, cleo } = await twoStewards();
    await room.command(ada, { do: 'remove', leaf: at(ben) });
    await room.pass(1_500);
    expect(room.head.generation).toBe(1);
    expect(await hears(cleo, ada)).toBe(true);
    expect(await hears(ben, ada)).not.toBe(true);
    const dan = await room.join('Dan');
    expect(await hears(dan, ada)).toBe(true);
    await room.pass(1_500);
    expect(dan.roster?.audience.map(({ name }) => name)).toEqual(['Cleo', 'Dan']);
    await room.pass(310_000, 1_000);
    expect(await hears(cleo, ada)).toBe(true);
    expect(await hears(dan, ada)).toBe(true);
    expect(silent(ada, cleo, dan)).toEqual([]);
  });

  it('S24 a steward that leaves takes the tree with it: a minute later there is another', async () => {
    const { room, ada, ben, cleo } = await twoStewards();
    await room.fact('left', ada);
    await room.pass(2_000);
    expect(room.head.generation).toBe(0);
    expect(ben.roster?.acting).toBe(true);
    await room.pass(61_000, 1_000);
    expect(room.head.generation).toBe(1);
    expect(await hears(cleo, ben)).toBe(true);
    const dan = await room.join('Dan');
    expect(await hears(dan, ben)).toBe(true);
    expect(silent(ben, cleo, dan)).toEqual([]);
  });

  it('S25 without any steward a named speaker begins anew, and everybody is told', async () => {
    const room = new MiniRoom();
    const ada = await room.open('Ada');
    const ben = await room.join('Ben');
    const cleo = await room.join('Cleo');
    await room.bringOnStage(ada, ben);
    await room.pass(1_000);
    ada.gone = true;
    room.roles.delete(0);
    await room.startGeneration(ben);
    await room.pass(1_500);
    expect(room.head.generation).toBe(1);
    expect(cleo.alarms).toEqual(['keysRestarted']);
    expect(ben.roster?.acting).toBe(true);
    expect(cleo.roster?.stage.map(({ name }) => name)).toEqual(['Ben']);
    expect(await hears(cleo, ben)).toBe(true);
    expect(await hears(ada, ben)).not.toBe(true);
    const dan = await room.join('Dan');
    expect(await hears(dan, ben)).toBe(true);
    expect(dan.alarms).toEqual(['keysRestarted']);
    expect(dan.roster?.present).toBe(3);
  });

  it('S25 a last moderator who only stepped down stays and gets the new keys', async () => {
    const room = new MiniRoom();
    const ada = await room.open('Ada');
    const ben = await room.join('Ben');
    const cleo = await room.join('Cleo');
    await room.bringOnStage(ada, ben);
    await room.pass(1_000);
    room.roles.delete(0);
    room.roles.set(at(ben), 'moderator');
    await room.fact('offStage', ada);
    await room.startGeneration(ben);
    await room.pass(1_500);
    expect(room.head.generation).toBe(1);
    expect(cleo.roster?.present).toBe(3);
    expect(cleo.roster?.stage.map(({ name }) => name)).toEqual(['Ben']);
    expect(await hears(ada, ben)).toBe(true);
    expect(await hears(cleo, ben)).toBe(true);
  });

  it('S25 so does one whom the last moderator sent to the audience and could not sign off any more', async () => {
    const { room, ada, ben, cleo } = await twoStewards('sent down');
    await room.bringOnStage(ada, cleo);
    await room.pass(1_000);
    room.mute.add(ada);
    await room.command(ada, { do: 'moveToAudience', leaf: at(ben) });
    ada.gone = true;
    room.roles.delete(0);
    await room.deliver(cleo, { t: 'order', bytes: room.orders.at(-1)! });
    await room.startGeneration(cleo);
    await room.pass(1_500);
    expect(room.head.generation).toBe(1);
    expect(cleo.roster).toMatchObject({ present: 2 });
    expect(cleo.roster?.stage.map(({ name }) => name)).toEqual(['Cleo']);
    expect(await hears(ben, cleo)).toBe(true);
  });

  it('S35 who was a moderator before, and is named as a speaker, is followed by those who were away', async () => {
    const { room, ada, ben, cleo } = await twoStewards();
    const dan = await room.join('Dan');
    await room.command(ada, { do: 'moveToAudience', leaf: at(ben) });
    await room.pass(1_500);
    expect(room.head.generation).toBe(1);
    await room.bringOnStage(ada, ben);
    await room.pass(1_500);
    dan.online = false;
    ada.gone = true;
    room.roles.delete(0);
    await room.startGeneration(ben);
    await room.pass(40_000, 1_000);
    expect(room.head.generation).toBe(2);
    room.drop(dan);
    dan.online = true;
    await room.deliver(dan, room.caughtUp(dan));
    await room.pass(1_000);
    expect(dan.alarms).toEqual(['keysRestarted']);
    expect(await hears(dan, ben)).toBe(true);
    expect(await hears(cleo, ben)).toBe(true);
  });

  it('S33 a named speaker without a certificate leaves it to another; alone it goes on with those who are here', async () => {
    const room = new MiniRoom();
    const ada = await room.open('Ada');
    const ben = await room.join('Ben');
    const cleo = await room.join('Cleo');
    const dan = await room.join('Dan');
    room.tamper = (_, message) => (message.t === 'toLeaf' ? undefined : message);
    await room.bringOnStage(ada, ben);
    await room.pass(500);
    room.tamper = undefined;
    await room.bringOnStage(ada, cleo);
    await room.pass(500);
    ada.gone = true;
    room.roles.delete(0);
    await room.startGeneration(ben);
    await room.pass(8_000);
    expect(room.head.generation).toBe(0);
    room.roles.set(1, 'listener');
    await room.startGeneration(cleo);
    await room.pass(2_000);
    expect(room.head.generation).toBe(1);
    expect(await hears(dan, cleo)).toBe(true);

    const alone = new MiniRoom('alone');
    const eve = await alone.open('Eve');
    const fay = await alone.join('Fay');
    const gil = await alone.join('Gil');
    alone.tamper = (_, message) => (message.t === 'toLeaf' ? undefined : message);
    await alone.bringOnStage(eve, fay);
    await alone.pass(500);
    alone.tamper = undefined;
    eve.gone = true;
    alone.roles.delete(0);
    await alone.startGeneration(fay);
    await alone.pass(60_000, 1_000);
    expect(alone.head.generation).toBe(1);
    expect(await hears(gil, fay)).toBe(true);
    await alone.bringOnStage(fay, gil);
    await alone.command(fay, { do: 'makeModerator', leaf: at(gil) });
    await alone.pass(500);
    alone.chooseActing(gil);
    await alone.pass(8_000);
    expect(gil.roster?.acting).toBe(true);
    expect(readHead(alone.head.bytes, roomBytes)?.stewardLeaf).toBe(gil.leaf);
    expect(alone.head.generation).toBe(1);
    expect(gil.alarms).toEqual(['keysRestarted']);
  });

  it('S26 a moderator who never got the tree makes another', async () => {
    const room = new MiniRoom();
    const ada = await room.open('Ada');
    const ben = await room.join('Ben');
    const cleo = await room.join('Cleo');
    await room.bringOnStage(ada, ben);
    room.tamper = (_, message) => (message.t === 'toLeaf' ? undefined : message);
    await room.command(ada, { do: 'makeModerator', leaf: at(ben) });
    await room.pass(500);
    room.tamper = undefined;
    await room.fact('left', ada);
    await room.pass(8_000);
    expect(room.head.generation).toBe(1);
    expect(await hears(cleo, ben)).toBe(true);
    expect(silent(ben, cleo)).toEqual([]);
  });

  it('S26 also when control turns from one such moderator to the other', async () => {
    const room = new MiniRoom();
    const ada = await room.open('Ada');
    const ben = await room.join('Ben');
    const cleo = await room.join('Cleo');
    const dan = await room.join('Dan');
    await room.bringOnStage(ada, ben);
    await room.bringOnStage(ada, cleo);
    room.tamper = (_, message) => (message.t === 'toLeaf' ? undefined : message);
    await room.command(ada, { do: 'makeModerator', leaf: at(ben) });
    await room.command(ada, { do: 'makeModerator', leaf: at(cleo) });
    await room.pass(500);
    room.tamper = undefined;
    await room.fact('left', ada);
    for (let i = 0; i < 6; i++) {
      room.chooseActing(i % 2 === 0 ? cleo : ben);
      await room.settle();
      await room.pass(2_000);
    }
    expect(room.head.generation).toBe(1);
    expect(await hears(dan, ben)).toBe(true);
    expect(await hears(dan, cleo)).toBe(true);
  });

  it('S32 a moderator whose log got lost on the way reads it page by page', async () => {
    const room = new MiniRoom();
    const ada = await room.open('Ada');
    const ben = await room.join('Ben');
    for (let i = 0; i < 60; i++) await room.ask(`Guest ${i}`);
    await room.pass(2_500);
    await room.bringOnStage(ada, ben);
    room.tamper = (person, message) => (person === ben && message.t === 'entries' ? undefined : message);
    await room.command(ada, { do: 'makeModerator', leaf: at(ben) });
    await room.pass(500);
    room.tamper = undefined;
    room.chooseActing(ben);
    await room.pass(8_000);
    expect(ben.roster?.acting).toBe(true);
    const dan = await room.join('Dan');
    expect(await hears(dan, ben)).toBe(true);
    expect(silent(ada, ben, dan)).toEqual([]);
  });

  it('S27 a hundred and twenty newcomers at once are let in within a few rounds', async () => {
    const room = new MiniRoom();
    const ada = await room.open('Ada');
    const asking = await Promise.all(Array.from({ length: 120 }, (_, i) => room.ask(`Guest ${i}`)));
    await room.pass(2_500);
    expect(asking.every(({ leaf: given }) => given !== undefined)).toBe(true);
    expect(new Set(asking.map(({ leaf: given }) => given)).size).toBe(120);
    await room.pass(1_500);
    expect(ada.roster?.present).toBe(121);
    expect(await hears(asking[100]!, ada)).toBe(true);
    await room.command(ada, { do: 'remove', leaf: at(asking[7]!) });
    await room.pass(1_250);
    expect(await hears(asking[7]!, ada)).not.toBe(true);
    for (const each of [0, 6, 8, 64, 119]) expect(await hears(asking[each]!, ada)).toBe(true);
    expect(silent(ada, ...asking.filter((_, i) => i !== 7))).toEqual([]);
  });

  it('S29 what a head has no room for follows as letters, new keys and wraps alike', async () => {
    const room = new MiniRoom();
    room.headRoom = { rewraps: 2, wraps: 1 };
    const ada = await room.open('Ada');
    const ben = await room.join('Ben');
    const guests = await Promise.all(Array.from({ length: 60 }, (_, i) => room.ask(`Guest ${i}`)));
    await room.pass(2_000);
    await room.bringOnStage(ada, ben);
    await room.command(ada, { do: 'makeModerator', leaf: at(ben) });
    await room.pass(500);
    await room.command(ada, { do: 'remove', leaf: at(guests[10]!) });
    expect(room.heads.at(-1)?.wraps.length).toBe(1);
    await room.pass(2_000);
    const staying = guests.filter((_, i) => i !== 10);
    for (const guest of staying) expect([guest.name, await hears(guest, ada)]).toEqual([guest.name, true]);
    expect(await hears(guests[10]!, ada)).not.toBe(true);
    await room.command(ada, { do: 'remove', leaf: at(ben) });
    expect(room.head.generation).toBe(1);
    expect(room.heads.at(-1)?.rewraps.length).toBe(2);
    // Another epoch begins before everybody has the new tree.
    await room.command(ada, { do: 'remove', leaf: at(guests[20]!) });
    await room.pass(3_000);
    const left = staying.filter((_, i) => i !== 19);
    for (const guest of left) expect([guest.name, await hears(guest, ada)]).toEqual([guest.name, true]);
    expect(await hears(ben, ada)).not.toBe(true);
    expect(silent(ada, ...left)).toEqual([]);
  });

  it('S31 somebody who asks just while an epoch begins hears it all the same', async () => {
    const { room, ada, cleo } = await twoStewards();
    for (const first of ['order', 'request']) {
      const guest = await room.join(`Guest before ${first}`);
      await room.pass(5_000);
      const { person, request } = await room.prepare('Dan');
      if (first === 'request') room.put(person, request);
      await room.command(ada, { do: 'remove', leaf: at(guest) }, false);
      if (first === 'order') room.put(person, request);
      await room.settle();
      await room.pass(2_500);
      expect([first, person.leaf !== undefined && (await hears(person, ada))]).toEqual([first, true]);
      expect(await hears(cleo, ada)).toBe(true);
      expect(await hears(guest, ada)).not.toBe(true);
    }
  });

  it('S28 of two people at a knock any moderator decides, and only about the one meant', async () => {
    const room = new MiniRoom();
    const ada = await room.open('Ada', 'knock');
    const ben = await room.ask('Ben');
    await room.pass(500);
    expect(ada.knocks.map(({ name }) => name)).toEqual(['Ben']);
    expect(ben.leaf).toBeUndefined();
    await room.answerKnock(ada, ada.knocks[0]!.request, true);
    await room.pass(1_500);
    expect(ben.leaf).toBe(1);
    await room.bringOnStage(ada, ben);
    await room.command(ada, { do: 'makeModerator', leaf: at(ben) });
    await room.pass(500);
    const cleo = await room.ask('Cleo');
    const dan = await room.ask('Dan');
    await room.pass(500);
    expect(ben.knocks.map(({ name }) => name)).toEqual(['Cleo', 'Dan']);
    await room.answerKnock(ben, ben.knocks[1]!.request, true);
    await room.answerKnock(ada, ada.knocks.find(({ name }) => name === 'Cleo')!.request, false);
    await room.pass(2_500);
    expect(cleo.leaf).toBeUndefined();
    expect(dan.leaf).toBe(2);
    expect(await hears(dan, ada)).toBe(true);
    expect(silent(ada, ben, dan)).toEqual([]);
  });

  it('S34 a click lets in who was shown, also when the number is given to another guest meanwhile', async () => {
    const room = new MiniRoom();
    const ada = await room.open('Ada', 'knock');
    const ben = await room.ask('Ben');
    await room.pass(500);
    const { request } = ada.knocks[0]!;
    const mallory = await room.prepare('Mallory');
    const key = new Uint8Array(mallory.person.session.key);
    await room.deliver(ada, { t: 'requestGone', request });
    await room.deliver(ada, { t: 'request', request, key, bytes: mallory.request });
    expect(ada.knocks).toEqual([]);
    const effects = await ada.session.answerKnock(request, true, room.now);
    expect(effects.filter(({ type }) => type === 'send')).toEqual([]);
    // The same guest under its number, as after a lost socket, is shown again.
    const again = await room.request(ben);
    expect(again).not.toEqual(mallory.request);
    room.put(ben, again);
    await room.pass(500);
    expect(ada.knocks.map(({ name }) => name)).toEqual(['Ben']);
    const { request: second } = ada.knocks[0]!;
    await room.deliver(ada, { t: 'requestGone', request: second });
    await room.deliver(ada, {
      t: 'request',
      request: second,
      key: new Uint8Array(ben.session.key),
      bytes: again,
    });
    await room.pass(500);
    await room.answerKnock(ada, second, true);
    await room.pass(1_500);
    expect(ben.leaf).toBe(1);
    expect(silent(ada, ben)).toEqual([]);
  });
});
