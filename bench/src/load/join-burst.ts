import { setTimeout as sleep } from 'node:timers/promises';
import { startModule } from '../process/child.ts';
import { connect } from '../process/rpc.ts';
import { usageOf } from '../process/usage.ts';
import { startServer } from '../systems/server.ts';
import { startSpread } from '../systems/spread-stoa.ts';
import type { PeopleWorker } from './people-worker.ts';
import { openThinHall } from './thin-hall.ts';

export interface Burst {
  /** Join to sound of everybody who came in, ms. */
  readonly took: readonly number[];
  readonly failed: number;
  /** By how much the load was late with a join, at worst: its own fault. */
  readonly lateMs: number;
  /** Of the packets for those who were there before, in percent. */
  readonly othersLostPct: number;
  /** Processor time of the relay for the joins, in cores: without that of the talk. */
  readonly relayCores: number;
}

const others = 50;

/** Calls at moments by chance, so many within the time on average. */
async function poisson(
  count: number,
  seconds: number,
  act: () => Promise<void>,
): Promise<{ lateMs: number; failed: number }> {
  const begun = performance.now();
  let due = 0;
  let [lateMs, failed] = [0, 0];
  const all: Promise<void>[] = [];
  for (let i = 0; i < count; i += 1) {
    due += (-Math.log(1 - Math.random()) * seconds * 1_000) / count;
    const ahead = begun + due - performance.now();
    if (ahead > 1) await sleep(ahead);
    else lateMs = Math.max(lateMs, -ahead);
    all.push(
      act().catch(() => {
        failed += 1;
      }),
    );
  }
  await Promise.all(all);
  return { lateMs, failed };
}

export async function burstIntoRelay(joins: number, seconds: number): Promise<Burst> {
  const hall = await openThinHall(await startSpread('one relay', 1, [0]));
  try {
    await hall.fill(others);
    await hall.talk(1);
    const alone = await hall.talk(5);
    const took: number[] = [];
    let made = { lateMs: 0, failed: 0 };
    const before = performance.now();
    const [during] = await Promise.all([
      hall.talkUntil(async () => {
        made = await poisson(joins, seconds, async () => void took.push(await hall.joinThin()));
      }),
    ]);
    const lasted = (performance.now() - before) / 1_000;
    const talkUs = (alone.cpuUs / alone.seconds) * lasted;
    // The audience grows meanwhile: its packets cost too, and are no work of the joins.
    const usPerPacket = alone.cpuUs / alone.fullReceived;
    const joinUs = during.cpuUs - talkUs - usPerPacket * during.thinReceived;
    return {
      took,
      ...made,
      othersLostPct: 100 * (1 - during.fullReceived / during.fullExpected),
      relayCores: Math.max(0, joinUs) / 1e6 / lasted,
    };
  } finally {
    await hall.close();
  }
}

export async function burstIntoRoom(people: number, seconds: number): Promise<Burst> {
  const server = await startServer(1);
  const workers: Awaited<ReturnType<typeof startModule>>[] = [];
  const start = async () => {
    const child = await startModule('generator', new URL('./people-worker.ts', import.meta.url));
    workers.push(child);
    return connect<PeopleWorker>(child.process, 'people');
  };
  try {
    const stage = await start();
    const link = await stage.open(server.url);
    await Promise.all(Array.from({ length: 5 }, () => stage.join(server.url, link)));
    const crowds = [await start(), await start()];
    const relay = server.relayPids()[0]!;
    const [cpu] = [usageOf(relay).cpuUs];
    await sleep(5_000);
    const talkUs = (usageOf(relay).cpuUs - cpu) / 5;
    await stage.forget();
    const begun = { at: performance.now(), cpuUs: usageOf(relay).cpuUs };
    const took: number[] = [];
    let next = 0;
    const made = await poisson(people, seconds, async () => {
      next += 1;
      took.push(await crowds[next % crowds.length]!.join(server.url, link));
    });
    const lasted = (performance.now() - begun.at) / 1_000;
    const joinUs = usageOf(relay).cpuUs - begun.cpuUs - talkUs * lasted;
    return {
      took,
      ...made,
      othersLostPct: await stage.lostPct(),
      relayCores: Math.max(0, joinUs) / 1e6 / lasted,
    };
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await server.stop();
  }
}
