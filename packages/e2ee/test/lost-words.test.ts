import { leaf } from '@stoa/protocol';
import { describe, expect, it } from 'vitest';
import { certify, chainHolds, extensible, maxChain } from '../src/admission/certificate.ts';
import { inherit, learn, noDuties, obey, settled } from '../src/admission/duties.ts';
import { readHead } from '../src/admission/head.ts';
import { readOrder, type SignedOrder } from '../src/admission/order.ts';
import type { KeyMessage } from '../src/index.ts';
import { Verifier } from '../src/keys/signature.ts';
import type { Device } from '../src/session/device.ts';
import { receiveRequest } from '../src/session/door.ts';
import { receiveOrder } from '../src/session/stewarding.ts';
import { Stewardship } from '../src/session/stewardship.ts';
import { hears } from './frames.ts';
import { device, fill, room as roomBytes } from './makers.ts';
import { MiniRoom, type Person } from './mini-room.ts';

const at = (person: Person) => leaf(person.leaf!);
const names = ({ roster }: Person) => roster?.stage.map(({ name }) => name);

async function threePeople(seed: string) {
  const room = new MiniRoom(seed);
  const ada = await room.open('Ada');
  const [ben, cleo] = [await room.join('Ben'), await room.join('Cleo')];
  await room.pass(1_500);
  return { room, ada, ben, cleo };
}

describe('what is lost with a socket', () => {
  it('A62 mail that comes again is passed over', async () => {
    const { room, ada, ben } = await threePeople('mail');
    await room.bringOnStage(ada, ben);
    const fact = (kind: 'selfMuted' | 'selfUnmuted', mail: number): KeyMessage => ({
      ...{ t: 'fact', kind, leaf: at(ben), mail },
    });
    const isMuted = () => ada.roster?.stage.find(({ name }) => name === 'Ben')?.muted;
    await room.deliver(ada, fact('selfMuted', 7));
    await room.pass(500);
    expect(isMuted()).toBe(true);
    await room.deliver(ada, fact('selfUnmuted', 8));
    await room.deliver(ada, fact('selfMuted', 7));
    await room.pass(500);
    expect(isMuted()).toBe(false);
    await room.deliver(ada, fact('selfMuted', 9));
    await room.pass(500);
    expect(isMuted()).toBe(true);
  });

  it('A62 a head says up to which mail its steward knew', async () => {
    const { room, ada, ben } = await threePeople('head mail');
    await room.bringOnStage(ada, ben);
    await room.deliver(ada, { t: 'fact', kind: 'selfMuted', leaf: at(ben), mail: 41 });
    await room.pass(500);
    expect(room.heads.at(-1)?.mail).toBe(41);
  });

  it('A63 whom the keys do not reach is told to join afresh, once a minute', async () => {
    const { room, ada, ben, cleo } = await threePeople('stranded');
    room.tamper = (to, message) =>
      to === cleo && message.t === 'head' ? { ...message, wraps: [] } : message;
    await room.command(ada, { do: 'remove', leaf: at(ben) });
    await room.pass(5_000);
    const stranded = async () => {
      const effects = await cleo.session.tick(room.now);
      return effects.filter(({ type }) => type === 'stranded').length;
    };
    room.now += 40_000;
    expect(await stranded()).toBe(0);
    room.now += 20_000;
    expect(await stranded()).toBe(1);
    room.now += 30_000;
    expect(await stranded()).toBe(0);
    expect(await ada.session.tick(room.now)).not.toContainEqual({ type: 'stranded' });
  });

  it('S36 who acts is said on every new socket, and then letters go out again', async () => {
    const { room, ada, ben, cleo } = await threePeople('letters');
    await room.bringOnStage(ada, ben);
    room.tamper = (_, message) => (message.t === 'toLeaf' ? undefined : message);
    await room.command(ada, { do: 'makeModerator', leaf: at(ben) });
    await room.pass(500);
    room.tamper = undefined;
    room.chooseActing(ada);
    await room.settle();
    await room.pass(500);
    await room.fact('left', ada);
    await room.pass(1_000);
    // By the tree that Ada had sealed to it, not by a new one.
    const head = readHead(room.head.bytes, roomBytes);
    expect(head).toMatchObject({ generation: 0, stewardLeaf: ben.leaf });
    expect(await hears(cleo, ben)).toBe(true);
  });

  it('S36 so do the keys of a new generation', async () => {
    const room = new MiniRoom('letters of keys');
    room.headRoom = { rewraps: 1, wraps: 2_000 };
    const ada = await room.open('Ada');
    const [ben, cleo, dan] = [await room.join('Ben'), await room.join('Cleo'), await room.join('Dan')];
    await room.bringOnStage(ada, ben);
    await room.command(ada, { do: 'makeModerator', leaf: at(ben) });
    await room.pass(500);
    room.tamper = (_, message) => (message.t === 'toLeaf' ? undefined : message);
    await room.command(ada, { do: 'remove', leaf: at(ben) });
    await room.pass(3_000);
    expect(room.head.generation).toBe(1);
    expect(await hears(dan, ada)).not.toBe(true);
    room.tamper = undefined;
    room.chooseActing(ada);
    await room.settle();
    await room.pass(2_000);
    for (const person of [cleo, dan]) expect(await hears(person, ada)).toBe(true);
  });
});

describe('somebody on stage whom no invitation brought there', () => {
  it('S37 is sent to the audience by the acting steward, so that all see one stage', async () => {
    const { room, ada, ben } = await threePeople('uninvited');
    await room.fact('onStage', ben);
    expect(room.roles.get(ben.leaf!)).toBe('speaker');
    await room.pass(6_000);
    expect(room.roles.get(ben.leaf!)).toBe('listener');
    expect(names(ada)).toEqual(['Ada']);
    // Said once, and done with: whoever is invited after that stays.
    await room.bringOnStage(ada, ben);
    expect(names(ada)).toEqual(['Ada', 'Ben']);
    await room.pass(10_000);
    expect(names(ada)).toEqual(['Ada', 'Ben']);
  });

  it('S37 stays when the invitation comes after the news, and comes there by it once', async () => {
    const { room, ada, ben } = await threePeople('late');
    await room.command(ada, { do: 'invite', leaf: at(ben) }, false);
    const invitation = readOrder(room.orders.at(-1)!, roomBytes)!;
    const fact = { kind: 'onStage', leaf: ben.leaf! } as const;
    const told = learn(noDuties, fact, room.now);
    expect([...told.uninvited.keys()]).toEqual([ben.leaf]);
    const duties = inherit(told, invitation);
    expect(duties.uninvited.size).toBe(0);
    expect([...duties.changes.values()]).toEqual([{ about: 'seat', leaf: ben.leaf, to: 'stage' }]);
    // Handed on until a head shows its guest there, and no longer.
    expect([...duties.invites.keys()]).toEqual([ben.leaf]);
    await room.settle();
    await room.fact('onStage', ben);
    await room.pass(500);
    const after = settled(duties, readHead(room.head.bytes, roomBytes)!, new Set());
    expect(after.invites.size).toBe(0);
    expect(after.changes.size).toBe(0);
    const down = learn(after, { kind: 'offStage', leaf: ben.leaf! }, room.now);
    expect([...learn(down, fact, room.now).changes.values()]).toEqual([
      { about: 'seat', leaf: ben.leaf, to: 'audience' },
    ]);
  });

  it('R63 the fact that follows an order takes nothing from it', () => {
    const order = (command: 'remove' | 'moveToAudience') =>
      ({
        ...{ command, target: 3, frozen: false, generation: 0, by: 0, time: 0 },
        nonce: fill(16, 1),
      }) as SignedOrder;
    const wanted = (command: 'remove' | 'moveToAudience', kind: 'left' | 'offStage') => [
      ...learn(obey(noDuties, order(command), 0), { kind, leaf: 3 }, 0).changes.values(),
    ];
    expect(wanted('remove', 'left')).toEqual([{ about: 'seat', leaf: 3, to: 'removed' }]);
    expect(wanted('moveToAudience', 'offStage')).toEqual([{ about: 'seat', leaf: 3, to: 'demoted' }]);
  });

  it('S37 control can invent only so many of them', () => {
    let duties = noDuties;
    for (let of = 0; of < 10_000; of++) duties = learn(duties, { kind: 'onStage', leaf: of }, 0);
    expect(duties.uninvited.size).toBe(100);
  });
});

describe('what control can make a steward keep', () => {
  it('S39 has bounds: guests who wait, and orders whose signer is no moderator yet', async () => {
    const steward = new Stewardship();
    const keeping = { steward } as Device;
    const bytes = (length: number) => new Uint8Array(length);
    for (let request = 1; request < 5_000; request++) {
      receiveRequest(keeping, { t: 'request', request, key: bytes(32), bytes: bytes(40) });
    }
    expect(steward.waiting.size).toBe(1_000);
    const { room, ada, ben } = await threePeople('held');
    await room.command(ben, { do: 'mute', leaf: at(ada) }, false);
    const [order] = room.orders;
    const holding = {
      steward,
      room: roomBytes,
      followed: { head: readHead(room.head.bytes, roomBytes)! },
    } as Device;
    for (let i = 0; i < 1_000; i++) await receiveOrder(holding, order!, room.now);
    expect(steward.held.length).toBe(256);
  });
});

describe('certificates', () => {
  it('S38 do not grow while the same moderators take turns', async () => {
    const { room, ada, ben, cleo } = await threePeople('turns');
    for (const person of [ben, cleo]) {
      await room.bringOnStage(ada, person);
      await room.command(ada, { do: 'makeModerator', leaf: at(person) });
      await room.pass(500);
    }
    for (let turn = 0; turn < 30; turn++) {
      room.chooseActing([ben, cleo, ada][turn % 3]!);
      await room.settle();
      await room.pass(500);
    }
    expect(readHead(room.head.bytes, roomBytes)?.chain.length).toBeLessThanOrEqual(2);
    expect(room.people.flatMap(({ alarms }) => alarms)).toEqual([]);
  });

  it('S38 are shortened where one device stands twice, when there is no room for another', async () => {
    const [roomKey, ada, ben] = [await device('room key'), await device('Ada'), await device('Ben')];
    const chain = [];
    let issuer = roomKey.signer;
    for (let i = 0; i < maxChain; i++) {
      const { signer } = i % 2 === 0 ? ada : ben;
      const said = { kind: 'moderator', generation: i, leaf: i % 2, key: signer.publicKey } as const;
      chain.push(await certify(issuer, roomBytes, said));
      issuer = signer;
    }
    expect(extensible(chain.slice(1))).toEqual(chain.slice(1));
    const short = extensible(chain);
    expect(short.length).toBeLessThan(maxChain);
    const verifier = new Verifier(crypto.subtle);
    const to = { leaf: 1, key: ben.signer.publicKey };
    expect(await chainHolds(verifier, roomBytes, roomKey.signer.publicKey, short, to)).toBe(true);
    const apart = chain.map((each, i) => ({ ...each, key: each.key.map((byte) => byte ^ i) }));
    expect(extensible(apart)).toEqual(apart);
  });
});
