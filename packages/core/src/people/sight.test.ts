import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { badgeFrom, blockedByFollowed, type FollowEnd, followShown, type Relation, sight } from './index.ts';

const relations = fc.record<Relation>({
  signedIn: fc.boolean(),
  self: fc.boolean(),
  blocksThem: fc.boolean(),
  blockedByThem: fc.boolean(),
  gone: fc.boolean(),
  listsPrivate: fc.boolean(),
});
const ends = fc.record<FollowEnd>({
  self: fc.boolean(),
  gone: fc.boolean(),
  listsPrivate: fc.boolean(),
  blocked: fc.boolean(),
});
const nothing = { profile: false, lists: false, approach: false };
const friend: Relation = {
  signedIn: true,
  self: false,
  blocksThem: false,
  blockedByThem: false,
  gone: false,
  listsPrivate: false,
};

describe('who sees whom', () => {
  test('P1 everybody sees all of themselves', () => {
    fc.assert(
      fc.property(relations, (relation) => {
        const seen = sight({ ...relation, signedIn: true, self: true });
        expect(seen).toEqual({ profile: true, lists: true, approach: false });
      }),
    );
  });

  test('P2 somebody who is not signed in sees nobody', () => {
    fc.assert(
      fc.property(relations, (relation) => {
        expect(sight({ ...relation, signedIn: false })).toEqual(nothing);
      }),
    );
  });

  test('P3 a block by either hides each from the other, whatever else holds', () => {
    fc.assert(
      fc.property(relations, fc.boolean(), (relation, mine) => {
        const blocked = { ...relation, self: false, [mine ? 'blocksThem' : 'blockedByThem']: true };
        const seenBack = { ...blocked, blocksThem: blocked.blockedByThem, blockedByThem: blocked.blocksThem };
        expect(sight(blocked)).toEqual(nothing);
        expect(sight(seenBack)).toEqual(nothing);
      }),
    );
  });

  test('P4 P5 who is gone looks like who never was', () => {
    fc.assert(
      fc.property(relations, (relation) => {
        expect(sight({ ...relation, self: false, gone: true })).toEqual(nothing);
      }),
    );
  });

  test('P6 private lists hide the lists and nothing else', () => {
    expect(sight(friend)).toEqual({ profile: true, lists: true, approach: true });
    expect(sight({ ...friend, listsPrivate: true })).toEqual({ profile: true, lists: false, approach: true });
  });

  test('P5 P8 no list and no approach without a profile to see; nobody approaches themselves', () => {
    fc.assert(
      fc.property(relations, (relation) => {
        const seen = sight(relation);
        if (!seen.profile) expect(seen).toEqual(nothing);
        if (relation.self) expect(seen.approach).toBe(false);
      }),
    );
  });
});

describe('who sees that one follows another', () => {
  test('P7 never past a block, never about somebody who is gone', () => {
    fc.assert(
      fc.property(ends, ends, (from, to) => {
        if (from.blocked || to.blocked || from.gone || to.gone) expect(followShown(from, to)).toBe(false);
      }),
    );
  });

  test('P7 third people see it only when neither end keeps private lists; the ends see it', () => {
    fc.assert(
      fc.property(ends, ends, (a, b) => {
        const from = { ...a, gone: false, blocked: false };
        const to = { ...b, gone: false, blocked: false };
        const expected = from.self || to.self || !(from.listsPrivate || to.listsPrivate);
        expect(followShown(from, to)).toBe(expected);
      }),
    );
  });

  test('P7 what is shown of the lists of a person agrees with what the person shows', () => {
    fc.assert(
      fc.property(relations, ends, (relation, other) => {
        const owner: FollowEnd = {
          self: relation.self,
          gone: relation.gone,
          listsPrivate: relation.listsPrivate,
          blocked: relation.blocksThem || relation.blockedByThem,
        };
        if (followShown(owner, { ...other, self: false }) && !relation.self)
          expect(sight({ ...relation, signedIn: true }).lists).toBe(true);
      }),
    );
  });
});

describe('the badge', () => {
  test('P20 it needs several, so that it names nobody', () => {
    expect(blockedByFollowed(false, badgeFrom - 1)).toBe(false);
    expect(blockedByFollowed(false, badgeFrom)).toBe(true);
    expect(badgeFrom).toBeGreaterThan(2);
  });

  test('P21 nobody sees it about themselves', () => {
    expect(blockedByFollowed(true, 1_000)).toBe(false);
  });
});
