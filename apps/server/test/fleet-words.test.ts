import { type FleetRelays, fleetRelays, type RelayCarrier } from '@stoa/control';
import {
  eraId,
  type PeerId,
  peerId,
  type RelayCommand,
  type RelayEvent,
  type RelaySeat,
} from '@stoa/protocol';
import type { ControlWord, Presence, RelayWord } from '@stoa/protocol/fleet';
import { createFakeRelayPool, type NodeCarrier, RelayNode } from '@stoa/relay';
import { settled, VirtualClock } from '@stoa/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const speaker: RelaySeat = { publish: true, subscribe: true, onStage: true };
const listener: RelaySeat = { publish: false, subscribe: true, onStage: false };

/** One host and some controls, with a way between them that loses words while it is told to. */
async function world(controlCount = 1) {
  const clock = new VirtualClock();
  const way = { loses: (_: 'there' | 'back'): boolean => false, cut: false, brokerAway: false };
  const hosts = new Map<string, (word: ControlWord) => void>();
  const controls = new Map<
    string,
    { presence(it: Presence): void; word(host: string, it: RelayWord): void }
  >();
  const soon = (run: () => void) => queueMicrotask(run);
  const carrierOf = (host: string): NodeCarrier => ({
    listen: (hear) => void hosts.set(host, hear),
    tell(control, word) {
      if (!(way.cut && host === 'one') && !way.loses('back'))
        soon(() => controls.get(control)?.word(host, word));
    },
    announce(presence) {
      if (way.cut && host === 'one') return;
      soon(() => {
        for (const each of controls.values()) each.presence(presence);
      });
    },
  });
  const pool = createFakeRelayPool();
  await pool.start();
  let nodes = 0;
  const begin = (host = 'one', relays = pool) =>
    new RelayNode({
      ...{ pool: relays, carriers: [carrierOf(host)], host, life: `node${++nodes}` },
      ...{ place: {}, addresses: ['192.0.2.1'], now: clock.now, after: clock.after },
    });
  /** Another host that could carry the same. */
  const another = async () => {
    const more = createFakeRelayPool();
    await more.start();
    return begin('two', more);
  };
  const join = (life: string): FleetRelays => {
    const carrier: RelayCarrier = {
      reaches: () => !way.brokerAway,
      tell(host, word) {
        if (!(way.cut && host === 'one') && !way.loses('there')) soon(() => hosts.get(host)?.(word));
      },
      onPresence: (presence) =>
        void controls.set(life, { presence, word: controls.get(life)?.word ?? (() => {}) }),
      onWord: (word) =>
        void controls.set(life, { presence: controls.get(life)?.presence ?? (() => {}), word }),
    };
    return fleetRelays({ carrier, clock, life });
  };
  const fleets = Array.from({ length: controlCount }, (_, i) => join(`control${i}`));
  const node = begin();
  await clock.advance(10);
  return { clock, way, fake: pool.relays[0]!, node, begin, another, fleets, relay: fleets[0]!.relays[0]! };
}

const joining = (peer: number, era = 1): RelayCommand => ({
  type: 'join',
  peer: peerId(peer),
  era: eraId(era),
  offer: 'v=0',
  seat: listener,
});

describe('a relay of another host', () => {
  test('N6 is down after three seconds without a word, and what it had is closed when it is back', async () => {
    const { clock, way, fake, another, relay } = await world();
    await another();
    const downs: (readonly PeerId[])[] = [];
    let ups = 0;
    relay.onDown((lost) => downs.push(lost));
    relay.onUp(() => ups++);
    relay.send(joining(1), 3);
    await settled();
    expect(fake.peers.size).toBe(1);
    way.cut = true;
    await clock.advance(2_900);
    expect(relay.isUp).toBe(true);
    await clock.advance(600);
    expect([relay.isUp, downs]).toEqual([false, [[1]]]);
    expect(fake.peers.size).toBe(1);
    way.cut = false;
    await clock.advance(1_000);
    expect([relay.isUp, ups, fake.peers.size]).toEqual([true, 1, 0]);
    relay.send(joining(2), 3);
    await settled();
    expect([...fake.peers]).toEqual([2]);
  });

  test('N6 is not given up while the broker is away, nor are others put there', async () => {
    const { clock, way, fake, relay } = await world();
    let downs = 0;
    relay.onDown(() => downs++);
    relay.send(joining(1));
    await settled();
    way.cut = true;
    way.brokerAway = true;
    await clock.advance(60_000);
    expect([downs, relay.isUp, fake.peers.size]).toEqual([0, false, 1]);
    way.cut = false;
    way.brokerAway = false;
    await clock.advance(2_000);
    expect([downs, relay.isUp, fake.peers.size]).toEqual([0, true, 1]);
  });

  test('N6 has lost everything when another program of its host speaks', async () => {
    const { clock, way, node, begin, fake, relay } = await world();
    const downs: (readonly PeerId[])[] = [];
    relay.onDown((lost) => downs.push(lost));
    relay.send(joining(1));
    await settled();
    // Killed: it says no last word.
    way.cut = true;
    node.stop();
    fake.crash();
    fake.recover();
    way.cut = false;
    begin();
    await clock.advance(600);
    expect(downs).toEqual([[1]]);
    expect(relay.isUp).toBe(true);
  });

  test('N5 a seat that was lost on the way is said again within two seconds', async () => {
    const { clock, way, fake, relay } = await world();
    relay.send(joining(1), 1);
    await settled();
    way.loses = (to) => to === 'there';
    relay.send({ type: 'seat', peer: peerId(1), seat: speaker }, 1);
    relay.send({ type: 'sender', peer: peerId(1), sender: 7 }, 1);
    way.loses = () => false;
    await clock.advance(2_000);
    expect(fake.commands).toContainEqual({ type: 'seat', peer: peerId(1), seat: speaker });
    expect(fake.commands).toContainEqual({ type: 'sender', peer: peerId(1), sender: 7 });
  });

  test('N5 whatever is lost meanwhile, both sides have the same in the end', async () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constantFrom('join', 'close', 'speak', 'hush', 'connect', 'leave'),
        peer: fc.integer({ min: 1, max: 5 }),
      }),
      fc.record({ do: fc.constant('wait' as const), peer: fc.integer({ min: 10, max: 1_500 }) }),
    );
    const run = fc.record({
      steps: fc.array(step, { minLength: 1, maxLength: 25 }),
      lost: fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(run, async ({ steps, lost }) => {
        const { clock, way, fake, relay } = await world();
        const seats = new Map<number, RelaySeat>();
        const here = new Set<number>();
        const connected = new Set<number>();
        const hear = (event: RelayEvent) => {
          if (event.type === 'gone' || event.type === 'refused') {
            here.delete(event.peer);
            connected.delete(event.peer);
          }
          if (event.type === 'connected') connected.add(event.peer);
        };
        relay.onEvent(hear);
        let turn = 0;
        way.loses = () => lost[turn++ % lost.length]!;
        let last = 0;
        const numbers = new Map<number, number>();
        for (const { do: what, peer: slot } of steps) {
          const peer = numbers.get(slot) ?? 0;
          const seat = what === 'speak' ? speaker : listener;
          if (what === 'wait') await clock.advance(slot);
          else if (what === 'join') {
            // As control does: a number is drawn once.
            numbers.set(slot, ++last);
            here.add(last);
            seats.set(last, listener);
            relay.send(joining(last), 1);
          } else if (!here.has(peer)) continue;
          else if (what === 'close') {
            here.delete(peer);
            connected.delete(peer);
            relay.send({ type: 'close', peer: peerId(peer) }, 1);
          } else if (what === 'speak' || what === 'hush') {
            seats.set(peer, seat);
            relay.send({ type: 'seat', peer: peerId(peer), seat }, 1);
          } else if (!fake.peers.has(peerId(peer))) continue;
          else if (what === 'connect') fake.emit({ type: 'connected', peer: peerId(peer) });
          else fake.emit({ type: 'gone', peer: peerId(peer), why: 'timeout' });
          await settled();
        }
        way.loses = () => false;
        await clock.advance(5_000);
        expect([...fake.peers].sort()).toEqual([...here].sort());
        for (const peer of here) {
          const said = fake.commands.findLast(
            (command) => (command.type === 'seat' || command.type === 'join') && command.peer === peer,
          );
          expect(said).toMatchObject({ seat: seats.get(peer) });
        }
      }),
      {
        numRuns: 60,
        // The close of an era's last transport was lost.
        examples: [
          [
            {
              steps: [
                { do: 'join', peer: 5 },
                { do: 'close', peer: 5 },
                { do: 'wait', peer: 10 },
              ],
              lost: [false, false, true],
            },
          ],
        ],
      },
    );
  });

  test('N1 after a takeover the newer owner is obeyed and hears, the older one is told that it is not', async () => {
    const { fake, fleets } = await world(2);
    const [before, after] = fleets.map(({ relays }) => relays[0]!);
    const heard: string[] = [];
    before!.onEvent(
      (event) => event.type !== 'pong' && event.type !== 'ready' && heard.push(`before ${event.type}`),
    );
    after!.onEvent(
      (event) => event.type !== 'pong' && event.type !== 'ready' && heard.push(`after ${event.type}`),
    );
    const stale: number[][] = [];
    fleets[0]!.onStale((era, term) => stale.push([era, term]));
    before!.send(joining(1), 1);
    await settled();
    after!.send({ type: 'census', era: eraId(1) }, 2);
    await settled();
    fake.emit({ type: 'connected', peer: peerId(1) });
    before!.send({ type: 'seat', peer: peerId(1), seat: speaker }, 1);
    before!.send({ type: 'endEra', era: eraId(1) }, 1);
    await settled();
    expect(heard).toEqual(['before answered', 'after census', 'after connected']);
    expect(stale).toEqual([[1, 2]]);
    expect(fake.peers.size).toBe(1);
    expect(fake.commands.some(({ type }) => type === 'seat')).toBe(false);
  });

  test('N2 an era whose control is gone ends after ninety seconds', async () => {
    const { clock, fake, fleets, relay } = await world();
    relay.send(joining(1), 1);
    await settled();
    await fleets[0]!.stop();
    await clock.advance(89_000);
    expect(fake.peers.size).toBe(1);
    await clock.advance(2_500);
    expect(fake.peers.size).toBe(0);
  });

  test('N7 a host that ends takes nobody new, waits for those it has, and says its last word', async () => {
    const { clock, node, fleets, relay } = await world();
    relay.send(joining(1));
    await settled();
    let changes = 0;
    fleets[0]!.onChange(() => changes++);
    let drained = false;
    void node.drain().then(() => {
      drained = true;
    });
    await clock.advance(1_000);
    expect([relay.draining, relay.isUp, drained, changes]).toEqual([true, true, false, 1]);
    relay.send({ type: 'close', peer: peerId(1) });
    await clock.advance(1_000);
    expect(drained).toBe(true);
    node.stop();
    await settled();
    expect(relay.isUp).toBe(false);
    expect(fleets[0]!.presences()).toEqual([]);
  });

  test('N7 a relay that alone is to be replaced is left by those who are on it, and comes back to be used', async () => {
    const { clock, fake, fleets, relay } = await world();
    let changes = 0;
    fleets[0]!.onChange(() => changes++);
    fake.draining = true;
    await clock.advance(600);
    expect([relay.draining, relay.isUp, changes]).toEqual([true, true, 1]);
    await clock.advance(2_000);
    expect(changes).toBe(1);
    fake.crash();
    fake.draining = false;
    fake.recover();
    await clock.advance(600);
    expect([relay.draining, relay.isUp]).toEqual([false, true]);
  });

  test('N9 a control that ended is forgotten after ten minutes, one that lives is not', async () => {
    const { clock, node, fleets } = await world(2);
    await clock.advance(2_000);
    expect(node.controls).toBe(2);
    await fleets[0]!.stop();
    await clock.advance(597_000);
    expect(node.controls).toBe(2);
    await clock.advance(4_000);
    expect(node.controls).toBe(1);
    fleets[1]!.relays[0]!.send(joining(1));
    await settled();
    expect(fleets[1]!.relays[0]!.isUp).toBe(true);
  });
});
