import { roomHandle } from '@stoa/protocol';
import { type SocketEnd, socketPair } from '@stoa/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ControlLife, FleetPorts, Opening } from '../../src/fleet/ports.ts';
import type { SocketEvents, SocketPort } from '../../src/ports.ts';
import { inProcess, overNats, type SharedFleet, until } from './contract.ts';

const text = (value: string) => new Uint8Array(Buffer.from(value));
const opening = (said: string): Opening => ({ nonce: new Uint8Array(16).fill(7), text: said });

const kinds: [string, () => Promise<SharedFleet>][] = [
  ['in one process', inProcess],
  ['over NATS', overNats],
];

for (const [kind, begin] of kinds) {
  describe(kind, () => {
    let fleet: SharedFleet;
    let a: FleetPorts;
    let b: FleetPorts;
    beforeAll(async () => {
      fleet = await begin();
      a = await fleet.join();
      b = await fleet.join();
    });
    afterAll(async () => {
      a.sockets.stop();
      b.sockets.stop();
      await fleet.end();
    });

    describe('tables', () => {
      test('a row is written only over the revision that its writer knows', async () => {
        const rows = a.leases.rooms;
        const first = await rows.write('k', text('1'), 0);
        expect(first).toBeGreaterThan(0);
        expect(await rows.write('k', text('other'), 0)).toBeUndefined();
        expect(await b.leases.rooms.read('k')).toMatchObject({ key: 'k', value: text('1'), revision: first });
        const second = await b.leases.rooms.write('k', text('2'), first!);
        expect(second).toBeGreaterThan(first!);
        expect(await rows.write('k', text('late'), first!)).toBeUndefined();
        expect((await rows.read('k'))?.value).toEqual(text('2'));
      });

      test('of many that write at once over the same revision, one succeeds', async () => {
        const all = await Promise.all(
          Array.from({ length: 20 }, (_, i) => (i % 2 ? a : b).leases.rooms.write('race', text(`${i}`), 0)),
        );
        expect(all.filter((revision) => revision !== undefined)).toHaveLength(1);
      });

      test('a row goes only at the revision that is known, and can come again', async () => {
        const rows = a.leases.lives;
        const first = (await rows.write('gone', text('1'), 0))!;
        const second = (await rows.write('gone', text('2'), first))!;
        await rows.remove('gone', first);
        expect((await rows.read('gone'))?.revision).toBe(second);
        await rows.remove('gone', second);
        expect(await rows.read('gone')).toBeUndefined();
        expect(await rows.write('gone', text('3'), 0)).toBeGreaterThan(second);
      });

      test('the list has every row, as it is', async () => {
        const rows = a.leases.lives;
        for (const key of ['x', 'y-_z', 'w']) await rows.write(key, text(key), 0);
        const all = new Map((await b.leases.lives.list()).map(({ key, value }) => [key, value]));
        for (const key of ['x', 'y-_z', 'w']) expect(all.get(key)).toEqual(text(key));
      });
    });

    describe('memory', () => {
      test('W2 what was put last of each part is there, by term, also from elsewhere', async () => {
        const large = new Uint8Array(300_000).map((_, i) => i);
        await Promise.all([
          a.memory.put('room1', 1, 'core', text('old')),
          a.memory.put('room1', 1, 'core', text('new')),
          a.memory.put('room1', 1, 'log.0', large),
          a.memory.put('room1', 1, 'log.12', text('entry')),
          a.memory.put('room1', 2, 'core', text('next')),
          a.memory.put('room2', 1, 'core', text('another')),
        ]);
        const room = await b.memory.load('room1');
        expect([...room.keys()].sort()).toEqual([1, 2]);
        expect(new Map(room.get(1))).toEqual(
          new Map([
            ['core', text('new')],
            ['log.0', large],
            ['log.12', text('entry')],
          ]),
        );
        expect(room.get(2)?.get('core')).toEqual(text('next'));
        expect((await b.memory.load('nothing')).size).toBe(0);
      });

      test('a part can be taken back, older terms dropped, and everything', async () => {
        await a.memory.put('room3', 1, 'core', text('1'));
        await a.memory.put('room3', 3, 'core', text('3'));
        await a.memory.put('room3', 3, 'mail.1', text('mail'));
        await a.memory.put('room3', 3, 'mail.1', undefined);
        await b.memory.drop('room3', 3);
        const room = await a.memory.load('room3');
        expect([...room.keys()]).toEqual([3]);
        expect([...room.get(3)!.keys()]).toEqual(['core']);
        await b.memory.drop('room3');
        expect((await a.memory.load('room3')).size).toBe(0);
      });
    });

    describe('sockets', () => {
      const far = async (ports: FleetPorts, life: ControlLife) => {
        const arrived: { socket: SocketPort; opening: Opening; said: string[]; gone: number }[] = [];
        await ports.sockets.begin(life, (socket, opening) => {
          const it = { socket, opening, said: [] as string[], gone: 0 };
          arrived.push(it);
          return { text: (text) => void it.said.push(text), gone: () => void it.gone++ };
        });
        return arrived;
      };
      const person = () => {
        const [near, theirs] = socketPair();
        const heard: string[] = [];
        let gone = false;
        theirs.onText((text) => heard.push(text));
        theirs.onGone(() => {
          gone = true;
        });
        return { near, theirs, heard, isGone: () => gone };
      };
      const carry = async (near: SocketEnd, to: ControlLife, said: string): Promise<SocketEvents> => {
        const events = await a.sockets.carry(to, near, opening(said));
        if (!events) throw new Error('nobody answered');
        return events;
      };

      test('W10 texts go both ways, whole and in order, and the first one with its challenge', async () => {
        await a.sockets.begin('edge', () => ({ text() {}, gone() {} }));
        const arrived = await far(b, 'owner');
        const one = person();
        const events = await carry(one.near, 'owner', 'first \u{1f600}');
        expect(arrived[0]!.opening).toEqual(opening('first \u{1f600}'));
        const long = 'ä'.repeat(100_000);
        for (const said of ['1', '2', long]) events.text(said);
        for (const said of ['a', 'b', long]) arrived[0]!.socket.send(said);
        await until(() => arrived[0]!.said.length === 3 && one.heard.length === 3);
        expect(arrived[0]!.said).toEqual(['1', '2', long]);
        expect(one.heard).toEqual(['a', 'b', long]);
        const two = person();
        await carry(two.near, 'owner', 'x');
        for (const said of ['all', 'more']) for (const { socket } of arrived) socket.send(said);
        arrived[1]!.socket.send('you');
        await until(() => two.heard.length === 3);
        expect([one.heard.slice(3), two.heard]).toEqual([
          ['all', 'more'],
          ['all', 'more', 'you'],
        ]);
      });

      test('either end closes, and the other hears of it; what was said before still arrives', async () => {
        const arrived = await far(b, 'owner2');
        const people = [person(), person(), person()];
        const events = await Promise.all(people.map(({ near }, i) => carry(near, 'owner2', `${i}`)));
        const of = (i: number) => arrived.find(({ opening }) => opening.text === `${i}`)!;
        of(0).socket.send('bye');
        of(0).socket.close();
        of(1).socket.drop();
        events[2]!.gone();
        await until(() => people[0]!.isGone() && people[1]!.isGone() && of(2).gone === 1);
        expect(people[0]!.heard).toEqual(['bye']);
        expect([of(0).gone, of(1).gone]).toEqual([0, 0]);
      });

      test('nobody there is said at once', async () => {
        expect(await a.sockets.carry('nobody', person().near, opening('x'))).toBeUndefined();
      });

      test('of a control that is gone everything ends, in both directions', async () => {
        const arrived = await far(b, 'owner3');
        const one = person();
        await carry(one.near, 'owner3', 'x');
        a.sockets.end('owner3');
        await until(() => one.isGone());
        await a.sockets.begin('edge3', () => ({ text() {}, gone() {} }));
        const two = person();
        await carry(two.near, 'owner3', 'y');
        b.sockets.end('edge3');
        const it = arrived.find(({ opening }) => opening.text === 'y')!;
        await until(() => it.gone === 1);
      });
    });

    test('W2 a name hides its room, and is the same everywhere', () => {
      const room = roomHandle('AAAAAAAAAAAAAAAAAAAAAA');
      expect(a.nameOf(room)).toBe(b.nameOf(room));
      if (kind !== 'in one process') expect(a.nameOf(room)).not.toContain('AAAA');
    });
  });
}
