import { type Benchmark, type BenchOption, one, type Report } from '../benchmark.ts';
import { killUnderBrowsers } from '../browser/kill-relay.ts';
import { killUnderThinListeners } from '../load/kill-relay.ts';
import { listenersOption, roundsOption } from '../options.ts';
import { quantile, spreadOf } from '../stats.ts';

const browsersOption: BenchOption = {
  name: 'browsers',
  summary: 'listening pages of Chromium in the whole-room variant',
  fallback: [4],
  min: 1,
  max: 20,
};

export const recovery: Benchmark = {
  name: 'recovery',
  summary: 'silence at the ear after kill -9 of the relay process that carries the room',
  options: [listenersOption(50, 1_000), browsersOption, roundsOption(8)],
  run: async (values, report) => {
    report.note(
      'two relay processes; the one with the room is killed, the other takes over and the next round kills that one',
    );
    report.note(
      'whole room: server, web app and Chromium; silence is the longest time without a loud sample in the page while a steady tone is spoken, the speaker being in the same room',
    );
    report.note(
      'media alone: thin participants who offer again when the supervisor says that the process is gone, without signalling socket and keys; their DTLS would repeat a lost flight only after 1 s',
    );
    const pages = one(values, 'browsers');
    const whole = await killUnderBrowsers(pages, one(values, 'rounds') + 1);
    publish(whole.slice(1), { listeners: pages, variant: 'whole room', relays: 2 }, report);
    for (const listeners of values.listeners!) {
      const alone = await killUnderThinListeners(listeners, one(values, 'rounds') + 1);
      publish(alone.slice(1), { listeners, variant: 'media alone', relays: 2 }, report);
    }
  },
};

function publish(
  rounds: readonly Float64Array[],
  conditions: Record<string, string | number>,
  report: Report,
): void {
  for (const [name, p] of [
    ['p50', 0.5],
    ['p95', 0.95],
  ] as const) {
    const spread = spreadOf(
      rounds.map((silences) => quantile(silences, p)),
      0,
    );
    const limit = Number(conditions.listeners) < 1_000 ? { p95: 1_000 } : { p50: 1_500, p95: 3_000 };
    const most = (limit as Record<string, number | undefined>)[name];
    const goal = most === undefined ? {} : { goal: { text: `at most ${most} ms`, limit: most } };
    report.figure({
      metric: `recovery.${name}`,
      subject: 'stoa',
      value: spread.median,
      unit: 'ms of silence',
      spread,
      conditions,
      ...goal,
    });
  }
}
