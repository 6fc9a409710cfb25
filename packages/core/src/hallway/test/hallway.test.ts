import { toBase64Url } from '@stoa/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  choice,
  Hallway,
  type IdList,
  idFromText,
  idsFromTexts,
  idText,
  type Slot,
  type Viewer,
} from '../index.ts';
import { stepsFactor } from './config.ts';
import { feed, type ModelRoom } from './model.ts';

const person = (n: number): string =>
  toBase64Url(Uint8Array.from({ length: 16 }, (_, i) => (n * 31 + i * n) & 255));
const people = Array.from({ length: 12 }, (_, n) => person(n + 1));
const clubs = [person(101), person(102)];
const ids = (texts: readonly string[]): IdList => idsFromTexts(texts);
const kinds = ['open', 'social', 'club', 'closed'] as const;

const who = fc.constantFrom(...people);
const some = fc.uniqueArray(who, { maxLength: 12 });
const facts = fc
  .record({
    kind: fc.constantFrom(...kinds),
    club: fc.option(fc.constantFrom(...clubs), { nil: undefined }),
    topics: fc.array(fc.nat({ max: 63 }), { maxLength: 5 }),
    languages: fc.array(fc.constantFrom(0, 1, 31, 32, 63), { maxLength: 2 }),
    guests: fc.boolean(),
  })
  .map(({ kind, club, topics, languages, guests }) => ({
    guests,
    kind,
    club: club ? idFromText(club) : undefined,
    topics: choice(topics),
    languages: choice(languages),
  }));
const viewer: fc.Arbitrary<Viewer> = fc
  .record({
    id: fc.option(who, { nil: undefined }),
    follows: some,
    blocked: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.uniqueArray(who, { maxLength: 2 })),
    clubs: fc.subarray(clubs),
    topics: fc.array(fc.nat({ max: 63 }), { maxLength: 40 }),
    languages: fc.array(fc.constantFrom(0, 1, 31, 32, 63), { maxLength: 3 }),
  })
  .map((v) => ({
    id: ids(v.id ? [v.id] : []),
    follows: ids(v.follows),
    blocked: ids(v.blocked),
    // A club is for people with an account.
    clubs: ids(v.id ? v.clubs : []),
    topics: choice(v.topics),
    languages: choice(v.languages),
  }));

const which = fc.nat({ max: 40 });
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('open' as const), facts }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('change' as const), which, facts }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('seat' as const),
      which,
      who,
      where: fc.constantFrom('stage' as const, 'stage' as const, 'audience' as const, 'gone' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('invite' as const), which, who, on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('shutOut' as const), which, who }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('reach' as const),
      which,
      who,
      follows: fc.option(some, { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('report' as const), which, on: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('resize' as const), which, people: fc.nat({ max: 5000 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat({ max: 20 * 60_000 }) }) },
);

/** The index and the model side by side; the slot tells which model room is meant. */
class Pair {
  readonly hallway = new Hallway();
  readonly rooms = new Map<Slot, ModelRoom>();
  now = 0;
  #order = 0;

  play(move: typeof step extends fc.Arbitrary<infer S> ? S : never): void {
    if (move.do === 'open') {
      this.#open(move.facts);
      return;
    }
    if (move.do === 'wait') {
      this.now += move.ms;
      this.hallway.advance(this.now);
      return;
    }
    const [slot, room] = [...this.rooms][move.which % Math.max(1, this.rooms.size)] ?? [];
    if (slot === undefined || !room) return;
    switch (move.do) {
      case 'close':
        this.hallway.close(slot);
        this.rooms.delete(slot);
        return;
      case 'change':
        this.hallway.change(slot, move.facts);
        room.facts = move.facts;
        return;
      case 'seat':
        this.hallway.seat(slot, move.who, move.where);
        room.stage.delete(move.who);
        room.audience.delete(move.who);
        if (move.where === 'stage') room.stage.add(move.who);
        else room.reach.delete(move.who);
        if (move.where === 'audience') room.audience.add(move.who);
        return;
      case 'invite':
        this.hallway.invite(slot, move.who, move.on);
        if (move.on) room.invited.add(move.who);
        else room.invited.delete(move.who);
        return;
      case 'shutOut':
        this.hallway.shutOut(slot, move.who);
        room.shutOut.add(move.who);
        return;
      case 'reach':
        this.hallway.reaches(slot, move.who, move.follows && ids(move.follows));
        if (!move.follows) room.reach.delete(move.who);
        else if (room.stage.has(move.who)) room.reach.set(move.who, new Set(move.follows));
        return;
      case 'report':
        this.hallway.report(slot, move.on);
        room.reported = move.on;
        return;
      case 'resize':
        this.hallway.resize(slot, move.people);
        room.people = move.people;
    }
  }

  #open(facts: ModelRoom['facts']): void {
    const slot = this.hallway.open(facts, this.now);
    expect(this.rooms.has(slot)).toBe(false);
    this.#order += 1;
    this.rooms.set(slot, {
      facts,
      openedAt: this.now,
      order: this.#order,
      stage: new Set(),
      audience: new Set(),
      invited: new Set(),
      shutOut: new Set(),
      reach: new Map(),
      people: 0,
      reported: false,
    });
  }

  compare(look: Viewer, limit: number, skip: number): number {
    const slots = new Map([...this.rooms].map(([slot, room]) => [room, slot]));
    const expected = feed(this.rooms.values(), look, this.now, limit, skip).map(({ room, ...rest }) => ({
      ...rest,
      slot: slots.get(room),
    }));
    const actual = this.hallway.feed(look, limit, skip).map(({ friends, ...rest }) => ({
      ...rest,
      friends: friends.map((place) => idText(look.follows, place)),
    }));
    expect(actual).toEqual(expected);
    const among = new Set([...slots.values()].filter((slot) => slot % 2 === 0));
    const some = [...this.rooms].flatMap(([slot, room]) => (among.has(slot) ? [room] : []));
    expect(this.hallway.feed(look, limit, skip, among).map(({ slot }) => slot)).toEqual(
      feed(some, look, this.now, limit, skip).map(({ room }) => slots.get(room)),
    );
    return actual.length;
  }
}

test('H1 to H21 the index answers as the model does, whatever happened', { timeout: 120_000 }, () => {
  let seen = 0;
  fc.assert(
    fc.property(
      fc.array(facts, { minLength: 4, maxLength: 6 }),
      fc.array(step, { minLength: 60, maxLength: 160 }),
      fc.array(viewer, { minLength: 3, maxLength: 3 }),
      fc.integer({ min: 0, max: 8 }),
      fc.nat({ max: 2 }),
      (first, moves, viewers, limit, skip) => {
        const pair = new Pair();
        for (const facts of first) pair.play({ do: 'open', facts });
        moves.forEach((move, i) => {
          pair.play(move);
          if (i % 7 === 0) seen += pair.compare(viewers[i % viewers.length]!, limit, skip);
        });
        for (const look of viewers) seen += pair.compare(look, 100, 0);
      },
    ),
    { numRuns: 300 * stepsFactor },
  );
  expect(seen).toBeGreaterThan(1_000);
});

test('H14 H15 among many rooms the best are found, though the walk ends early', { timeout: 120_000 }, () => {
  const room = fc.record({ facts, people: fc.nat({ max: 5_000 }), edited: fc.option(facts) });
  fc.assert(
    fc.property(
      fc.array(room, { minLength: 150, maxLength: 300 }),
      fc.array(viewer, { minLength: 4, maxLength: 4 }),
      fc.integer({ min: 1, max: 12 }),
      (many, viewers, limit) => {
        const pair = new Pair();
        many.forEach(({ facts, people: size, edited }, which) => {
          pair.play({ do: 'open', facts });
          pair.play({ do: 'seat', which, who: people[which % people.length]!, where: 'stage' });
          pair.play({ do: 'resize', which, people: size });
          if (edited) pair.play({ do: 'change', which, facts: edited });
          if (which % 9 === 0) pair.play({ do: 'wait', ms: 60_000 });
        });
        for (const look of viewers) {
          pair.compare(look, limit, 0);
          pair.compare({ ...look, follows: ids([]), blocked: ids([]) }, limit, 3);
        }
      },
    ),
    { numRuns: 20 * stepsFactor },
  );
});

describe('one rule at a time', () => {
  const [me, ada, grace, alan] = people as [string, string, string, string];
  const plain = {
    guests: false,
    kind: 'open',
    club: undefined,
    topics: choice([]),
    languages: choice([]),
  } as const;
  const nobody: Viewer = {
    id: ids([me]),
    follows: ids([]),
    blocked: ids([]),
    clubs: ids([]),
    topics: choice([]),
    languages: choice([]),
  };

  test('H2 a block hides the rooms of moderators and speakers, not those of listeners', () => {
    const hallway = new Hallway();
    const slot = hallway.open(plain, 0);
    hallway.seat(slot, ada, 'stage');
    hallway.seat(slot, grace, 'audience');
    const look = { ...nobody, blocked: ids([grace]) };
    expect(hallway.feed(look, 10)).toHaveLength(1);
    hallway.seat(slot, grace, 'stage');
    expect(hallway.feed(look, 10)).toHaveLength(0);
    hallway.seat(slot, grace, 'gone');
    expect(hallway.feed(look, 10)).toHaveLength(1);
  });

  test('H4 who is followed by somebody on stage finds a social room, until that person steps down', () => {
    const hallway = new Hallway();
    const slot = hallway.open({ ...plain, kind: 'social' }, 0);
    hallway.seat(slot, ada, 'stage');
    hallway.seat(slot, grace, 'stage');
    expect(hallway.feed(nobody, 10)).toHaveLength(0);
    hallway.reaches(slot, ada, ids([alan, me]));
    hallway.reaches(slot, grace, ids([me]));
    hallway.seat(slot, ada, 'audience');
    expect(hallway.feed(nobody, 10)).toHaveLength(1);
    hallway.seat(slot, grace, 'audience');
    hallway.seat(slot, alan, 'stage');
    expect(hallway.feed(nobody, 10)).toHaveLength(0);
  });

  test('H11 any number of friends in the audience counts less than one on stage', () => {
    const hallway = new Hallway();
    const talk = hallway.open(plain, 0);
    const crowd = hallway.open(plain, 0);
    hallway.seat(talk, ada, 'stage');
    hallway.seat(crowd, grace, 'stage');
    for (const each of people.slice(3)) hallway.seat(crowd, each, 'audience');
    const look = { ...nobody, follows: ids([ada, ...people.slice(3)]) };
    expect(hallway.feed(look, 10).map(({ slot }) => slot)).toEqual([talk, crowd]);
  });

  test('H20 what a closed room leaves behind does not reach the next one in its slot', () => {
    const hallway = new Hallway();
    const first = hallway.open({ ...plain, kind: 'closed' }, 0);
    hallway.seat(first, ada, 'stage');
    hallway.invite(first, me);
    expect(hallway.feed(nobody, 10)).toMatchObject([{ invited: true }]);
    hallway.close(first);
    const second = hallway.open({ ...plain, kind: 'closed' }, 0);
    hallway.seat(second, ada, 'stage');
    expect(second).toBe(first);
    expect(hallway.feed(nobody, 10)).toEqual([]);
  });

  test('a slot without a room is refused', () => {
    expect(() => new Hallway().close(0)).toThrow(RangeError);
  });
});
