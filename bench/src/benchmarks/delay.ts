import { type Benchmark, one, type Report, type Values } from '../benchmark.ts';
import { type DirectPath, openDirectPath } from '../load/direct-path.ts';
import { type Hall, openHall } from '../load/hall.ts';
import { listenersOption, roundsOption, secondsOption } from '../options.ts';
import { pinned } from '../process/child.ts';
import { alternate, quantile, type Spread, spreadOf } from '../stats.ts';
import { startForwarders } from '../systems/contenders.ts';

/** Of so many listeners every packet is timed; on stage sit as many as a panel has. */
const watched = 10;
const onStage = 3;

export const delay: Benchmark = {
  name: 'delay',
  summary: 'delay that the relay adds to a packet, for the audience and for people on stage, next to Janus',
  options: [listenersOption(10, 100, 400), secondsOption(3), roundsOption(6)],
  run: async (values, report) => {
    for (const listeners of values.listeners!) await measure(listeners, values, report);
  },
};

/** Budgets G6 at 100 and 1,000 listeners; between them the line through both. */
export function goalFor(listeners: number): { p50: number; p99: number } {
  const share = Math.max(0, listeners - 100) / 900;
  return { p50: 1 + 5 * share, p99: 3 + 10 * share };
}

/** What each round brought, by name of the figure. */
type Series = Map<string, number[]>;

async function measure(listeners: number, values: Values, report: Report): Promise<void> {
  const halls: Hall[] = [];
  let direct: DirectPath | undefined;
  try {
    const forwarders = await startForwarders(report.note);
    for (const forwarder of forwarders) halls.push(await openHall(forwarder, { watched, of: listeners }));
    report.note(
      'added delay: stamp in the payload to the callback of a listening process, minus the median of a talker and a listener connected directly, in the same run',
    );
    direct = await openDirectPath();
    for (const hall of halls) {
      await hall.fill(listeners);
      await hall.seat(onStage);
    }
    const series = await rounds(halls, direct, one(values, 'rounds') + 1, one(values, 'seconds'));
    const versions = Object.assign({}, ...halls.map((hall) => hall.forwarder.versions));
    publish(series, halls, listeners, values, (figure) => report.figure(figure, versions));
  } finally {
    await Promise.all([...halls.map((hall) => hall.close()), direct?.close()]);
  }
}

async function rounds(
  halls: readonly Hall[],
  direct: DirectPath,
  count: number,
  seconds: number,
): Promise<Series> {
  const series: Series = new Map();
  const put = (name: string, value: number) => {
    const list = series.get(name) ?? [];
    list.push(value);
    series.set(name, list);
  };
  for (const order of alternate(halls, count)) {
    const path = await direct.talk(seconds);
    const base = quantile(path, 0.5);
    put('direct p50', base);
    put('direct p99', quantile(path, 0.99));
    for (const hall of order) {
      await hall.talk(seconds);
      const noted = await hall.delays();
      const { name } = hall.forwarder;
      for (const seat of ['audience', 'stage'] as const) {
        if (noted[seat].length === 0) throw new Error(`${name}: nothing arrived at the watched listeners`);
        put(`${name} ${seat} p50`, quantile(noted[seat], 0.5) - base);
        put(`${name} ${seat} p99`, quantile(noted[seat], 0.99) - base);
      }
    }
  }
  return series;
}

function publish(
  series: Series,
  halls: readonly Hall[],
  listeners: number,
  values: Values,
  put: (figure: Parameters<Report['figure']>[0]) => void,
): void {
  const conditions = {
    listeners,
    onStage,
    watched: Math.min(watched, listeners),
    seconds: one(values, 'seconds'),
    pinned: pinned() ? 'relay on core 0, load on core 1' : 'no',
  };
  const spreads = new Map<string, Spread>([...series].map(([name, list]) => [name, spreadOf(list)]));
  const goal = goalFor(listeners);
  for (const percentile of ['p50', 'p99'] as const) {
    const spread = spreads.get(`direct ${percentile}`)!;
    const shared = {
      metric: `delay.${percentile}`,
      unit: 'ms',
      conditions: { ...conditions, variant: 'whole path' },
    };
    put({ ...shared, subject: 'direct', value: spread.median, spread });
  }
  for (const seat of ['audience', 'stage'] as const) {
    for (const percentile of ['p50', 'p99'] as const) {
      for (const { forwarder } of halls) {
        const spread = spreads.get(`${forwarder.name} ${seat} ${percentile}`)!;
        const janus = spreads.get(`janus ${seat} ${percentile}`);
        const limit = seat === 'stage' && percentile === 'p99' ? 3 : goal[percentile];
        const ours = forwarder.name === 'stoa';
        put({
          metric: `delay.${percentile}`,
          subject: forwarder.name,
          value: spread.median,
          unit: 'ms added',
          spread,
          conditions: { ...conditions, seat },
          ...(ours ? { goal: { text: `at most ${Number(limit.toPrecision(3))} ms`, limit } } : {}),
          ...(ours && janus && janus.median > 0 ? { peer: { name: 'janus', value: janus.median } } : {}),
        });
      }
    }
  }
}
