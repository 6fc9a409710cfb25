import { leaf } from '@stoa/protocol';
import { describe, expect, it } from 'vitest';
import { MiniRoom, type Person } from './mini-room.ts';

async function roomOfThree() {
  const room = new MiniRoom();
  const ada = await room.open('Ada');
  const ben = await room.join('Ben');
  const cleo = await room.join('Cleo');
  await room.pass(2_000);
  return { room, ada, ben, cleo };
}
/** Past the settling of what waits for pages and entries. */
const wait = (room: MiniRoom) => room.pass(3_000);
const removed = async (room: MiniRoom, by: Person, person: Person) => {
  await room.command(by, { do: 'remove', leaf: leaf(person.leaf!) });
  await room.pass(500);
};

describe('messages between members', () => {
  it('M1 everybody reads what anybody writes, in the order of writing, themselves too', async () => {
    const { room, ada, ben, cleo } = await roomOfThree();
    await room.say(ben, 'one');
    await room.say(ada, 'two');
    await room.say(ben, 'three');
    for (const reader of [ada, ben, cleo]) expect(reader.read).toEqual(['1 0 one', '0 0 two', '1 1 three']);
    await room.react(cleo, 'yes');
    for (const reader of [ada, ben, cleo]) expect(reader.reactions).toEqual(['yes']);
    // Over steps, epochs and a break.
    await room.pass(330_000, 1_000);
    expect(room.head.epoch).toBeGreaterThan(0);
    await room.say(cleo, 'four');
    for (const reader of [ada, ben, cleo]) expect(reader.read.at(-1)).toBe('2 0 four');
    expect([ada, ben, cleo].flatMap(({ alarms }) => alarms)).toEqual([]);
  });

  it('M7 whoever was away for a minute reads what was written meanwhile', async () => {
    const { room, ada, ben, cleo } = await roomOfThree();
    ben.online = false;
    await room.say(ada, 'one');
    await room.pass(30_000, 1_000);
    await removed(room, ada, cleo);
    await room.say(ada, 'two');
    await room.pass(30_000, 1_000);
    ben.online = true;
    await room.settle();
    await wait(room);
    expect(ben.read).toEqual(['0 0 one', '0 1 two']);
    expect(ben.alarms).toEqual([]);
  });

  it('M7 a newcomer reads nothing of what was written before', async () => {
    const { room, ada } = await roomOfThree();
    const bytes = await room.say(ada, 'before');
    await room.pass(11_000, 1_000);
    const late = await room.join('Late');
    room.said(late, 0, bytes!);
    await room.pass(35_000, 1_000);
    expect(late.read).toEqual([]);
    await room.say(ada, 'after');
    expect(late.read).toEqual(['0 1 after']);
  });

  it('M8 an author nobody vouched for yet is looked up in the log, and nothing is lost', async () => {
    const room = new MiniRoom();
    const ada = await room.open('Ada');
    room.tamper = (_, message) => (message.t === 'page' ? undefined : message);
    const ben = await room.join('Ben');
    const cleo = await room.join('Cleo');
    const bytes = new Uint8Array((await cleo.session.write(new TextEncoder().encode('hello'), room.now))!);
    room.said(ben, 2, bytes, 'none');
    await room.settle();
    expect(ben.read).toEqual([]);
    room.tamper = undefined;
    await room.pass(15_000);
    expect(ben.read).toEqual(['2 0 hello']);
    expect([ada, ben, cleo].flatMap(({ alarms }) => alarms)).toEqual([]);
  });

  it('M11 who was put out reads nothing written after, and nothing it writes is read', async () => {
    const { room, ada, ben, cleo } = await roomOfThree();
    room.leaky = true;
    await removed(room, ada, cleo);
    await room.say(ada, 'without Cleo');
    const theirs = await cleo.session.write(new TextEncoder().encode('still here'), room.now);
    await wait(room);
    expect(cleo.read).toEqual([]);
    if (theirs) for (const to of [ada, ben]) room.said(to, 2, new Uint8Array(theirs));
    await wait(room);
    expect(ben.read).toEqual(['0 0 without Cleo']);
  });

  it('M11 nothing is written under the keys of before while those of now are missing, or without a host', async () => {
    const { room, ada, ben, cleo } = await roomOfThree();
    // The server passes the head on and holds back its keys.
    room.tamper = (to, message) => (to === ben && message.t === 'head' ? { ...message, wraps: [] } : message);
    await removed(room, ada, cleo);
    expect(await room.say(ben, 'to whom?')).toBeUndefined();
    room.tamper = undefined;
    await room.deliver(ben, room.caughtUp(ben));
    expect(await room.say(ben, 'now')).toBeDefined();
    room.mute.add(ada);
    await room.pass(181_000, 1_000);
    expect(ben.alarms).toContain('sendingStopped');
    expect(await room.say(ben, 'nobody answers for the room')).toBeUndefined();
  });
});

describe('a server that lies about messages', () => {
  it('M4 cannot give one to another author, nor change it', async () => {
    const { room, ada, ben, cleo } = await roomOfThree();
    const bytes = new Uint8Array((await ben.session.write(new TextEncoder().encode('mine'), room.now))!);
    room.said(cleo, 0, bytes);
    await room.settle();
    expect(cleo.read).toEqual([]);
    expect(cleo.alarms).toEqual(['forgedMessages']);
    const changed = new Uint8Array(bytes);
    changed[changed.length - 1]! ^= 1;
    room.said(ada, 1, changed);
    await room.settle();
    expect(ada.read).toEqual([]);
    expect(ada.alarms).toEqual(['forgedMessages']);
    // Nor with an entry of its own choice for the author.
    room.tamper = (_, message) => (message.t === 'page' ? undefined : message);
    const fresh = await room.join('Dan');
    const entry = new Uint8Array(room.log[1]!);
    entry[entry.length - 1]! ^= 1;
    room.said(fresh, 1, bytes, entry);
    await room.settle();
    expect(fresh.alarms).toEqual(['forgedKeys']);
    expect(fresh.read).toEqual([]);
  });

  it('M4 cannot make a member write in the name of another', async () => {
    const { room, ben, cleo } = await roomOfThree();
    // Cleo helps it: the header says Ben, the signature is hers.
    const bytes = new Uint8Array((await cleo.session.write(new TextEncoder().encode('I am Ben'), room.now))!);
    new DataView(bytes.buffer).setUint32(10, 1);
    room.said(ben, 1, bytes);
    await room.settle();
    expect(ben.read).toEqual([]);
    expect(ben.alarms).toEqual(['forgedMessages']);
  });

  it('M5 cannot repeat one, or show an older one after a newer one, unseen', async () => {
    const { room, ada, ben, cleo } = await roomOfThree();
    const write = async (text: string) =>
      new Uint8Array((await ada.session.write(new TextEncoder().encode(text), room.now))!);
    const [first, second] = [await write('one'), await write('two')];
    for (const bytes of [first, first]) room.said(ben, 0, bytes);
    for (const bytes of [second, first]) room.said(cleo, 0, bytes);
    await room.settle();
    expect(ben.read).toEqual(['0 0 one']);
    expect(cleo.read).toEqual(['0 1 two']);
    for (const reader of [ben, cleo]) expect(reader.alarms).toEqual(['forgedMessages']);
  });

  it('M13 cannot use the keys of somebody who was put out for reactions', async () => {
    const { room, ada, ben, cleo } = await roomOfThree();
    const sealed = new Uint8Array(
      (await cleo.session.writeNameless(new TextEncoder().encode('ha'), room.now))!,
    );
    await removed(room, ada, cleo);
    await room.pass(6_000);
    await room.deliver(ben, { t: 'reacted', boxes: [sealed], more: 0 });
    expect(ben.reactions).toEqual([]);
  });
});
