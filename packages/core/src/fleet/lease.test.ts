import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  beginTenure,
  type LifeRecord,
  lapsed,
  leaseRules,
  obeys,
  owns,
  type Sighting,
  sight,
  stepTenure,
  type Tenure,
} from './lease.ts';

const { renewMs, stopMs, lifeMs, aloneAfterMs, aloneStopMs, aloneLifeMs } = leaseRules;

/** One control whose store answers at once, unless it is away. */
function holder() {
  let tenure = beginTenure(0);
  let now = 0;
  const step = (input: Parameters<typeof stepTenure>[1]) => {
    const out = stepTenure(tenure, input, now);
    tenure = out.tenure;
    return out;
  };
  const run = (ms: number, store: 'answers' | 'away' | 'replaced') => {
    for (const until = now + ms; now < until; now += 10) {
      if (!step({ type: 'tick' }).renew) continue;
      step({ type: store === 'answers' ? 'renewed' : store === 'away' ? 'failed' : 'replaced' });
    }
  };
  return {
    run,
    step,
    owns: () => owns(tenure, now),
    tenure: () => tenure,
    sleep: (ms: number) => (now += ms),
  };
}

describe('tenure', () => {
  test('a control owns once its record stands, and stops before anybody may take what it has', () => {
    expect(stopMs + renewMs).toBeLessThanOrEqual(lifeMs);
    expect(aloneStopMs + lifeMs).toBeLessThan(aloneLifeMs);
    const it = holder();
    expect(it.owns()).toBe(false);
    it.run(20, 'answers');
    expect(it.owns()).toBe(true);
    it.run(stopMs - renewMs, 'away');
    expect(it.owns()).toBe(true);
    it.run(renewMs, 'away');
    expect([it.owns(), it.tenure().is]).toEqual([false, 'frozen']);
  });

  test('back in touch and not replaced it owns again; replaced it never does', () => {
    const it = holder();
    it.run(1_000, 'answers');
    it.run(60_000, 'away');
    expect(it.owns()).toBe(false);
    it.run(renewMs, 'answers');
    expect(it.owns()).toBe(true);
    it.run(renewMs, 'replaced');
    expect(it.tenure().is).toBe('lost');
    it.run(5_000, 'answers');
    expect([it.owns(), it.tenure().is]).toEqual([false, 'lost']);
  });

  test('a process that slept owns nothing when it wakes, before it has heard anything', () => {
    const it = holder();
    it.run(1_000, 'answers');
    it.sleep(stopMs);
    expect(it.owns()).toBe(false);
  });

  test('who is alone goes on without the store for a while, and is told so by nobody but itself', () => {
    const it = holder();
    it.run(aloneAfterMs + 1_000, 'answers');
    it.run(60_000, 'away');
    expect(it.owns()).toBe(true);
    it.run(aloneStopMs - 60_000 + renewMs, 'away');
    expect(it.owns()).toBe(false);
  });

  test('from the moment at which it may no longer be alone in the store it counts as everybody does', () => {
    const it = holder();
    it.run(aloneAfterMs + 1_000, 'answers');
    it.step({ type: 'others' });
    it.run(renewMs, 'away');
    it.run(stopMs, 'away');
    expect(it.owns()).toBe(false);
  });

  test('a record that changes is not free; one that stays is, later where it says that it is alone', () => {
    const short: LifeRecord = { alone: false, over: false };
    let seen = sight(undefined, 1, short, 0);
    expect(lapsed(seen, lifeMs - 1)).toBe(false);
    seen = sight(seen, 1, short, lifeMs);
    expect(lapsed(seen, lifeMs)).toBe(true);
    seen = sight(seen, 2, { ...short, alone: true }, lifeMs);
    expect(lapsed(seen, lifeMs + aloneLifeMs - 1)).toBe(false);
    expect(lapsed(seen, lifeMs + aloneLifeMs)).toBe(true);
  });

  test('a word of an older term is not obeyed', () => {
    const answers = [
      obeys(undefined, 1),
      obeys({ term: 2 }, 2),
      obeys({ term: 2 }, 3),
      obeys({ term: 2 }, 1),
    ];
    expect(answers).toEqual([true, true, true, false]);
  });
});

/** A store that compares revisions; what is asked of it takes time, and answers may be lost. */
type Row<T> = { value: T; revision: number };
type Era = { owner: number; term: number };

type Due = { at: number; n: number; on: Node | undefined; run: () => void };

class Fleet {
  now = 0;
  readonly lives = new Map<number, Row<LifeRecord>>();
  era: Row<Era> | undefined;
  brokerUp = true;
  readonly nodes: Node[] = [];
  /** [when, which process runs it (undefined: the store), what]. A sleeping process runs it when it wakes. */
  #queue: Due[] = [];
  #count = 0;
  #revisions = 0;
  readonly #delays: () => number;
  readonly terms: number[] = [];

  constructor(delays: () => number) {
    this.#delays = delays;
  }

  at(ms: number, node: Node | undefined, run: () => void): void {
    this.#queue.push({ at: this.now + ms, n: ++this.#count, on: node, run });
  }

  /** A call of the store and back; `lost` when a way is cut or it takes longer than the caller waits. */
  ask<T>(node: Node, act: () => T, done: (answer: T | 'lost') => void): void {
    let settled = false;
    const settle = (answer: T | 'lost') => {
      if (settled) return;
      settled = true;
      done(answer);
    };
    this.at(700, node, () => settle('lost'));
    if (node.cut) return;
    this.at(this.#delays(), undefined, () => {
      if (!this.brokerUp) return;
      const answer = act();
      if (!node.cut) this.at(this.#delays(), node, () => settle(answer));
    });
  }

  writeLife(n: number, value: LifeRecord, after: number): number | undefined {
    if ((this.lives.get(n)?.revision ?? 0) !== after) return undefined;
    this.lives.set(n, { value, revision: ++this.#revisions });
    return this.#revisions;
  }

  claim(owner: number, term: number, after: number): boolean {
    if ((this.era?.revision ?? 0) !== after) return false;
    this.era = { value: { owner, term }, revision: ++this.#revisions };
    this.terms.push(term);
    return true;
  }

  advance(ms: number, check: () => void): void {
    const until = this.now + ms;
    for (;;) {
      let due: Due | undefined;
      for (const one of this.#queue) {
        if (one.at > until || one.on?.asleep) continue;
        if (!due || one.at < due.at || (one.at === due.at && one.n < due.n)) due = one;
      }
      if (!due) break;
      this.#queue.splice(this.#queue.indexOf(due), 1);
      this.now = Math.max(this.now, due.at);
      due.run();
      check();
    }
    this.now = until;
    check();
  }
}

class Node {
  asleep = false;
  cut = false;
  life: number;
  tenure: Tenure;
  revision = 0;
  /** The term of the era, while it believes that it owns it. */
  term: number | undefined;
  readonly sightings = new Map<number, Sighting>();
  readonly fleet: Fleet;
  #timer = 0;

  constructor(fleet: Fleet, life: number) {
    this.fleet = fleet;
    this.life = life;
    this.tenure = beginTenure(fleet.now);
    this.input({ type: 'tick' });
    this.look();
  }

  /** What an owner asks itself before each act. */
  get acts(): boolean {
    return !this.asleep && this.term !== undefined && owns(this.tenure, this.fleet.now);
  }

  input(input: Parameters<typeof stepTenure>[1]): void {
    const { tenure, renew, wakeAt } = stepTenure(this.tenure, input, this.fleet.now);
    this.tenure = tenure;
    if (renew) this.renew(renew);
    if (tenure.is === 'lost') {
      this.term = undefined;
      this.revision = 0;
      this.life += 10;
      this.tenure = beginTenure(this.fleet.now);
      this.input({ type: 'tick' });
      return;
    }
    const timer = ++this.#timer;
    if (wakeAt !== undefined)
      this.fleet.at(Math.max(0, wakeAt - this.fleet.now), this, () => {
        if (timer === this.#timer) this.input({ type: 'tick' });
      });
  }

  renew(record: LifeRecord): void {
    const { life, revision } = this;
    const mine = (then: () => void) => {
      if (life === this.life) then();
    };
    this.fleet.ask(
      this,
      () => this.fleet.writeLife(life, record, revision),
      (answer) =>
        mine(() => {
          if (answer === 'lost') return this.input({ type: 'failed' });
          if (answer === undefined) return this.lookAgain(life);
          this.revision = answer;
          this.input({ type: 'renewed' });
        }),
    );
  }

  /** Another revision than mine: one that I sent and heard nothing of, or the end. */
  lookAgain(life: number): void {
    this.fleet.ask(
      this,
      () => this.fleet.lives.get(life),
      (row) => {
        if (life !== this.life) return;
        if (row === 'lost') return this.input({ type: 'failed' });
        if (!row || row.value.over) return this.input({ type: 'replaced' });
        this.revision = row.revision;
        this.input({ type: 'failed' });
      },
    );
  }

  look(): void {
    this.fleet.ask(
      this,
      () => [...this.fleet.lives],
      (all) => {
        this.fleet.at(renewMs, this, () => this.look());
        if (all === 'lost') return;
        for (const [life, { revision, value }] of all) {
          if (life === this.life) continue;
          const before = this.sightings.get(life);
          const seen = sight(before, revision, value, this.fleet.now);
          this.sightings.set(life, seen);
          if (seen !== before && !value.over) this.input({ type: 'others' });
        }
      },
    );
  }

  /** Somebody wants into the era here. */
  wanted(): void {
    const { fleet, life } = this;
    if (!owns(this.tenure, fleet.now)) return;
    fleet.ask(
      this,
      () => fleet.era,
      (row) => {
        if (row === 'lost' || life !== this.life) return;
        if (!row) return this.claim(1, 0);
        const { owner, term } = row.value;
        if (owner === life) {
          // The claim was made, and its answer was lost.
          this.term = term;
          return;
        }
        const seen = this.sightings.get(owner);
        if (!seen) return;
        if (seen.record.over) return this.claim(term + 1, row.revision);
        if (!lapsed(seen, fleet.now)) return;
        fleet.ask(
          this,
          () => fleet.writeLife(owner, { alone: false, over: true }, seen.revision),
          (done) => {
            if (typeof done === 'number' && life === this.life) this.claim(term + 1, row.revision);
          },
        );
      },
    );
  }

  claim(term: number, after: number): void {
    const { fleet, life } = this;
    fleet.ask(
      this,
      () => fleet.claim(life, term, after),
      (won) => {
        if (won === true && life === this.life) this.term = term;
      },
    );
  }
}

/** Somebody is hurt, time passes, somebody else is asked for the era, and later the first one is well again. */
const trouble = fc.record({
  who: fc.nat(2),
  hurt: fc.constantFrom('sleep' as const, 'cut' as const, 'broker' as const),
  before: fc.integer({ min: 0, max: 1_600 }),
  wants: fc.array(fc.nat(2), { maxLength: 3 }),
  between: fc.integer({ min: 0, max: 700 }),
  healed: fc.boolean(),
  after: fc.integer({ min: 0, max: 2_000 }),
});

describe('a fleet of three with a store between them', () => {
  test('never has an era two owners that act, and its terms only rise', () => {
    let owners = 0;
    let takeovers = 0;
    fc.assert(
      fc.property(
        fc.array(trouble, { minLength: 3, maxLength: 12 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 20, maxLength: 50 }),
        fc.boolean(),
        (troubles, delays, long) => {
          let asked = 0;
          const fleet = new Fleet(() => {
            const delay = delays[asked++ % delays.length]!;
            return delay > 350 ? delay : delay / 20;
          });
          for (let n = 1; n <= 3; n++) fleet.nodes.push(new Node(fleet, n));
          const check = () => {
            const acting = fleet.nodes.filter((node) => node.acts);
            expect(acting.length).toBeLessThanOrEqual(1);
            for (const node of acting) expect(node.term).toBe(fleet.era?.value.term);
            owners += acting.length;
          };
          fleet.advance(1_000, check);
          fleet.nodes[0]!.wanted();
          for (const [i, { who, hurt, before, wants, between, healed, after }] of troubles.entries()) {
            const node = fleet.nodes[who]!;
            if (hurt === 'sleep') node.asleep = true;
            if (hurt === 'cut') node.cut = true;
            if (hurt === 'broker') fleet.brokerUp = false;
            fleet.advance(before, check);
            if (i % 2 === 0) fleet.brokerUp = true;
            for (const n of wants) {
              const one = fleet.nodes[n]!;
              if (!one.asleep) one.wanted();
              fleet.advance(between, check);
            }
            if (long && i === 1) fleet.advance(32_000, check);
            if (healed) for (const one of fleet.nodes) one.asleep = one.cut = false;
            fleet.advance(after, check);
          }
          const terms = fleet.terms;
          expect(terms).toEqual([...terms].sort((a, b) => a - b));
          expect(new Set(terms).size).toBe(terms.length);
          takeovers += Math.max(0, terms.length - 1);
        },
      ),
      { numRuns: 120 },
    );
    expect(owners).toBeGreaterThan(100);
    expect(takeovers).toBeGreaterThan(20);
  });

  test('an owner that sleeps is replaced by whoever is asked, and is an owner no more when it wakes', () => {
    const fleet = new Fleet(() => 2);
    const [a, b] = [new Node(fleet, 1), new Node(fleet, 2)];
    fleet.nodes.push(a, b);
    const check = () => expect(fleet.nodes.filter((node) => node.acts).length).toBeLessThanOrEqual(1);
    fleet.advance(1_000, check);
    a.wanted();
    fleet.advance(100, check);
    expect([a.term, a.acts]).toEqual([1, true]);
    a.asleep = true;
    fleet.advance(lifeMs + 2 * renewMs, check);
    b.wanted();
    fleet.advance(100, check);
    expect([b.term, b.acts]).toEqual([2, true]);
    a.asleep = false;
    expect(a.acts).toBe(false);
    fleet.advance(1_000, check);
    expect([a.term, b.acts]).toEqual([undefined, true]);
  });
});
