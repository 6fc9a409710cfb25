import { loadavg } from 'node:os';
import { Chance } from '@stoa/testkit';
import type { Fault, Seen } from './fault.ts';

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

/** @param other sizes of one's own over those of the case, such as `cycles=50,pairs=16` */
export async function runFault(
  fault: Fault,
  named: 'small' | 'full',
  seed: number,
  other = '',
): Promise<Kept> {
  const size = { ...fault.sizes[named], ...sizesOf(other) };
  const from = performance.now();
  let seen: Seen;
  let held = true;
  try {
    seen = await fault.run(size, new Chance(seed).fraction);
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

const sizesOf = (text: string): Record<string, number> =>
  Object.fromEntries(
    text
      .split(',')
      .filter(Boolean)
      .map((each) => {
        const [name = '', value] = each.split('=');
        return [name, Number(value)];
      }),
  );

/** docs/faults.md. */
export function page(all: readonly Kept[]): string {
  const rows = all.map(({ name, title, done, held, seen, seed, command }) => {
    const figures = Object.entries(seen).map(([what, value]) => `${what}: ${value}`);
    return `| ${name} ${title} | ${done} | ${held ? '' : '**FAILED** '}${figures.join('; ')} | ${seed} | \`${command}\` |`;
  });
  const holds = all.map(({ name, holds }) => `- **${name}** ${holds}`);
  const loads = all.map(({ load }) => load);
  return `# Faults

What was broken on purpose while people talked, and what was seen. Each run asserts by itself that what has to hold did; the tests repeat
every case in a small size. This page is written by the runs from [faults.json](faults.json) (\`--keep\`); \`--full\` takes the sizes that the cases ask for.
Everything ran on one machine with two cores, processes and hosts as network namespaces on it, with a load average of ${Math.min(...loads)} to ${Math.max(...loads)}.

| case | what was done | what was seen | seed | command |
|---|---|---|---|---|
${rows.join('\n')}

## What has to hold

${holds.join('\n')}
`;
}
