import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Benchmark, parseOption, type Values } from './benchmark.ts';
import { capture } from './benchmarks/capture.ts';
import { delay } from './benchmarks/delay.ts';
import { drain } from './benchmarks/drain.ts';
import { exponent } from './benchmarks/exponent.ts';
import { fanout } from './benchmarks/fanout.ts';
import { firstAudio } from './benchmarks/first-audio.ts';
import { frame } from './benchmarks/frame.ts';
import { hallway } from './benchmarks/hallway.ts';
import { joinBurst } from './benchmarks/join-burst.ts';
import { largeRoom } from './benchmarks/large-room.ts';
import { memory } from './benchmarks/memory.ts';
import { recovery } from './benchmarks/recovery.ts';
import { registrations } from './benchmarks/registrations.ts';
import { roomEvents } from './benchmarks/room-events.ts';
import { spread } from './benchmarks/spread.ts';
import { thisMachine } from './machine.ts';
import { renderPage, tableOf } from './page.ts';
import { type BenchRecord, makeRecord } from './record.ts';

export const benchmarks: readonly Benchmark[] = [
  fanout,
  memory,
  delay,
  frame,
  firstAudio,
  recovery,
  drain,
  spread,
  largeRoom,
  joinBurst,
  exponent,
  capture,
  hallway,
  registrations,
  roomEvents,
];

const outFolder = new URL('../out/', import.meta.url);
const usage = `stoa bench <name> [options]   run a benchmark
stoa bench all                run every benchmark
stoa bench --list             what there is
stoa bench --page             write bench/out/bench.md from the records of earlier runs
  --json                      one JSON record a line instead of a table
`;

/**
 * The whole command: `runBench(['fanout', '--listeners', '200', '--json'], text => process.stdout.write(text))`.
 * Records go to `write`, as JSON lines or as a table; remarks go to `remark`. Every record is also kept in bench/out.
 * @returns the exit code: 0, 1 when a benchmark could not be finished, or 2 when the arguments make no sense
 */
export async function runBench(
  args: readonly string[],
  write: (text: string) => void,
  remark: (text: string) => void = (text) => process.stderr.write(text),
): Promise<number> {
  let wanted: Wanted;
  try {
    wanted = parse(args);
  } catch (error) {
    remark(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (wanted.list) write(wanted.json ? listJson() : listText());
  else if (wanted.page) write(`${writePage()}\n`);
  else
    for (const { benchmark, values } of wanted.runs)
      await runOne(benchmark, values, wanted.json, write, remark);
  return 0;
}

interface Wanted {
  readonly list: boolean;
  readonly page: boolean;
  readonly json: boolean;
  readonly runs: readonly { benchmark: Benchmark; values: Values }[];
}

function parse(args: readonly string[]): Wanted {
  const names = new Set(benchmarks.flatMap(({ options }) => options.map(({ name }) => name)));
  const flags = { list: { type: 'boolean' }, page: { type: 'boolean' }, json: { type: 'boolean' } } as const;
  const numbers = Object.fromEntries([...names].map((name) => [name, { type: 'string' as const }]));
  const parsed = parseArgs({ args: [...args], options: { ...numbers, ...flags }, allowPositionals: true });
  const given = parsed.values as Record<string, string | boolean | undefined>;
  const switches = { list: given.list === true, page: given.page === true, json: given.json === true };
  if (switches.list || switches.page) return { ...switches, runs: [] };
  const chosen = choose(parsed.positionals);
  for (const name of names) {
    if (
      given[name] !== undefined &&
      !chosen.some(({ options }) => options.some((option) => option.name === name))
    ) {
      throw new Error(`${parsed.positionals.join(' ')} has no option --${name}`);
    }
  }
  return {
    ...switches,
    runs: chosen.map((benchmark) => ({ benchmark, values: valuesOf(benchmark, given) })),
  };
}

function choose(positionals: readonly string[]): readonly Benchmark[] {
  if (positionals.length === 0) throw new Error('which benchmark?');
  if (positionals.length === 1 && positionals[0] === 'all') return benchmarks;
  return positionals.map((name) => {
    const found = benchmarks.find((benchmark) => benchmark.name === name);
    if (!found) throw new Error(`there is no benchmark "${name}"`);
    return found;
  });
}

function valuesOf(benchmark: Benchmark, given: Record<string, string | boolean | undefined>): Values {
  return Object.fromEntries(
    benchmark.options.map((option) => {
      const text = given[option.name];
      return [option.name, typeof text === 'string' ? parseOption(option, text) : option.fallback];
    }),
  );
}

async function runOne(
  benchmark: Benchmark,
  values: Values,
  json: boolean,
  write: (text: string) => void,
  remark: (text: string) => void,
): Promise<void> {
  const records: BenchRecord[] = [];
  const notes = new Set<string>();
  await benchmark.run(values, {
    figure: (figure, versions = {}) => {
      const record = makeRecord(figure, thisMachine(versions), new Date());
      records.push(record);
      if (json) write(`${JSON.stringify(record)}\n`);
    },
    note: (text) => {
      if (!notes.has(text)) remark(`${benchmark.name}: ${text}\n`);
      notes.add(text);
    },
  });
  mkdirSync(outFolder, { recursive: true });
  const kept = { summary: benchmark.summary, notes: [...notes], records };
  writeFileSync(new URL(`${benchmark.name}.json`, outFolder), `${JSON.stringify(kept, null, 2)}\n`);
  if (!json) write(`${tableOf(records)}\n`);
}

/** Every benchmark's latest records, rendered; those never run are said to be missing. */
function writePage(): string {
  const sections = benchmarks.map((benchmark) => {
    try {
      const text = readFileSync(new URL(`${benchmark.name}.json`, outFolder), 'utf8');
      return { ...benchmark, ...(JSON.parse(text) as { notes: string[]; records: BenchRecord[] }) };
    } catch {
      return { ...benchmark, notes: ['not run on this machine yet'], records: [] };
    }
  });
  mkdirSync(outFolder, { recursive: true });
  const file = new URL('bench.md', outFolder);
  writeFileSync(file, renderPage(sections));
  return file.pathname;
}

function listText(): string {
  return benchmarks
    .map(({ name, summary, options }) => {
      const lines = options.map(
        (option) => `    --${option.name.padEnd(12)} ${option.summary} (${option.fallback.join(',')})`,
      );
      return `${name.padEnd(14)} ${summary}\n${lines.join('\n')}${lines.length ? '\n' : ''}`;
    })
    .join('');
}

function listJson(): string {
  return benchmarks
    .map(({ name, summary, options }) => `${JSON.stringify({ name, summary, options })}\n`)
    .join('');
}
