import { loadavg } from 'node:os';
import { Chance } from '@stoa/testkit';
import { type Fault, type Seen, withinTimes } from './fault.ts';
import { inEveryTest, testLimitTimes } from './faults.ts';

/** A run that is kept in docs/faults.json. */
export type Kept = {
  readonly name: Fault['name'];
  readonly title: string;
  readonly done: string;
  readonly holds: string;
  readonly held: boolean;
  readonly seen: Seen;
  readonly seed: number;
  readonly command: string;
  readonly seconds: number;
  /** Load average of the machine when it ended. */
  readonly load: number;
  /** Day of the run. */
  readonly on: string;
};

/**
 * @param other sizes of one's own over those of the case, such as `cycles=50,pairs=16` or `from=../before`
 * @param limitTimes multiple of the limits of time and loss that are still kept
 */
export async function runFault(
  fault: Fault,
  named: 'small' | 'full',
  seed: number,
  other = '',
  limitTimes = 1,
): Promise<Kept> {
  const size = { ...fault.sizes[named], ...sizesOf(other) };
  const from = performance.now();
  let seen: Seen;
  let held = true;
  try {
    seen = await fault.run(size, new Chance(seed).fraction, withinTimes(limitTimes));
  } catch (error) {
    held = false;
    seen = { failed: error instanceof Error ? error.message : String(error) };
  }
  return {
    name: fault.name,
    title: fault.title,
    done: fault.done(size),
    holds: fault.holds,
    held,
    seen,
    seed,
    command: `npx tsx e2e/src/faults/run.ts --only ${fault.name}${named === 'full' ? ' --full' : ''}${other && ` --with ${other}`} --seed ${seed}`,
    seconds: Math.round((performance.now() - from) / 1_000),
    load: Number(loadavg()[0]!.toFixed(1)),
    on: new Date().toISOString().slice(0, 10),
  };
}

const sizesOf = (text: string): Record<string, number | string> =>
  Object.fromEntries(
    text
      .split(',')
      .filter(Boolean)
      .map((each) => {
        const [name = '', value] = each.split('=');
        return [name, value && !Number.isNaN(Number(value)) ? Number(value) : (value ?? '')];
      }),
  );

/** docs/faults.md. */
export function page(all: readonly Kept[]): string {
  const rows = all.map(({ name, title, done, held, seen, seed, command }) => {
    const figures = Object.entries(seen).map(([what, value]) => `${what}: ${value}`);
    return `| ${name} ${title} | ${done} | ${held ? '' : '**FAILED** '}${figures.join('; ')} | ${seed} | \`${command}\` |`;
  });
  const holds = all.map(({ name, holds }) => `- **${name}** ${holds}`);
  const names = (fits: (name: Fault['name']) => boolean) =>
    all
      .map(({ name }) => name)
      .filter(fits)
      .join(', ');
  const isInTests = (name: Fault['name']) => name in inEveryTest;
  const loads = all.map(({ load }) => load);
  return `# Faults

What was broken on purpose while people talked, and what was seen. Each run asserts by itself that what has to hold did, and that limits were
kept. This page is written by the runs from [faults.json](faults.json) (\`--keep\`); \`--full\` takes the sizes that the cases ask for.

Each \`npm test\` repeats ${names(isInTests)}, in sizes smaller still, and holds them to what people are promised; limits of
time and loss may be passed ${testLimitTimes} times over there, because a machine that runs tests does other things as well. ${names((name) => !isInTests(name))} are run
by hand as the table says, and in small sizes by \`STOA_LONG=1 npx vitest run --project system e2e/src/faults\`.
Everything ran on one machine with two cores, processes and hosts as network namespaces on it, with a load average of ${Math.min(...loads)} to ${Math.max(...loads)}.

| case | what was done | what was seen | seed | command |
|---|---|---|---|---|
${rows.join('\n')}

## What has to hold

${holds.join('\n')}
`;
}
