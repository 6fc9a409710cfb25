import { type Benchmark, one, type Report } from '../benchmark.ts';
import type { PeopleWorker } from '../load/people-worker.ts';
import { listenersOption, roundsOption } from '../options.ts';
import { overRounds } from '../over-rounds.ts';
import { type Child, startModule } from '../process/child.ts';
import { connect } from '../process/rpc.ts';
import { quantile } from '../stats.ts';
import { type Fleet, startFleet } from '../systems/fleet.ts';

const joinsAtOnce = 8;
const settleMs = 2_000;

export const drain: Benchmark = {
  name: 'drain',
  summary:
    'SIGTERM to a host of relays under load: what those who speak and listen miss, and how long it takes',
  options: [listenersOption(60), roundsOption(4)],
  run: async (values, report) => {
    report.note(
      'broker, one control, two hosts of relays; each round ends the host that carries the room, and starts it again; one speaker, everybody else decrypts what arrives, on the same machine; a hole is a run of the speaker’s own numbers that never came',
    );
    const listeners = one(values, 'listeners');
    const fleet = await startFleet(2);
    const workers: Child[] = [];
    try {
      const start = async () => {
        const child = await startModule('generator', new URL('../load/people-worker.ts', import.meta.url));
        workers.push(child);
        return connect<PeopleWorker>(child.process, 'people');
      };
      const stage = await start();
      const link = await stage.open(fleet.url);
      const crowd = await start();
      for (let i = 0; i < listeners; i += joinsAtOnce) {
        const some = Array.from({ length: Math.min(joinsAtOnce, listeners - i) }, () =>
          crowd.join(fleet.url, link),
        );
        await Promise.all(some);
      }
      const rounds = [];
      for (let round = 0; round <= one(values, 'rounds'); round += 1)
        rounds.push(await once(fleet, round % 2, crowd));
      publish(rounds, listeners, report);
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
      await fleet.stop();
    }
  },
};

type Round = { readonly holes: readonly number[]; readonly tookMs: number };

async function once(
  fleet: Fleet,
  at: number,
  crowd: { forget(): Promise<void>; holes(): Promise<number[]> },
): Promise<Round> {
  await sleep(settleMs);
  await crowd.forget();
  const host = fleet.hosts[at]!;
  const { code, tookMs } = await host.drain();
  if (code !== 0) throw new Error(`a host of relays ended with ${code}`);
  await sleep(settleMs);
  const holes = await crowd.holes();
  await host.start();
  return { holes, tookMs };
}

function publish(rounds: readonly Round[], listeners: number, report: Report): void {
  const figure = overRounds(report, rounds, { subject: 'stoa', conditions: { listeners } });
  figure('drain.hole.p95', 'ms of sound', ({ holes }) => quantile(holes, 0.95));
  figure('drain.hole.max', 'ms of sound', ({ holes }) => Math.max(...holes), {
    text: 'at most 60 ms',
    limit: 60,
  });
  const over = ({ holes }: Round) => (100 * holes.filter((ms) => ms > 200).length) / holes.length;
  figure('drain.over-200', '% of listeners over 200 ms', over, { text: 'below 1 %', limit: 1 });
  figure('drain.took', 'ms until it had ended', ({ tookMs }) => tookMs, {
    text: 'at most 30000 ms',
    limit: 30_000,
  });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
