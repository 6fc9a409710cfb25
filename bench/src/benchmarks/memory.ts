import { type Benchmark, one, type Report, type Values } from '../benchmark.ts';
import { openHall } from '../load/hall.ts';
import { listenersOption, roundsOption } from '../options.ts';
import { slope, spreadOf } from '../stats.ts';
import { startBareLoop } from '../systems/bare-loop.ts';
import type { Forwarder } from '../systems/forwarder.ts';
import { janusVersion, startJanus } from '../systems/janus.ts';
import { startStoa } from '../systems/stoa.ts';

const firstListeners = 50;
/** Talking for a moment allocates what a listener needs when packets flow. */
const talkSeconds = 2;

export const memory: Benchmark = {
  name: 'memory',
  summary: `resident memory of the relay per listener: slope from ${firstListeners} listeners to --listeners`,
  options: [{ ...listenersOption(400), min: firstListeners + 50 }, roundsOption(3)],
  run: async (values, report) => {
    const starts: (() => Promise<Forwarder>)[] = [startStoa, startBareLoop];
    if (janusVersion()) starts.push(() => startJanus());
    else report.note('janus is not installed: measured without it');
    report.note(
      'every round starts the forwarder anew, so none is dropped; the gateway with its WebSockets is not in it',
    );
    const found = new Map<
      string,
      { slopes: number[]; bases: number[]; versions: Readonly<Record<string, string>> }
    >();
    for (let round = 0; round < one(values, 'rounds'); round += 1) {
      for (const start of starts) {
        const forwarder = await start();
        report.note(`${forwarder.name}: ${forwarder.what}`);
        const result = await measure(forwarder, one(values, 'listeners'));
        const list = found.get(forwarder.name) ?? { slopes: [], bases: [], versions: forwarder.versions };
        list.slopes.push(result.perListener);
        list.bases.push(result.empty);
        found.set(forwarder.name, list);
      }
    }
    publish(found, values, report);
  },
};

async function measure(
  forwarder: Forwarder,
  listeners: number,
): Promise<{ perListener: number; empty: number }> {
  const empty = forwarder.usage().rssBytes / 1e6;
  const hall = await openHall(forwarder);
  try {
    const points: { x: number; y: number }[] = [];
    for (const size of [firstListeners, listeners]) {
      await hall.fill(size);
      const { rssBytes } = await hall.talk(talkSeconds);
      points.push({ x: size, y: rssBytes / 1000 });
    }
    return { perListener: slope(points[0]!, points[1]!), empty };
  } finally {
    await hall.close();
  }
}

function publish(
  found: ReadonlyMap<
    string,
    { slopes: number[]; bases: number[]; versions: Readonly<Record<string, string>> }
  >,
  values: Values,
  report: Report,
): void {
  const conditions = { listeners: one(values, 'listeners'), from: firstListeners };
  const janus = found.get('janus');
  for (const [name, { slopes, bases, versions }] of found) {
    const spread = spreadOf(slopes, 0);
    const ours = name === 'stoa';
    report.figure(
      {
        metric: 'memory.per-listener',
        subject: name,
        value: spread.median,
        unit: 'kB',
        spread,
        conditions,
        ...(ours ? { goal: { text: 'at most 200 kB', limit: 200 } } : {}),
        ...(ours && janus ? { peer: { name: 'janus', value: spreadOf(janus.slopes, 0).median } } : {}),
      },
      versions,
    );
    const base = spreadOf(bases, 0);
    report.figure(
      { metric: 'memory.empty', subject: name, value: base.median, unit: 'MB', spread: base, conditions },
      versions,
    );
  }
}
