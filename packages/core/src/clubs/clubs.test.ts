import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ClubCommand,
  type ClubFacts,
  clubSight,
  decide,
  isIn,
  runsIt,
  type Standing,
  successor,
  type WayIn,
} from './index.ts';

const standings: readonly Standing[] = ['none', 'requested', 'invited', 'banned', 'member', 'admin', 'owner'];
const types = [
  'join',
  'withdraw',
  'leave',
  'invite',
  'uninvite',
  'accept',
  'decline',
  'promote',
  'demote',
  'transfer',
  'remove',
  'ban',
  'unban',
  'edit',
  'close',
] as const satisfies readonly ClubCommand['type'][];

const people = 5;
const membersAtMost = 4;
const command = (type: ClubCommand['type'], rules: number): ClubCommand =>
  type === 'join' ? { type, rules } : { type };

type World = { standing: Standing[]; accepted: (number | undefined)[]; rules: number; closed: boolean };

const found = (): World => ({
  standing: ['owner', ...Array<Standing>(people - 1).fill('none')],
  accepted: [1, ...Array<undefined>(people - 1).fill(undefined)],
  rules: 1,
  closed: false,
});

const factsOf = (
  world: World,
  wayIn: WayIn,
  inDirectory: boolean,
  actor: number,
  other: number,
): ClubFacts => ({
  wayIn,
  inDirectory,
  rules: world.rules,
  members: world.standing.filter(isIn).length,
  membersAtMost,
  actor: world.standing[actor]!,
  target: world.standing[other]!,
  self: actor === other,
});

const steps = fc.array(
  fc.record({
    type: fc.constantFrom(...types),
    actor: fc.nat(people - 1),
    other: fc.nat(people - 1),
    stale: fc.boolean(),
    wayIn: fc.constantFrom<WayIn>('open', 'request', 'invitation'),
    inDirectory: fc.boolean(),
  }),
  { maxLength: 60 },
);

describe('a club, whatever happens to it', () => {
  test('C3 C7 C10 C14 C21 one owner, nobody inside without the rules, no banned person gets back by themselves', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const world = found();
        for (const { type, actor, other, stale, wayIn, inDirectory } of all) {
          if (world.closed) return;
          const before = [...world.standing];
          const facts = factsOf(world, wayIn, inDirectory, actor, other);
          const version = stale ? world.rules + 1 : world.rules;
          const answer = decide(command(type, version), facts);
          if (answer.ok) {
            for (const change of answer.changes) {
              if (change.who === 'club') {
                expect(runsIt(before[actor]!)).toBe(true);
                if (change.to === 'closed') {
                  expect(before[actor]).toBe('owner');
                  world.closed = true;
                }
                continue;
              }
              const at = change.who === 'actor' ? actor : other;
              if (type === 'join') world.accepted[at] = version;
              world.standing[at] = change.to;
            }
          }
          expect(world.standing.filter((one) => one === 'owner')).toHaveLength(1);
          expect(world.standing.filter(isIn).length).toBeLessThanOrEqual(membersAtMost);
          for (let i = 0; i < people; i++) {
            const [was, is] = [before[i]!, world.standing[i]!];
            if (isIn(is)) expect(world.accepted[i]).toBeDefined();
            if (was === is) continue;
            // Whoever's standing is changed by another is of lower rank, or is handed the club.
            if (i !== actor) expect(runsIt(before[actor]!) && was !== 'owner').toBe(true);
            if (was === 'banned') expect([type, is]).toEqual(['unban', 'none']);
            if (!isIn(was) && isIn(is)) expect(['join', 'accept', 'invite']).toContain(type);
            if (type === 'join' && isIn(is)) expect(stale).toBe(false);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

const facts = (over: Partial<ClubFacts>): ClubFacts => ({
  wayIn: 'open',
  inDirectory: true,
  rules: 3,
  members: 2,
  membersAtMost,
  actor: 'none',
  target: 'none',
  self: false,
  ...over,
});
const changes = (...list: object[]) => ({ ok: true, changes: list });
const refused = (why: string) => ({ ok: false, why });

describe('coming in', () => {
  test('C2 by each way in', () => {
    const join = (over: Partial<ClubFacts>) => decide({ type: 'join', rules: 3 }, facts(over));
    expect(join({ wayIn: 'open' })).toEqual(changes({ who: 'actor', to: 'member' }));
    expect(join({ wayIn: 'request' })).toEqual(changes({ who: 'actor', to: 'requested' }));
    expect(join({ wayIn: 'invitation' })).toEqual(refused('notAllowed'));
    expect(join({ wayIn: 'invitation', actor: 'invited', inDirectory: false })).toEqual(
      changes({ who: 'actor', to: 'member' }),
    );
  });

  test('C3 the rules of yesterday open nothing', () => {
    for (const wayIn of ['open', 'request', 'invitation'] as const) {
      expect(decide({ type: 'join', rules: 2 }, facts({ wayIn, actor: 'invited' }))).toEqual(
        refused('rulesChanged'),
      );
    }
  });

  test('C4 a request and an invitation that meet are a membership', () => {
    const inDesk = { wayIn: 'request', actor: 'admin', target: 'requested' } as const;
    expect(decide({ type: 'invite' }, facts(inDesk))).toEqual(changes({ who: 'target', to: 'member' }));
    expect(decide({ type: 'join', rules: 3 }, facts({ wayIn: 'request', actor: 'invited' }))).toEqual(
      changes({ who: 'actor', to: 'member' }),
    );
  });

  test('C6 asking twice changes nothing; a request and an invitation can be taken back', () => {
    expect(decide({ type: 'join', rules: 1 }, facts({ wayIn: 'request', actor: 'requested' }))).toEqual(
      changes(),
    );
    expect(decide({ type: 'join', rules: 1 }, facts({ actor: 'member' }))).toEqual(changes());
    for (const actor of ['requested', 'invited'] as const) {
      expect(decide({ type: 'withdraw' }, facts({ actor }))).toEqual(changes({ who: 'actor', to: 'none' }));
    }
  });

  test('C7 a full club', () => {
    const full = { members: membersAtMost };
    expect(decide({ type: 'join', rules: 3 }, facts(full))).toEqual(refused('full'));
    expect(decide({ type: 'accept' }, facts({ ...full, actor: 'owner', target: 'requested' }))).toEqual(
      refused('full'),
    );
  });
});

describe('ranks', () => {
  test('C11 C12 C33 what the owner alone may do', () => {
    for (const actor of standings.filter((standing) => standing !== 'owner')) {
      for (const type of ['promote', 'demote', 'transfer', 'close'] as const) {
        const answer = decide({ type }, facts({ actor, target: 'member' }));
        expect(answer).toEqual(refused(actor === 'banned' ? 'notFound' : 'notAllowed'));
      }
    }
    expect(decide({ type: 'transfer' }, facts({ actor: 'owner', target: 'member' }))).toEqual(
      changes({ who: 'actor', to: 'admin' }, { who: 'target', to: 'owner' }),
    );
  });

  test('C13 the owner hands over before leaving', () => {
    expect(decide({ type: 'leave' }, facts({ actor: 'owner', self: true }))).toEqual(refused('notAllowed'));
    expect(decide({ type: 'leave' }, facts({ actor: 'admin', self: true }))).toEqual(
      changes({ who: 'actor', to: 'none' }),
    );
  });

  test('C5 C14 nobody below admin does anything to others, and nobody to their equals', () => {
    const toOthers = types.filter((type) => !['join', 'withdraw', 'leave', 'edit', 'close'].includes(type));
    for (const order of toOthers.map((one) => command(one, 3))) {
      for (const target of standings) {
        for (const actor of ['none', 'requested', 'invited', 'member'] as const) {
          expect(decide(order, facts({ actor, target }))).toEqual(refused('notAllowed'));
        }
        if (runsIt(target))
          expect(decide(order, facts({ actor: 'admin', target }))).toEqual(refused('notAllowed'));
        expect(decide(order, facts({ actor: 'owner', target, self: true }))).toEqual(refused('notAllowed'));
      }
    }
  });
});

describe('removal', () => {
  test('C20 C21 C22 removed may come back, banned may not, unbanned is a stranger', () => {
    const admin = { actor: 'admin' } as const;
    expect(decide({ type: 'remove' }, facts({ ...admin, target: 'member' }))).toEqual(
      changes({ who: 'target', to: 'none' }),
    );
    for (const target of ['none', 'requested', 'invited', 'member'] as const) {
      expect(decide({ type: 'ban' }, facts({ ...admin, target }))).toEqual(
        changes({ who: 'target', to: 'banned' }),
      );
    }
    expect(decide({ type: 'invite' }, facts({ ...admin, target: 'banned' }))).toEqual(refused('notAllowed'));
    expect(decide({ type: 'unban' }, facts({ ...admin, target: 'banned' }))).toEqual(
      changes({ who: 'target', to: 'none' }),
    );
    for (const type of types) {
      expect(decide(command(type, 3), facts({ actor: 'banned' }))).toEqual(refused('notFound'));
    }
  });

  test('C23 the longest-standing admin inherits, then the longest-standing member, then nobody', () => {
    const heir = (id: string, standing: Standing, since: number) => ({ id, standing, since });
    const all = [
      heir('m', 'member', 1),
      heir('b', 'admin', 9),
      heir('a', 'admin', 5),
      heir('x', 'banned', 0),
    ];
    expect(successor(all)).toBe('a');
    expect(successor(all.filter(({ standing }) => standing !== 'admin'))).toBe('m');
    expect(successor([heir('i', 'invited', 0), heir('x', 'banned', 0)])).toBeUndefined();
  });
});

describe('sight', () => {
  test('C30 C31 C32 C34 what each standing sees, and that a hidden club is absent for strangers', () => {
    const seen = (standing: Standing, inDirectory: boolean) =>
      Object.entries(clubSight(standing, inDirectory))
        .flatMap(([part, shown]) => (shown ? [part] : []))
        .join(' ');
    expect(standings.map((standing) => seen(standing, true))).toEqual([
      'club',
      'club',
      'club',
      '',
      'club members',
      'club members desk',
      'club members desk',
    ]);
    expect(standings.map((standing) => seen(standing, false))).toEqual([
      '',
      '',
      'club',
      '',
      'club members',
      'club members desk',
      'club members desk',
    ]);
    for (const type of types) {
      expect(decide(command(type, 3), facts({ inDirectory: false }))).toEqual(refused('notFound'));
    }
  });
});
