import { type Benchmark, one, type Report, type Values } from '../benchmark.ts';
import { type Hall, openHall } from '../load/hall.ts';
import { listenersOption, roundsOption, secondsOption } from '../options.ts';
import { pinned } from '../process/child.ts';
import { alternate, quantile, spreadOf } from '../stats.ts';
import { type SpreadForwarder, startSpread } from '../systems/spread-stoa.ts';

const watched = 10;

export const spread: Benchmark = {
  name: 'spread',
  summary: 'one room over several relay processes: delay of the hop, traffic between relays, cost a packet',
  options: [listenersOption(10, 100, 400), secondsOption(3), roundsOption(6)],
  run: async (values, report) => {
    for (const listeners of values.listeners!) await measure(listeners, values, report);
  },
};

type Series = { p50: number[]; p99: number[]; cpu: number[]; between: number[]; lost: number[] };

async function measure(listeners: number, values: Values, report: Report): Promise<void> {
  const forwarders = [
    await startSpread('one relay', 1, [0]),
    await startSpread('behind the hop', 2, [1]),
    await startSpread('two relays', 2, [0, 1]),
    await startSpread('four relays', 4, [0, 1, 2, 3]),
  ];
  for (const { name, what } of forwarders) report.note(`${name}: ${what}`);
  const halls: { readonly hall: Hall; readonly forwarder: SpreadForwarder; readonly series: Series }[] = [];
  try {
    for (const forwarder of forwarders) {
      const hall = await openHall(forwarder, { watched, of: listeners });
      await hall.fill(listeners);
      halls.push({ hall, forwarder, series: { p50: [], p99: [], cpu: [], between: [], lost: [] } });
    }
    const seconds = one(values, 'seconds');
    for (const round of alternate(halls, one(values, 'rounds') + 1)) {
      for (const { hall, forwarder, series } of round) {
        const before = await forwarder.framesBetween();
        const pass = await hall.talk(seconds);
        const { audience } = await hall.delays();
        if (pass.received === 0 || audience.length === 0)
          throw new Error(`${forwarder.name} delivered nothing`);
        series.p50.push(quantile(audience, 0.5));
        series.p99.push(quantile(audience, 0.99));
        series.cpu.push(pass.cpuUs / pass.received);
        series.between.push(((await forwarder.framesBetween()) - before) / pass.sent);
        series.lost.push(100 * (1 - pass.received / pass.expected));
      }
    }
    publish(listeners, values, report, halls);
  } finally {
    await Promise.all(halls.map(({ hall }) => hall.close()));
    await Promise.all(forwarders.slice(halls.length).map((forwarder) => forwarder.stop()));
  }
}

function publish(
  listeners: number,
  values: Values,
  report: Report,
  halls: readonly { readonly forwarder: SpreadForwarder; readonly series: Series }[],
): void {
  const conditions = {
    listeners,
    watched: Math.min(watched, listeners),
    seconds: one(values, 'seconds'),
    pinned: pinned() ? 'relays on core 0, load on core 1' : 'no',
  };
  const alone = halls[0]!.series;
  const base = {
    p50: spreadOf(alone.p50).median,
    p99: spreadOf(alone.p99).median,
    cpu: spreadOf(alone.cpu).median,
  };
  for (const { forwarder, series } of halls) {
    const put = (metric: string, list: readonly number[], unit: string, more: object = {}) => {
      const value = spreadOf(list);
      report.figure({
        metric,
        subject: forwarder.name,
        value: value.median,
        unit,
        spread: value,
        conditions,
        ...more,
      });
    };
    const hop = forwarder.name === 'behind the hop';
    const against = (value: number) => (series === alone ? {} : { peer: { name: 'one relay', value } });
    put('spread.delay.p50', series.p50, 'ms, mouth to listener', against(base.p50));
    put('spread.delay.p99', series.p99, 'ms, mouth to listener', against(base.p99));
    if (hop) {
      const added = series.p99.map((value, i) => value - alone.p99[i]!);
      put('spread.hop.p99', added, 'ms added', { goal: { text: 'at most 2 ms', limit: 2 } });
    }
    put('spread.cpu', series.cpu, 'us/packet, all relays', against(base.cpu));
    put('spread.between', series.between, 'frames between relays for each frame said');
    put('spread.loss', series.lost, '%');
  }
}
