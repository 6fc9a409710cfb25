import { media } from '@stoa/protocol';
import { type Benchmark, type BenchOption, one, type Report, type Values } from '../benchmark.ts';
import { openThinHall, type ThinPass } from '../load/thin-hall.ts';
import { roundsOption, secondsOption } from '../options.ts';
import { quantile, type Spread, spreadOf } from '../stats.ts';
import { startSpread } from '../systems/spread-stoa.ts';
import { prepareUdpGcm } from '../systems/udp-gcm.ts';

const sizes: BenchOption = {
  name: 'audience',
  summary: 'listeners, smallest first',
  fallback: [500, 1_000, 1_500, 2_000, 3_000, 5_000],
  min: 10,
  max: 8_000,
};
const relaysOption: BenchOption = {
  name: 'relays',
  summary: 'relay processes; each number is measured',
  fallback: [1, 2],
  min: 1,
  max: 8,
};
const packetOption: BenchOption = {
  name: 'packet-ms',
  summary: `sound in one packet; people send ${media.frameMs} ms, other values say what would be if they did not`,
  fallback: [media.frameMs],
  min: 10,
  max: 200,
};
/** Beyond this nothing is learnt from a larger room. */
const hopeless = 10;

export const largeRoom: Benchmark = {
  name: 'large-room',
  summary:
    'one room of thousands on one machine: how many listeners before packets are lost, by relay processes',
  options: [sizes, relaysOption, packetOption, secondsOption(5), roundsOption(3)],
  run: async (values, report) => {
    const reference = prepareUdpGcm();
    report.note(`${reference.name}: ${reference.what}`);
    report.note(
      '50 listeners take every packet and note its delay; all others are thinned: real transports to which the kernel counts and drops packets of media (nft), which is in the relays’ processor time as far as the filter',
    );
    report.note(
      'one relay process has core 0 alone; several are placed by the system on all cores, which they share with the load',
    );
    try {
      const floor: number[] = [];
      const measureFloor = async () => {
        const { packets, cpuUs } = await reference.run(1_000, one(values, 'seconds'));
        floor.push(cpuUs / packets);
      };
      await measureFloor();
      const capacities = new Map<number, number>();
      for (const relays of values.relays!) capacities.set(relays, await measure(relays, values, report));
      await measureFloor();
      const drift = 100 * (Math.max(...floor) / Math.min(...floor) - 1);
      report.figure(
        {
          metric: 'large-room.reference',
          subject: reference.name,
          value: floor[0]!,
          unit: 'us/packet',
          spread: spreadOf(floor, 0),
          conditions: { listeners: 1_000 },
        },
        reference.versions,
      );
      if (drift > 10)
        report.note(
          `the ${reference.name} reference varied by ${drift.toFixed(0)} %: other work ran on this machine`,
        );
      const single = capacities.get(1);
      for (const [relays, value] of capacities) {
        report.figure({
          metric: 'large-room.capacity',
          subject: `${relays} relay ${relays === 1 ? 'process' : 'processes'}`,
          value,
          unit: 'listeners with a loss of at most 0.1 %',
          conditions: { packetMs: one(values, 'packet-ms') },
          ...(relays > 1 && single ? { peer: { name: 'one relay process', value: single } } : {}),
          ...(relays === 2 && single
            ? { goal: { text: 'at least 1.9 x one', limit: 1.9 * single, atLeast: true } }
            : {}),
        });
      }
    } finally {
      await reference.stop();
    }
  },
};

/** @returns the largest size whose worst round lost at most 0.1 %; 0 when even the smallest did not */
async function measure(relays: number, values: Values, report: Report): Promise<number> {
  const ears = Array.from({ length: relays }, (_, at) => at);
  const forwarder = await startSpread(`${relays} relay`, relays, ears, relays === 1 ? 'one' : 'all');
  const hall = await openThinHall(forwarder);
  let capacity = 0;
  try {
    for (const listeners of [...values.audience!].sort((a, b) => a - b)) {
      await hall.fill(listeners);
      const passes: ThinPass[] = [];
      const [p50, p99]: [number[], number[]] = [[], []];
      for (let round = 0; round <= one(values, 'rounds'); round += 1) {
        passes.push(await hall.talk(one(values, 'seconds'), one(values, 'packet-ms')));
        const delays = await hall.delays();
        if (delays.length === 0) throw new Error('the relays delivered nothing');
        p50.push(quantile(delays, 0.5));
        p99.push(quantile(delays, 0.99));
      }
      const lost = publish(listeners, relays, values, passes, { p50, p99 }, report);
      if (lost.max <= 0.1) capacity = listeners;
      if (lost.median > hopeless) break;
    }
    return capacity;
  } finally {
    await hall.close();
  }
}

function publish(
  listeners: number,
  relays: number,
  values: Values,
  passes: readonly ThinPass[],
  delays: { readonly p50: readonly number[]; readonly p99: readonly number[] },
  report: Report,
): Spread {
  const conditions = {
    listeners,
    relays,
    thinned: Math.max(0, listeners - 50),
    seconds: one(values, 'seconds'),
    packetMs: one(values, 'packet-ms'),
  };
  const figure = (
    metric: string,
    unit: string,
    list: readonly number[],
    goal?: { text: string; limit: number },
  ) => {
    const spread = spreadOf(list);
    const subject = relays === 1 ? 'one relay process' : `${relays} relay processes`;
    report.figure({
      metric: `large-room.${metric}`,
      subject,
      value: spread.median,
      unit,
      spread,
      conditions,
      ...(goal ? { goal } : {}),
    });
    return spread;
  };
  const large = listeners === 5_000;
  figure(
    'cores',
    'cores of the relays',
    passes.map(({ cpuUs, seconds }) => cpuUs / seconds / 1e6),
    large ? { text: 'at most 1.5 cores', limit: 1.5 } : undefined,
  );
  figure(
    'cpu',
    'us/packet',
    passes.map(({ cpuUs, fullReceived, thinReceived }) => cpuUs / (fullReceived + thinReceived)),
  );
  figure(
    'loss.full',
    '%',
    passes.map(({ fullReceived, fullExpected }) => 100 * (1 - fullReceived / fullExpected)),
  );
  if (listeners > 50)
    figure(
      'loss.thinned',
      '%',
      passes.map(({ thinReceived, thinExpected }) => 100 * (1 - thinReceived / thinExpected)),
    );
  const lost = figure(
    'loss',
    '%',
    passes.map(
      (pass) => 100 * (1 - (pass.fullReceived + pass.thinReceived) / (pass.fullExpected + pass.thinExpected)),
    ),
    large ? { text: 'at most 0.1 %', limit: 0.1 } : undefined,
  );
  figure('delay.p50', 'ms, mouth to listener', delays.p50);
  figure(
    'delay.p99',
    'ms, mouth to listener',
    delays.p99,
    large ? { text: 'at most 45 ms', limit: 45 } : undefined,
  );
  figure(
    'memory',
    'MB of the relays',
    passes.map(({ rssBytes }) => rssBytes / 1e6),
  );
  return lost;
}
