import { languages, topics } from '@stoa/protocol/social';
import { Chance } from '@stoa/testkit';
import { WebSocket } from 'ws';
import { type Benchmark, one } from '../benchmark.ts';
import { townFolder } from '../config.ts';
import { pace } from '../load/pace.ts';
import { roundsOption, secondsOption } from '../options.ts';
import { overRounds } from '../over-rounds.ts';
import { pinned, startModule } from '../process/child.ts';
import { connect, type Remote } from '../process/rpc.ts';
import { usageOf } from '../process/usage.ts';
import { Caller } from '../social/caller.ts';
import { signedInPeople, typedName } from '../social/dataset.ts';
import type { TownWorker } from '../social/town-worker.ts';
import { treeCpu } from '../social/tree-cpu.ts';
import { quantile } from '../stats.ts';

/** Full size: 3.6 million accounts, 20,000 live rooms. A smaller town has the same number of accounts for each room. */
const accountsPerRoom = 180;
const signedIn = 2_000;
/** Comings and goings for each live room. */
const movesPerRoomPerMinute = 6;
const surprises = 20;
const peopleSearches = 500;

export const hallway: Benchmark = {
  name: 'hallway',
  summary: 'the feed of live rooms over HTTP: delay, processor time and freshness while people come and go',
  options: [
    {
      name: 'thousands',
      summary: 'thousand accounts; 3600 is the full size',
      fallback: [36],
      min: 4,
      max: 10_000,
    },
    { name: 'rate', summary: 'calls a second', fallback: [500], min: 10, max: 20_000 },
    secondsOption(20),
    roundsOption(3),
  ],
  run: async (values, report) => {
    const accounts = one(values, 'thousands') * 1_000;
    const rooms = Math.max(20, Math.round(accounts / accountsPerRoom));
    const rate = one(values, 'rate');
    const seconds = one(values, 'seconds');
    const module = new URL('../social/town-worker.ts', import.meta.url);
    const child = await startModule('subject', module, [
      String(accounts),
      String(rooms),
      String(signedIn),
      townFolder ?? '',
    ]);
    const town = connect<TownWorker>(child.process, 'town');
    const started = await town.ready();
    const caller = new Caller(started.port);
    const people = signedInPeople(accounts, signedIn);
    const conditions = {
      accounts,
      follows: started.follows,
      rooms,
      'people in rooms': started.people,
      'calls/s': rate,
      'moves/s': Math.round((rooms * movesPerRoomPerMinute) / 60),
      seconds,
      pinned: String(pinned()),
    };
    report.note(
      'mixed calls: 80 % feed of 30 rooms, 10 % one room, 5 % search, 5 % own rooms; a session is checked every ten seconds (H12)',
    );
    try {
      await town.churn((rooms * movesPerRoomPerMinute) / 60);
      const rounds: Round[] = [];
      for (let i = 0; i <= one(values, 'rounds'); i += 1) {
        rounds.push(await round(caller, town, people, rate, seconds, [child.pid, started.database]));
      }
      const searches = await searchPeople(caller, people);
      const fresh = await freshness(started.port, caller, town, people);
      const figure = overRounds(report, rounds, { subject: 'social service', conditions });
      figure('hallway.p50', 'ms', ({ p50 }) => p50, { text: 'p50 at most 3 ms', limit: 3 });
      figure('hallway.p99', 'ms', ({ p99 }) => p99, { text: 'p99 at most 25 ms', limit: 25 });
      figure('hallway.cpu', 'cores', ({ cores }) => cores, { text: 'at most half a core', limit: 0.5 });
      figure('hallway.cpu.database', 'cores', ({ databaseCores }) => databaseCores);
      figure('hallway.rate', 'calls/s', ({ calls }) => calls / seconds);
      figure('hallway.failed', 'calls', ({ failed }) => failed, { text: 'none', limit: 0 });
      figure('hallway.cpu.call', 'ms', ({ cores, calls }) => (cores * seconds * 1_000) / calls);
      figure('hallway.answer', 'kB', ({ bytes, calls }) => bytes / calls / 1_000);
      for (const [metric, p] of [
        ['hallway.search.p50', 0.5],
        ['hallway.search.p99', 0.99],
      ] as const) {
        report.figure({
          metric,
          subject: 'search over people',
          value: quantile(searches, p),
          unit: 'ms',
          conditions: { ...conditions, searches: searches.length },
        });
      }
      report.figure({
        metric: 'hallway.fresh',
        subject: "push of a friend's room",
        value: quantile(fresh, 0.99),
        unit: 'ms',
        spread: {
          median: quantile(fresh, 0.5),
          min: Math.min(...fresh),
          max: Math.max(...fresh),
          rounds: fresh.length,
        },
        goal: { text: 'within 1 s', limit: 1_000 },
        conditions,
      });
      report.figure({
        metric: 'hallway.memory',
        subject: 'social service',
        value: usageOf(child.pid).rssBytes / 1e6,
        unit: 'MB',
        conditions,
      });
    } finally {
      caller.close();
      await town.stop();
      await child.stop();
    }
  },
};

interface Round {
  readonly p50: number;
  readonly p99: number;
  readonly cores: number;
  readonly databaseCores: number;
  readonly calls: number;
  readonly bytes: number;
  readonly failed: number;
}

/** Calls come at their times whether or not earlier ones were answered. */
async function round(
  caller: Caller,
  town: Remote<TownWorker>,
  people: readonly number[],
  rate: number,
  seconds: number,
  pids: readonly [number, number],
): Promise<Round> {
  const chance = new Chance(rate + seconds);
  const handles = await town.handles();
  const delays: number[] = [];
  const open = new Set<Promise<void>>();
  let bytes = 0;
  let failed = 0;
  const before = [usageOf(pids[0]).cpuUs, treeCpu(pids[1])] as const;
  const from = performance.now();
  await pace(1_000 / rate, seconds * 1_000, () => {
    const at = performance.now();
    const call = mixedCall(caller, chance, people, handles).then((answer) => {
      // A room may have ended meanwhile, or not be for this person.
      if (answer.status !== 200 && answer.status !== 404) failed += 1;
      bytes += answer.bytes;
      delays.push(performance.now() - at);
    });
    open.add(call);
    call.finally(() => open.delete(call)).catch(() => undefined);
    return undefined;
  });
  await Promise.all(open);
  const wall = (performance.now() - from) * 1_000;
  return {
    p50: quantile(delays, 0.5),
    p99: quantile(delays, 0.99),
    cores: (usageOf(pids[0]).cpuUs - before[0]) / wall,
    databaseCores: (treeCpu(pids[1]) - before[1]) / wall,
    calls: delays.length,
    bytes,
    failed,
  };
}

function mixedCall(caller: Caller, chance: Chance, people: readonly number[], handles: readonly string[]) {
  const who = chance.pick(people);
  const kind = chance.fraction();
  if (kind < 0.8) {
    const taste = {
      topics: [chance.pick(topics), chance.pick(topics)],
      languages: [languages[chance.below(8)], 'en'],
    };
    return caller.call(who, '/api/hallway/feed', { taste, limit: 30, skip: 0 });
  }
  if (kind < 0.9) return caller.call(who, '/api/rooms/show', { room: chance.pick(handles) });
  if (kind < 0.95)
    return caller.call(who, '/api/hallway/search', { text: chance.pick(['tea talk', 'music', 'night']) });
  return caller.call(who, '/api/rooms/mine', {});
}

/** One after the other, each by somebody else, while people come and go. */
async function searchPeople(caller: Caller, people: readonly number[]): Promise<number[]> {
  const chance = new Chance(11);
  const delays: number[] = [];
  for (let i = 0; i < Math.min(peopleSearches, people.length); i += 1) {
    const at = performance.now();
    const answer = await caller.call(people[i]!, '/api/people/search', { text: typedName(chance) });
    if (answer.status !== 200) throw new Error(`a search was answered with ${answer.status}`);
    delays.push(performance.now() - at);
  }
  return delays;
}

/** How long after somebody's room opened the page of a follower is told of it, under the same load. */
async function freshness(
  port: number,
  caller: Caller,
  town: Remote<TownWorker>,
  people: readonly number[],
): Promise<number[]> {
  const found: number[] = [];
  for (let i = 0; i < surprises; i += 1) {
    const watcher = people[1 + i * 3]!;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/live`, { headers: caller.headersOf(watcher) });
    const seen = new Map<string, bigint>();
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as { t: string; order?: string[] };
      const now = process.hrtime.bigint();
      for (const room of message.order ?? []) if (!seen.has(room)) seen.set(room, now);
    });
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    socket.send(JSON.stringify({ t: 'watchHallway', taste: { topics: [], languages: [] } }));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const opened = await town.friendOpens(watcher);
    const until = performance.now() + 5_000;
    while (opened && !seen.has(opened.room) && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    socket.terminate();
    if (!opened) continue;
    const at = seen.get(opened.room);
    found.push(at === undefined ? 5_000 : Number(at - opened.at) / 1e6);
  }
  return found;
}
