import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Bond,
  type Doorway,
  mayJoin,
  mayLookAround,
  mayOpen,
  mayRaiseHand,
  maySee,
  roomCaps,
  seatToEnd,
} from './index.ts';

const flag = fc.boolean();
const rarely = fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true));
const room: fc.Arbitrary<Doorway> = fc.record({
  kind: fc.constantFrom('open' as const, 'social' as const, 'club' as const, 'closed' as const),
  ended: rarely,
  guests: flag,
  byLink: flag,
  people: fc.nat({ max: 4 }),
  capacity: fc.integer({ min: 1, max: 4 }),
});
const bond: fc.Arbitrary<Bond> = fc
  .record({
    account: flag,
    banned: rarely,
    putOut: rarely,
    blocked: rarely,
    invited: flag,
    followed: flag,
    member: flag,
    here: rarely,
    holdsLink: flag,
  })
  .map((all) =>
    all.account
      ? all
      : { ...all, banned: false, blocked: false, invited: false, followed: false, member: false },
  );
const elsewhere = fc.record({ listening: fc.nat({ max: 3 }) });

const all = (check: (room: Doorway, person: Bond, elsewhere: { listening: number }) => void) =>
  fc.assert(fc.property(room, bond, elsewhere, check), { numRuns: 2_000 });

test('N1 N2 N3 what hides a room hides it whatever else is true', () => {
  all((room, person) => {
    if (room.ended || person.banned || person.putOut || person.blocked) {
      expect(maySee(room, person)).toMatchObject({ may: false, tell: 'notFound' });
    }
  });
});

test('N4 to N8 a room is seen by exactly those whom its kind names', () => {
  all((room, person) => {
    fc.pre(!room.ended && !person.banned && !person.putOut && !person.blocked);
    const names = {
      open: person.account || room.guests,
      social: person.followed,
      club: person.member,
      closed: room.byLink && person.holdsLink && (person.account || room.guests),
    };
    expect(maySee(room, person).may).toBe(person.here || person.invited || names[room.kind]);
  });
});

test('N20 who joins sees the room, and who may not see it is told what an absent room tells', () => {
  all((room, person, elsewhere) => {
    const sees = maySee(room, person);
    const joins = mayJoin(room, person, elsewhere);
    if (!sees.may) expect(joins).toEqual(sees);
    if (joins.may) expect(sees.may).toBe(true);
    if (!joins.may && joins.tell !== 'notFound') expect(sees.may).toBe(true);
  });
});

test('N21 N22 only a full room or too many others keep out somebody who sees the room and is not in it', () => {
  all((room, person, elsewhere) => {
    fc.pre(maySee(room, person).may);
    const full = room.people >= room.capacity;
    const many = person.account && elsewhere.listening >= 2;
    expect(mayJoin(room, person, elsewhere).may).toBe(person.here || !(full || many));
  });
});

test('N23 the earlier stage is left', () => {
  expect(seatToEnd(['a'], 'a')).toBeUndefined();
  expect(seatToEnd(['a', 'b'], 'b')).toBe('a');
});

test('N30 ten openings in any 24 hours', () => {
  const plan = { kind: 'open', guests: false, byLink: false, club: false } as const;
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3 * roomCaps.creationWindowMs }), { maxLength: 60 }), (times) => {
      const openings: number[] = [];
      for (const now of times.sort((a, b) => a - b)) {
        const verdict = mayOpen(
          plan,
          { banned: false, member: false, onStageElsewhere: false, openings },
          now,
        );
        if (verdict.may) openings.push(now);
        else if (verdict.why === 'tooManyRooms') {
          const later = { banned: false, member: false, onStageElsewhere: false, openings };
          expect(mayOpen(plan, later, now + verdict.retryInMs - 1).may).toBe(false);
          expect(mayOpen(plan, later, now + verdict.retryInMs).may).toBe(true);
        }
        expect(openings.filter((at) => now - at < roomCaps.creationWindowMs).length).toBeLessThanOrEqual(10);
      }
    }),
  );
  const free = { banned: false, member: false, onStageElsewhere: true, openings: [] };
  expect(mayOpen(plan, free, 0)).toEqual({ may: false, why: 'onStage' });
});

test('N31 N32 what a room may be', () => {
  const opener = { banned: false, member: true, onStageElsewhere: false, openings: [] };
  const plan = { kind: 'club', guests: false, byLink: false, club: true } as const;
  expect(mayOpen(plan, opener, 0).may).toBe(true);
  expect(mayOpen({ ...plan, club: false }, opener, 0)).toMatchObject({ why: 'contradiction' });
  expect(mayOpen({ ...plan, guests: true }, opener, 0)).toMatchObject({ why: 'contradiction' });
  expect(mayOpen(plan, { ...opener, member: false }, 0)).toMatchObject({ why: 'notFound' });
  expect(mayOpen(plan, { ...opener, banned: true }, 0)).toMatchObject({ why: 'notFound' });
  expect(mayOpen({ kind: 'closed', guests: true, byLink: true, club: false }, opener, 0).may).toBe(true);
  expect(mayOpen({ kind: 'social', guests: true, byLink: false, club: false }, opener, 0).may).toBe(false);
  expect(mayOpen({ kind: 'open', guests: true, byLink: true, club: false }, opener, 0).may).toBe(false);
});

test('N40 hands', () => {
  const stranger = { account: true, followed: false };
  expect(mayRaiseHand('all', stranger)).toBe(true);
  expect(mayRaiseHand('followed', stranger)).toBe(false);
  expect(mayRaiseHand('followed', { account: true, followed: true })).toBe(true);
  expect(mayRaiseHand('off', { account: true, followed: true })).toBe(false);
  expect(mayRaiseHand('all', { account: false, followed: false })).toBe(false);
});

test('N50 who is in a room that is not open is shown to those in it', () => {
  all((room, person) => {
    const looks = mayLookAround(room, person).may;
    expect(looks).toBe(maySee(room, person).may && (room.kind === 'open' || person.here));
  });
});
