import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Benchmark, type BenchOption, one, type Report } from '../benchmark.ts';
import { timed } from '../capture/timed.ts';
import { writeCapture } from '../capture/write-capture.ts';
import { roundsOption } from '../options.ts';
import { pinned } from '../process/child.ts';
import { alternate, type Spread, spreadOf } from '../stats.ts';

const MB = 1e6;
const MIB = 2 ** 20;
const GOAL_MB_S = 200;
/** The reader alone; the goal is about it. */
const READERS = ['packets', 'streams'];
const METRICS = {
  speed: { name: 'capture.speed', unit: 'MB/s' },
  cpu: { name: 'capture.cpu', unit: 'MB per CPU second' },
  peak: { name: 'capture.memory', unit: 'MiB' },
} as const;

const sizeOption: BenchOption = {
  name: 'megabytes',
  summary: 'size of the capture that is written first, to the folder for temporary files',
  fallback: [1000],
  min: 10,
  max: 20_000,
};

/** A program that reads the whole capture. */
interface Subject {
  readonly name: string;
  readonly variant: string;
  readonly command: string;
  readonly args: readonly string[];
}

export const capture: Benchmark = {
  name: 'capture',
  summary:
    'speed and peak memory of the observatory reading and examining a large capture, next to tshark and capinfos',
  options: [sizeOption, roundsOption(2)],
  run: async (values, report) => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-capture-'));
    try {
      const path = join(folder, 'large.pcap');
      const written = writeCapture(path, one(values, 'megabytes') * MB);
      const subjects = [...ours(path), ...peers(path, report)];
      report.note(
        'whole processes from start to exit, so 0.3 to 0.5 s of starting Node count; packets: headers and flows of each; streams: also TCP put in order and delivered; audit: every rule, with the database of places; canaries: the same with 16 planted names and ids, each in every encoding and inside compression; tshark: its own two-way conversation lists over TCP and UDP, names not resolved; capinfos: packets counted, headers not read',
      );
      await measure(subjects, written, one(values, 'rounds') + 1, report);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function ours(path: string): Subject[] {
  const worker = fileURLToPath(new URL('../capture/read-worker.ts', import.meta.url));
  const loader = import.meta.resolve('tsx');
  return [...READERS, 'audit', 'canaries'].map((variant) => ({
    name: 'stoa',
    variant,
    command: process.execPath,
    args: ['--import', loader, worker, path, variant],
  }));
}

function peers(path: string, report: Report): Subject[] {
  const all: Subject[] = [
    {
      name: 'tshark',
      variant: 'packets',
      command: 'tshark',
      args: ['-n', '-q', '-r', path, '-z', 'conv,tcp', '-z', 'conv,udp'],
    },
    { name: 'capinfos', variant: 'count', command: 'capinfos', args: ['-c', '-M', path] },
  ];
  return all.filter(({ name }) => {
    const there = spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0;
    if (!there) report.note(`${name} is not installed: left out`);
    return there;
  });
}

async function measure(
  subjects: readonly Subject[],
  written: { packets: number; bytes: number },
  rounds: number,
  report: Report,
): Promise<void> {
  const series = new Map(
    subjects.map((subject) => [
      subject,
      { speed: [] as number[], cpu: [] as number[], peak: [] as number[] },
    ]),
  );
  for (const order of alternate(subjects, rounds)) {
    for (const subject of order) {
      const run = await timed(subject.command, subject.args);
      if (subject.name === 'stoa' && Number.parseInt(run.output, 10) !== written.packets) {
        throw new Error(`${subject.variant}: read ${run.output.trim()} of ${written.packets} packets`);
      }
      const found = series.get(subject)!;
      found.speed.push(written.bytes / MB / run.seconds);
      found.cpu.push(written.bytes / MB / run.cpuSeconds);
      found.peak.push(run.peakBytes / MIB);
    }
  }
  const spreads = subjects.map((subject) => ({
    subject,
    speed: spreadOf(series.get(subject)!.speed),
    cpu: spreadOf(series.get(subject)!.cpu),
    peak: spreadOf(series.get(subject)!.peak),
  }));
  publish(spreads, written, report);
}

function publish(
  spreads: readonly { subject: Subject; speed: Spread; cpu: Spread; peak: Spread }[],
  written: { packets: number; bytes: number },
  report: Report,
): void {
  const tshark = spreads.find(({ subject }) => subject.name === 'tshark');
  const conditions = {
    megabytes: Math.round(written.bytes / MB),
    packets: written.packets,
    pinned: pinned() ? 'reader on core 0' : 'no',
  };
  for (const quantity of ['speed', 'cpu', 'peak'] as const) {
    for (const { subject, ...figures } of spreads) {
      const isOurs = subject.name === 'stoa';
      report.figure({
        metric: METRICS[quantity].name,
        subject: subject.name,
        value: figures[quantity].median,
        unit: METRICS[quantity].unit,
        spread: figures[quantity],
        conditions: { ...conditions, variant: subject.variant },
        ...(isOurs && tshark ? { peer: { name: 'tshark', value: tshark[quantity].median } } : {}),
        ...(isOurs && quantity === 'speed' && READERS.includes(subject.variant)
          ? { goal: { text: `at least ${GOAL_MB_S} MB/s`, limit: GOAL_MB_S, atLeast: true } }
          : {}),
      });
    }
  }
}
