import { type Benchmark, one } from '../benchmark.ts';
import { townFolder } from '../config.ts';
import { pinned, startModule } from '../process/child.ts';
import { connect } from '../process/rpc.ts';
import { usageOf } from '../process/usage.ts';
import type { NewcomersWorker, Wave } from '../social/newcomers-worker.ts';
import type { SignUpWorker } from '../social/sign-up-worker.ts';
import { treeCpu } from '../social/tree-cpu.ts';
import { quantile } from '../stats.ts';

const warmUpSeconds = 3;

export const registrations: Benchmark = {
  name: 'registrations',
  summary:
    'sign-ups with passkeys into PostgreSQL that writes every commit to the disk: delay, processor time, nothing lost, and what happens beyond the rate',
  options: [
    {
      name: 'thousands',
      summary: 'thousand accounts that are there already; 3600 is the full size',
      fallback: [36],
      min: 4,
      max: 10_000,
    },
    { name: 'rate', summary: 'sign-ups a second', fallback: [250], min: 1, max: 2_000 },
    { name: 'seconds', summary: 'how long at that rate', fallback: [60], min: 1, max: 3_600 },
    { name: 'flood', summary: 'sign-ups a second of the overload', fallback: [1_000], min: 1, max: 5_000 },
    { name: 'flood-seconds', summary: 'how long the overload lasts', fallback: [10], min: 1, max: 120 },
  ],
  run: async (values, report) => {
    const present = one(values, 'thousands') * 1_000;
    const [rate, seconds] = [one(values, 'rate'), one(values, 'seconds')];
    const [flood, floodSeconds] = [one(values, 'flood'), one(values, 'flood-seconds')];
    const at = (name: string) => new URL(`../social/${name}`, import.meta.url);
    const subject = await startModule('subject', at('sign-up-worker.ts'), [
      String(present),
      townFolder ?? '',
    ]);
    const server = connect<SignUpWorker>(subject.process, 'sign-ups');
    const { port, database, fsync, before } = await server.ready();
    if (fsync !== 'on') throw new Error('this database does not wait for the disk');
    const generator = await startModule('generator', at('newcomers-worker.ts'), [String(port)]);
    const people = connect<NewcomersWorker>(generator.process, 'newcomers');
    const conditions = {
      'accounts before': before,
      'sign-ups/s': rate,
      seconds,
      fsync,
      pinned: String(pinned()),
    };
    const waves: Wave[] = [];
    try {
      waves.push(await people.wave(rate / 2, warmUpSeconds));
      const began = [usageOf(subject.pid).cpuUs, treeCpu(database), performance.now()] as const;
      const steady = await people.wave(rate, seconds);
      const wall = (performance.now() - began[2]) * 1_000;
      const cores = (usageOf(subject.pid).cpuUs - began[0]) / wall;
      const databaseCores = (treeCpu(database) - began[1]) / wall;
      const over = await people.wave(flood, floodSeconds);
      waves.push(steady, over);
      const { handles, halves } = await server.survivors();
      const told = waves.flatMap((wave) => wave.handles);
      const there = new Set(handles);
      const lost = told.filter((handle) => !there.has(handle)).length;

      const figure = (metric: string, value: number, unit: string, goal?: { text: string; limit: number }) =>
        report.figure({
          metric: `registrations.${metric}`,
          subject: 'social service',
          value,
          unit,
          conditions,
          ...(goal ? { goal } : {}),
        });
      report.figure({
        metric: 'registrations.rate',
        subject: 'social service',
        value: steady.handles.length / seconds,
        unit: 'accounts/s',
        goal: { text: `every one of ${rate} a second`, limit: rate * 0.995, atLeast: true },
        conditions,
      });
      figure('p50', quantile(steady.delays, 0.5), 'ms');
      figure('p99', quantile(steady.delays, 0.99), 'ms', { text: 'p99 at most 250 ms', limit: 250 });
      figure('refused', steady.later + steady.refused + steady.broken, 'sign-ups', {
        text: 'none',
        limit: 0,
      });
      figure('cpu', cores, 'cores');
      figure('cpu.database', databaseCores, 'cores');
      figure('lost', lost, 'accounts', { text: 'none, after a crash of the database', limit: 0 });
      figure('doubled', handles.length - there.size + (told.length - new Set(told).size), 'accounts', {
        text: 'none',
        limit: 0,
      });
      figure('incomplete', halves, 'accounts', { text: 'none', limit: 0 });
      figure('flood.rate', over.handles.length / floodSeconds, 'accounts/s');
      figure('flood.later', over.later / floodSeconds, 'refusals/s');
      figure('flood.broken', over.broken + over.refused, 'sign-ups', {
        text: 'none but accounts and "come back later"',
        limit: 0,
      });
      figure('flood.p99', quantile(over.delays, 0.99), 'ms');
      report.note(
        `beyond the rate: ${flood} a second for ${floodSeconds} s, each answered with an account or with 429 and when to come back`,
      );
      report.note(
        'a sign-up is two calls, from the time at which it was due to the second answer, with the making of a P-256 key pair and its attestation by the client in between',
      );
    } finally {
      await server.stop();
      await generator.stop();
      await subject.stop();
    }
  },
};
