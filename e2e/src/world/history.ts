import type { Policy } from '@stoa/protocol';
import { comeToRest } from './agreement.ts';
import { describe } from './describe.ts';
import { Broken } from './rules.ts';
import { perform, type Step, stepsOf } from './steps.ts';
import { World } from './world.ts';

const policies: readonly Policy[] = ['open', 'link', 'knock'];

export type Outcome = {
  readonly steps: number;
  readonly virtualMs: number;
  readonly rooms: number;
  readonly done: ReadonlyMap<string, number>;
  readonly rests: readonly number[];
  readonly opened: number;
  readonly rendered: number;
  /** Messages that people showed, those with their names and those without. */
  readonly words: number;
  readonly reactions: number;
  readonly spied: number;
  readonly heads: number;
  readonly drops: ReadonlyMap<string, number>;
  /** Milliseconds from a removal until the last frame that the removed could open, for each removal in order. */
  readonly afterRemoval: readonly number[];
};

export class HistoryFailed extends Error {
  override readonly name = 'HistoryFailed';
  readonly seed: number;
  readonly steps: readonly Step[];

  constructor(why: string, seed: number, steps: readonly Step[]) {
    super(why);
    this.seed = seed;
    this.steps = steps;
  }
}

/** Runs these steps, in as many rooms as it takes. Throws `HistoryFailed`. */
export async function runHistory(
  seed: number,
  steps: readonly Step[],
  tell: (line: string) => void = () => {},
): Promise<Outcome> {
  const done = new Map<string, number>();
  const drops = new Map<string, number>();
  const rests: number[] = [];
  const afterRemoval: number[] = [];
  const sum = { virtualMs: 0, rooms: 0, opened: 0, rendered: 0, words: 0, reactions: 0, spied: 0, heads: 0 };
  let at = 0;
  const failed = (why: string) => new HistoryFailed(why, seed, steps.slice(0, at));

  const rest = async (world: World) => {
    const result = await comeToRest(world);
    if ('differ' in result) {
      const when = (world.clock.now() / 1000).toFixed(2);
      throw failed(
        `at ${when} s, after step ${at}: the room does not come to rest\n  ${result.differ.join('\n  ')}`,
      );
    }
    rests.push(result.ms);
  };
  while (at < steps.length) {
    const policy = policies[(seed + sum.rooms) % policies.length]!;
    const world = new World(seed + 1_000_003 * sum.rooms, policy);
    sum.rooms++;
    try {
      await world.start();
      while (at < steps.length && !world.isOver) {
        const step = steps[at++]!;
        const happened = await perform(world, step);
        tell(
          `${(world.clock.now() / 1000).toFixed(2)} ${JSON.stringify(step)}${happened ? '' : ' (nobody could)'}`,
        );
        if (happened) done.set(step.do, (done.get(step.do) ?? 0) + 1);
        await world.advance(step.wait);
        world.rules.raise();
        if (step.do === 'settle') await rest(world);
      }
      if (!world.isOver) await rest(world);
    } catch (error) {
      for (const line of describe(world)) tell(line);
      if (error instanceof Broken) throw failed(`after step ${at}: ${error.message}`);
      throw error;
    } finally {
      world.control.stop();
    }
    sum.virtualMs += world.clock.now();
    sum.opened += world.rules.opened_;
    sum.rendered += world.rules.rendered_;
    sum.words += world.talk.shown;
    sum.reactions += world.talk.reactions;
    sum.spied += world.spies.tries;
    sum.heads += world.truth.heads.length;
    for (const [why, count] of world.rules.drops) drops.set(why, (drops.get(why) ?? 0) + count);
    afterRemoval.push(...world.rules.opensAfterRemoval.values());
  }
  return { steps: at, ...sum, done, drops, rests, afterRemoval };
}

export const runSeed = (seed: number, count: number, tell?: (line: string) => void): Promise<Outcome> =>
  runHistory(seed, stepsOf(seed, count), tell);
