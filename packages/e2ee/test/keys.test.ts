import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packKid, unpackKid } from '../src/frame/index.ts';
import { unwrapEpoch, wrapEpoch } from '../src/keys/epoch-wrap.ts';
import { same } from '../src/keys/layout.ts';
import { broughtTo, openEpoch, type PathSecrets } from '../src/keys/member-secrets.ts';
import { roomTime, sampled } from '../src/keys/room-clock.ts';
import { safetyCode } from '../src/keys/safety-code.ts';
import { senderKey } from '../src/keys/sender-key.ts';
import { advanced, maxSteps, stepAt } from '../src/keys/step-chain.ts';
import { cover, forwarded, forwardsAt, nodeKey, onPath, pathKeys, treeLeaves } from '../src/keys/tree.ts';
import { fill } from './makers.ts';

const master = fill(32, 1);

/** A room: how many leaves were given, and which of them are out. */
const roomsUpTo = (max: number) =>
  fc
    .integer({ min: 1, max })
    .chain((size) =>
      fc.record({ size: fc.constant(size), out: fc.uniqueArray(fc.nat(size - 1), { maxLength: size }) }),
    );

describe('the tree', () => {
  it('K1 a cover holds every leaf that stays exactly once, and no other leaf', () => {
    fc.assert(
      fc.property(roomsUpTo(2_000), ({ size, out }) => {
        const removed = new Set(out);
        const nodes = cover(size, removed);
        const held = new Map<number, number>();
        for (const { depth, index } of nodes) {
          const width = 2 ** (20 - depth);
          for (let leaf = index * width; leaf < (index + 1) * width && leaf < size + 64; leaf++) {
            held.set(leaf, (held.get(leaf) ?? 0) + 1);
          }
          // A subtree that reaches beyond the leaves given would let later ones in.
          expect((index + 1) * width).toBeLessThanOrEqual(size);
        }
        for (let leaf = 0; leaf < size; leaf++) expect(held.get(leaf) ?? 0).toBe(removed.has(leaf) ? 0 : 1);
      }),
      { numRuns: 25 },
    );
    expect(cover(treeLeaves, [])).toEqual([{ depth: 0, index: 0 }]);
    expect(cover(1, [0])).toEqual([]);
  });

  it('K2 removing one of N costs no more nodes than twice the tree is deep', () => {
    for (const size of [50, 1_000, 5_000, 100_000, treeLeaves]) {
      expect(cover(size, [Math.floor(size / 3)]).length).toBeLessThanOrEqual(
        2 * Math.ceil(Math.log2(size)) + 1,
      );
    }
  });

  it('K3 who stays opens the epoch; who is out, or comes later, does not', () => {
    fc.assert(
      fc.property(roomsUpTo(60), fc.nat(40), ({ size, out }, epoch) => {
        const removed = new Set(out);
        const at = { generation: 1, epoch, salt: fill(16, epoch) };
        const secret = fill(32, 9);
        const wraps = wrapEpoch(master, at, secret, size, removed);
        const forwards = forwardsAt(epoch);
        const tried = [0, size - 1, size, size + 1, ...out.slice(0, 5), Math.floor(size / 2)];
        for (const leaf of tried) {
          const path = pathKeys(master, leaf, forwards);
          const stays = leaf < size && !removed.has(leaf);
          const opened = unwrapEpoch(leaf, (depth) => path[depth], at, wraps);
          expect(opened.is).toBe(stays ? 'open' : 'left out');
          if (opened.is === 'open') expect(opened.secret).toEqual(secret);
          if (stays) continue;
          // Not with any key that it has, on any wrap that there is.
          for (const wrap of wraps) {
            for (const key of path) {
              const forced = unwrapEpoch(wrap.index * 2 ** (20 - wrap.depth), () => key, at, [wrap]);
              expect(forced.is).toBe('forged');
            }
          }
        }
      }),
      { numRuns: 12 },
    );
  });

  it('K4 the same node, epoch and generation under another salt is another key', () => {
    const at = { generation: 1, epoch: 3, salt: fill(16, 1) };
    const secret = fill(32, 2);
    const [one] = wrapEpoch(master, at, secret, 4, []);
    const [two] = wrapEpoch(master, { ...at, salt: fill(16, 2) }, secret, 4, []);
    expect(same(one!.box, two!.box)).toBe(false);
    const path = pathKeys(master, 1, 0);
    expect(unwrapEpoch(1, (depth) => path[depth], at, [two!]).is).toBe('forged');
    expect(unwrapEpoch(1, (depth) => path[depth], { ...at, generation: 2 }, [one!]).is).toBe('forged');
    expect(unwrapEpoch(1, (depth) => path[depth], { ...at, epoch: 4 }, [one!]).is).toBe('forged');
  });

  it('K5 node keys go forward every 16 epochs, for members as for stewards, and never back', () => {
    const leaf = 12_345;
    let secrets: PathSecrets = { leaf, path: pathKeys(master, leaf, 0), forwards: 0 };
    const first = secrets.path.map((key) => key.slice());
    for (const epoch of [1, 15, 16, 17, 40, 41, 200]) {
      const at = { generation: 1, epoch, salt: fill(16, epoch) };
      const wraps = wrapEpoch(master, at, fill(32, epoch), 20_000, [3]);
      expect(openEpoch(secrets, at, wraps)).toMatchObject({ is: 'open', secret: fill(32, epoch) });
      secrets = broughtTo(secrets, epoch);
      expect(secrets.path).toEqual(pathKeys(master, leaf, forwardsAt(epoch)));
    }
    const at = { generation: 1, epoch: 1, salt: fill(16, 1) };
    const wraps = wrapEpoch(master, at, fill(32, 1), 20_000, [3]);
    expect(openEpoch({ ...secrets, forwards: 0 }, at, wraps).is).toBe('forged');
    expect(openEpoch({ leaf, path: first, forwards: 0 }, at, wraps).is).toBe('open');
  });

  it('K6 a node key is known on the path to it and nowhere else', () => {
    fc.assert(
      fc.property(fc.nat(treeLeaves - 1), fc.nat(20), fc.nat(3), (leaf, depth, forwards) => {
        const index = Math.floor(leaf / 2 ** (20 - depth));
        expect(onPath(leaf, { depth, index })).toBe(true);
        expect(pathKeys(master, leaf, forwards)[depth]).toEqual(nodeKey(master, { depth, index }, forwards));
        expect(onPath(leaf, { depth, index: index + 1 })).toBe(false);
      }),
      { numRuns: 100 },
    );
    const key = nodeKey(master, { depth: 3, index: 1 }, 0);
    expect(forwarded(forwarded(key, 2), 3)).toEqual(forwarded(key, 5));
  });
});

describe('steps and senders', () => {
  it('K10 a chain goes forward only, and the way does not matter', () => {
    const start = { epoch: 2, step: 0, secret: fill(32, 1) };
    const at5 = advanced(start, 5);
    expect(advanced(advanced(start, 2), 5)).toEqual(at5);
    expect(advanced(at5, 3)).toEqual(at5);
    expect(same(at5.secret, start.secret)).toBe(false);
    expect([stepAt(9_999, 0), stepAt(10_000, 0), stepAt(-5, 0)]).toEqual([0, 1, 0]);
  });

  it('K16 a false time does not make a chain run for ever', () => {
    const start = { epoch: 2, step: 7, secret: fill(32, 1) };
    expect(advanced(start, 7 + maxSteps).step).toBe(7 + maxSteps);
    expect(advanced(start, 8 + maxSteps)).toBe(start);
    expect(advanced(start, stepAt(Number.MAX_SAFE_INTEGER, 0))).toBe(start);
  });

  it('K11 every sender, step and epoch has a key of its own, and the KID names it', () => {
    const chain = { epoch: 18, step: 33, secret: fill(32, 1) };
    const voice = { sender: 5, leaf: 9, key: fill(32, 2) };
    const one = senderKey(chain, voice);
    expect(one.kid).toBe(packKid({ sender: 5, epoch: 2, step: 1 }));
    expect(unpackKid(one.kid)).toEqual({ sender: 5, epoch: 2, step: 1 });
    const others = [
      senderKey(chain, { ...voice, leaf: 10 }),
      senderKey(chain, { ...voice, key: fill(32, 3) }),
      senderKey(chain, { ...voice, sender: 6 }),
      senderKey(advanced(chain, 34), voice),
    ];
    for (const other of others) expect(same(other.key, one.key)).toBe(false);
    expect(senderKey(chain, voice)).toEqual(one);
  });
});

describe('room time', () => {
  it('K12 delays do not move room time, drift does, slowly', () => {
    let clock = sampled(undefined, 1_000_000, 0);
    for (let i = 1; i < 50; i++) clock = sampled(clock, 1_000_000 + i * 20_000 - (i % 7) * 100, i * 20_000);
    expect(Math.abs(roomTime(clock, 0) - 1_000_000)).toBeLessThanOrEqual(12);
    const held = sampled(clock, 1_000_000, 90_000);
    expect(clock.offset - held.offset).toBe(2);
    expect(sampled(clock, 2_000_000, 0).offset).toBe(2_000_000);
  });
});

describe('safety code', () => {
  it('K13 has thirty digits, and everything it stands for changes it', () => {
    const words = { roomKey: fill(32, 1), generation: 1, epoch: 2, epochRoot: fill(32, 2) };
    const code = safetyCode(words);
    expect(code).toMatch(/^\d{5}( \d{5}){5}$/);
    expect(safetyCode({ ...words })).toBe(code);
    for (const other of [
      { roomKey: fill(32, 3) },
      { generation: 2 },
      { epoch: 3 },
      { epochRoot: fill(32, 4) },
    ]) {
      expect(safetyCode({ ...words, ...other })).not.toBe(code);
    }
  });
});
