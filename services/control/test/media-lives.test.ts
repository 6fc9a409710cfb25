import { moveRules } from '@stoa/core/fleet';
import type { PeerId, RelayCommand } from '@stoa/protocol';
import { VirtualClock } from '@stoa/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EraMedia } from '../src/media/era-media.ts';
import { MediaLine } from '../src/media/media-line.ts';
import { Switchboard } from '../src/media/switchboard.ts';
import { FakeRelay } from './world.ts';

const speaker = { publish: true, subscribe: true, onStage: true };
const listener = { publish: false, subscribe: true, onStage: false };

/** A participant's device as control sees it: offers when it is asked to, or not. */
type Device = {
  line: MediaLine;
  next: number;
  asked: boolean;
  lost: boolean;
  gone: boolean;
  readonly carried: number[];
};

/** Some lines of one era over three relays, to which anything may happen. */
function world() {
  const clock = new VirtualClock();
  const relays = [new FakeRelay(), new FakeRelay(), new FakeRelay()];
  let changed = () => {};
  const onChange = (listener: () => void) => {
    changed = listener;
    return () => {};
  };
  const board = new Switchboard({ relays, onChange }, () => {}, { clock, spreadAfter: 1 });
  const media = new EraMedia(board, Uint8Array.of(0, 0, 0, 0, 0, 3));
  const devices: Device[] = [];
  const come = () => {
    const device: Device = {
      next: 0,
      asked: false,
      lost: false,
      gone: false,
      carried: [],
      line: new MediaLine(media, {
        answered() {},
        connected() {},
        refused: () => {
          device.lost = true;
        },
        lost: () => {
          device.lost = true;
        },
        move: () => {
          device.asked = true;
          return true;
        },
        moved: (next) => void device.carried.push(next),
        nextLost() {},
      }),
    };
    device.line.seat(listener);
    device.line.offer('v=0');
    devices.push(device);
  };
  return { clock, relays, board, media, devices, come, changed: () => changed() };
}

type World = ReturnType<typeof world>;
type Step = readonly [what: keyof typeof deeds, who: number, relay: number];

const deeds = {
  come: (w: World) => w.come(),
  leave: (_: World, device: Device) => {
    device.line.close();
    device.gone = true;
  },
  stage: (_: World, device: Device) => device.line.seat(speaker),
  audience: (_: World, device: Device) => device.line.seat(listener),
  /** What it was asked for, and sometimes what nobody asked for. */
  offerNext: (_: World, device: Device) => {
    device.asked = false;
    device.line.offerNext('v=0', ++device.next);
  },
  offer: (_: World, device: Device) => {
    device.lost = false;
    device.line.offer('v=0');
  },
  up: (_: World, __: Device, relay: FakeRelay) => {
    for (const peer of relay.peers.keys()) relay.emit({ type: 'connected', peer });
  },
  fail: (_: World, __: Device, relay: FakeRelay) => {
    const [peer] = relay.peers.keys();
    if (peer === undefined) return;
    relay.peers.delete(peer);
    relay.emit({ type: 'gone', peer, why: 'failed' });
  },
  crash: (_: World, __: Device, relay: FakeRelay) => relay.isUp && relay.crash(),
  recover: (_: World, __: Device, relay: FakeRelay) => relay.isUp || relay.recover(),
  drain: (w: World, _: Device, relay: FakeRelay) => {
    relay.draining = !relay.draining;
    w.changed();
  },
  full: (_: World, __: Device, relay: FakeRelay) => {
    relay.pressure = relay.pressure > 0 ? 0 : 0.9;
  },
} as const;

const names = Object.keys(deeds) as (keyof typeof deeds)[];
const step: fc.Arbitrary<Step> = fc.tuple(fc.constantFrom(...names), fc.nat(7), fc.nat(2));

/** What relays were told last of each peer that they have. */
function seats(relays: readonly FakeRelay[]) {
  return relays.flatMap((relay) => [...relay.peers].map(([peer, { seat }]) => ({ relay, peer, seat })));
}

function lastLinks(relay: FakeRelay): ReadonlySet<unknown> {
  const told = relay.commands.findLast(
    (command): command is Extract<RelayCommand, { type: 'links' }> => command.type === 'links',
  );
  return new Set(told?.links);
}

test('whatever happens to transports, relays and people: nobody has more than three, nobody who is not on stage publishes, and nothing is left in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, fc.nat(1_500)), { maxLength: 60 }), async (steps) => {
      const w = world();
      for (let i = 0; i < 3; i++) w.come();
      const staged = new Set<Device>();
      for (const [[what, who, at], ms] of steps) {
        const device = w.devices[who % w.devices.length]!;
        if (device.gone && what !== 'come') continue;
        if (what === 'stage') staged.add(device);
        if (what === 'audience' || what === 'leave') staged.delete(device);
        deeds[what](w, device, w.relays[at]!);
        await w.clock.advance(ms);
        const here = w.devices.filter(({ gone }) => !gone).length;
        const all = seats(w.relays);
        expect(all.length).toBeLessThanOrEqual(3 * here);
        // Each of them the present one, one beside it, and for a second the one before.
        expect(all.filter(({ seat }) => seat.publish).length).toBeLessThanOrEqual(3 * staged.size);
        expect(w.media.publishers).toBe(staged.size);
        expect(w.board.size).toBe(all.length);
      }
      // A quiet while in which relays are there and everybody offers what is asked for.
      for (const relay of w.relays) {
        if (!relay.isUp) relay.recover();
        relay.draining = false;
        relay.pressure = 0;
      }
      w.changed();
      for (let round = 0; round < 20; round++) {
        for (const device of w.devices.filter(({ gone }) => !gone)) {
          if (device.lost || !device.line.hasTransport) deeds.offer(w, device);
          if (device.asked) deeds.offerNext(w, device);
        }
        for (const relay of w.relays) deeds.up(w, w.devices[0]!, relay);
        await w.clock.advance(moveRules.overlapMs);
      }
      const here = w.devices.filter(({ gone }) => !gone);
      const carrying = seats(w.relays).filter(({ seat }) => seat.subscribe);
      expect(carrying.length).toBe(here.length);
      expect(carrying.filter(({ seat }) => seat.publish).length).toBe(staged.size);
      for (const { line } of here) expect(line.isConnected).toBe(true);
      // Every relay that carries somebody knows all the others that do.
      const busy = w.relays.filter((relay) => carrying.some((one) => one.relay === relay));
      if (busy.length > 1) {
        for (const relay of busy) {
          const others = busy.filter((other) => other !== relay).map(({ link }) => link);
          for (const link of others) expect(lastLinks(relay).has(link)).toBe(true);
        }
      }
      for (const { line } of w.devices) line.close();
      await w.clock.advance(15_000);
      expect([w.board.size, seats(w.relays).length, w.media.publishers]).toEqual([0, 0, 0]);
      expect(w.clock.pending).toBe(0);
      // Nothing of it is left in what placement counts either: the next room is as if it were the first.
      const peers = new Set<PeerId>();
      for (let i = 0; i < 3; i++) w.come();
      for (const { peer } of seats(w.relays)) peers.add(peer);
      expect(peers.size).toBe(3);
    }),
    { numRuns: 150 },
  );
}, 120_000);
