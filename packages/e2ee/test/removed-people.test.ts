import { leaf } from '@stoa/protocol';
import { describe, expect, it } from 'vitest';
import { type Entry, readEntry, signEntry } from '../src/admission/entry.ts';
import { letterKinds } from '../src/admission/handover.ts';
import { type Head, readHead } from '../src/admission/head.ts';
import { sealMemberKeys } from '../src/admission/member-keys.ts';
import { sealProfile } from '../src/admission/profile.ts';
import { concat, u8 } from '../src/keys/layout.ts';
import { signingKey } from '../src/keys/signature.ts';
import { hears } from './frames.ts';
import { fill, room as roomBytes } from './makers.ts';
import { MiniRoom, type Person, seededRandom } from './mini-room.ts';

const at = (person: Person) => leaf(person.leaf!);

/** Ada opens; Ben is a second moderator, whose signing key the test has as well; Cleo speaks. */
async function room() {
  const it = new MiniRoom('out');
  const ada = await it.open('Ada');
  const ben = await it.join('Ben');
  const cleo = await it.join('Cleo');
  await it.pass(1_500);
  await it.bringOnStage(ada, ben);
  await it.bringOnStage(ada, cleo);
  await it.command(ada, { do: 'makeModerator', leaf: at(ben) });
  await it.pass(500);
  const benKey = await signingKey(crypto.subtle, seededRandom('out 1')(32));
  expect(benKey.publicKey).toEqual(ben.session.key);
  return { room: it, ada, ben, cleo, benKey };
}

const headOf = (it: MiniRoom): Head => readHead(it.head.bytes, roomBytes)!;

describe('people who are out, and a server that helps them', () => {
  it('A53 when the wraps of a removal are held back nothing more is sealed with the old keys', async () => {
    const { room: it, ada, cleo } = await room();
    const dan = await it.join('Dan');
    await it.pass(1_500);
    it.leaky = true;
    it.tamper = (to, message) =>
      message.t === 'head' && (to === cleo || to === dan) ? { ...message, wraps: [] } : message;
    await it.command(ada, { do: 'remove', leaf: at(dan) });
    expect(cleo.roster?.present).toBe(3);
    await it.pass(1_250);
    expect(await hears(dan, cleo)).toBe('nothing sent');
    await it.pass(20_000, 500);
    expect(await hears(dan, cleo)).toBe('nothing sent');
    // With the next epoch's keys the voice is back.
    it.tamper = undefined;
    await it.pass(300_000, 1_000);
    expect(await hears(ada, cleo)).toBe(true);
    expect(await hears(dan, cleo)).not.toBe(true);
  });

  it('A54 an admission by a moderator who was put out is not taken into the log', async () => {
    const { room: it, ada, ben, benKey } = await room();
    await it.command(ada, { do: 'remove', leaf: at(ben) });
    await it.pass(1_500);
    expect(headOf(it).size).toBe(3);
    const last = readEntry(it.log[2]!, roomBytes)!;
    const stranger = await signingKey(crypto.subtle, fill(32, 7));
    const ghost: Entry = { ...last, leaf: 3, key: stranger.publicKey, prevHash: last.hash, stewardLeaf: 1 };
    const { bytes } = await signEntry(ghost, roomBytes, benKey);
    await it.deliver(ada, { t: 'entries', from: 3, entries: [bytes], removed: [] });
    expect(ada.alarms).toEqual(['forgedKeys']);
    await it.pass(3_000);
    expect(headOf(it).size).toBe(3);
  });

  it('A54 new keys by a moderator who was put out are refused, also after a gap', async () => {
    for (const gap of [false, true]) {
      const { room: it, ada, ben, cleo, benKey } = await room();
      const cleoEntry = readEntry(it.log[2]!, roomBytes)!;
      const secret = fill(32, 5);
      it.tamper = (to, message) => {
        if (to !== cleo || message.t === 'page') return message;
        if (message.t !== 'head') return undefined;
        const { rewrap: _true, ...rest } = message;
        return gap && message.head.seq === first ? undefined : rest;
      };
      const first = it.head.seq + 1;
      await it.command(ada, { do: 'remove', leaf: at(ben) });
      await it.pass(20_000, 500);
      const head = headOf(it);
      const names = {
        leaf: 2,
        generation: head.generation,
        epoch: head.epoch,
        step: 0,
        time: head.epochTime,
      };
      const path = Array.from({ length: 21 }, () => fill(16, 6));
      const forged = await sealMemberKeys(
        { ...names, stewardLeaf: 1, secret, path, rosterKeys: [fill(16, 8)] },
        roomBytes,
        cleoEntry,
        benKey,
      );
      const bytes = concat(u8(letterKinds.rewrap), forged);
      await it.deliver(cleo, { t: 'toLeaf', from: leaf(1), bytes });
      await it.pass(500);
      expect(cleo.session.frames.sealing(), `gap: ${gap}`).toBeUndefined();
    }
  });

  it('A54 a name by a moderator who was put out is not shown before the roster proves it', async () => {
    const { room: it, ada, ben } = await room();
    const adaKey = await signingKey(crypto.subtle, seededRandom('out 0')(32));
    await it.command(ben, { do: 'remove', leaf: at(ada) });
    await it.pass(2_500);
    // Her certificate goes on standing in Ben's chain.
    expect(headOf(it)).toMatchObject({ generation: 1, stewardLeaf: 1 });
    expect(headOf(it).chain[0]?.leaf).toBe(0);
    const real = readEntry(it.log[2]!, roomBytes)!;
    // The roster key of her time, which newcomers get as well.
    const random = seededRandom('out 0');
    const drawn = [32, 32, 32, 32, 16].map((length) => random(length));
    const sealedProfile = sealProfile(new Uint8Array(drawn[4]!), 2, real.key, { name: 'Mallory' });
    const { bytes } = await signEntry({ ...real, sealedProfile, stewardLeaf: 0 }, roomBytes, adaKey);
    it.tamper = (to, message) => {
      if (message.t === 'page') return to.name === 'Eve' ? undefined : message;
      if (message.t === 'head') return { ...message, stageEntries: [] };
      if (message.t !== 'admitted') return message;
      return { ...message, stageEntries: [{ leaf: leaf(2), bytes }] };
    };
    const eve = await it.join('Eve');
    const name = () => eve.roster?.stage.find((each) => each.leaf === 2)?.name;
    expect(name()).toBe('');
    it.tamper = undefined;
    await it.pass(30_000, 500);
    expect(name()).toBe('Cleo');
  });

  it('A57 who asks by a card of before new keys is not let in by it, and comes in by the card of now', async () => {
    const { room: it, ada, ben } = await room();
    const old = it.card;
    const { person: dan, request } = await it.prepare('Dan');
    const eve = await it.ask('Eve');
    await it.command(ada, { do: 'remove', leaf: at(ben) });
    await it.pass(1_500);
    expect(headOf(it).generation).toBe(1);
    // Honest timing: before, or just after, the new card.
    it.put(dan, request);
    await it.pass(1_500);
    expect(await hears(dan, ada)).toBe(true);
    expect(await hears(eve, ada)).toBe(true);
    // A server that answers with the card that Ben can read requests of: never let in, never shown.
    const guest = await it.prepare('Guest');
    const size = headOf(it).size;
    const byOld = await it.request(guest.person, it.fragment, old);
    const key = new Uint8Array(guest.person.session.key);
    const effects = await it.deliver(ada, { t: 'request', request: 999, key, bytes: byOld });
    const again = { t: 'deny', request: 999, again: true };
    expect(effects).toContainEqual({ type: 'send', message: again });
    await it.pass(1_500);
    expect(headOf(it).size).toBe(size);
    // Nor does it come in when somebody asks for it by the card of now.
    it.put(guest.person, guest.request);
    await it.pass(1_500);
    expect(headOf(it).size).toBe(size + 1);
    expect(guest.person.alarms).toContain('forgedKeys');
    expect(guest.person.roster).toBeUndefined();
    expect([...ada.alarms, ...dan.alarms, ...eve.alarms]).toEqual([]);
  });

  it('A55 whoever holds the keys of a leaf that the log gave to another is shut out by new ones', async () => {
    const it = new MiniRoom();
    const ada = await it.open('Ada');
    await it.join('Ben');
    await it.pass(1_500);
    // The server keeps Yves' admission for itself and tells the steward that it came too late.
    const yves = await it.join('Yves');
    await it.deliver(ada, { t: 'entries', from: 2, entries: [], removed: [] });
    it.log.splice(2);
    it.rebuild();
    it.people.splice(it.people.indexOf(yves), 1);
    const cleo = await it.join('Cleo');
    expect(cleo.leaf).toBe(2);
    await it.pass(3_000);
    expect(it.head.generation).toBe(1);
    expect(await hears(cleo, ada)).toBe(true);
    it.people.push(yves);
    await it.deliver(yves, { ...it.caughtUp(yves) });
    await it.pass(1_500);
    expect(await hears(yves, ada)).not.toBe(true);
    expect([...ada.alarms, ...cleo.alarms]).toEqual([]);
  });
});
