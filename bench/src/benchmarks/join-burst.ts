import { type Benchmark, type BenchOption, one, type Report, type Values } from '../benchmark.ts';
import { type Burst, burstIntoRelay, burstIntoRoom } from '../load/join-burst.ts';
import { quantile } from '../stats.ts';

const joinsOption: BenchOption = {
  name: 'joins',
  summary: 'joins in the media-alone variant',
  fallback: [5_000],
  min: 10,
  max: 8_000,
};
const withinOption: BenchOption = {
  name: 'within',
  summary: 'seconds in which they come, by chance',
  fallback: [60],
  min: 1,
  max: 600,
};
const peopleOption: BenchOption = {
  name: 'people',
  summary: 'joins in the whole-room variant, with keys and signaling',
  fallback: [300],
  min: 5,
  max: 5_000,
};

export const joinBurst: Benchmark = {
  name: 'join-burst',
  summary:
    'thousands join a live room within a minute: who gets in, how soon they hear, what those who are there lose',
  options: [joinsOption, withinOption, peopleOption],
  run: async (values, report) => {
    report.note(
      'media alone: one relay process; thinned listeners offer at moments by chance (Poisson), and hear when their transport is open: the talker’s next packet is at most 20 ms away',
    );
    report.note(
      'whole room: server, signaling, keys, admission by the host’s device; every participant decrypts, in processes that share the machine with the server, so their work is in the time',
    );
    const [joins, within, people] = [one(values, 'joins'), one(values, 'within'), one(values, 'people')];
    publish(await burstIntoRelay(joins, within), { joins, within, variant: 'media alone' }, report);
    publish(await burstIntoRoom(people, within), { joins: people, within, variant: 'whole room' }, report);
  },
};

function publish(burst: Burst, conditions: Values | Record<string, string | number>, report: Report): void {
  const figure = (
    metric: string,
    value: number,
    unit: string,
    goal?: { text: string; limit: number; atLeast?: boolean },
  ) =>
    report.figure({
      metric: `join-burst.${metric}`,
      subject: 'stoa',
      value,
      unit,
      conditions: conditions as Record<string, string | number>,
      ...(goal ? { goal } : {}),
    });
  const share = (100 * burst.took.length) / (burst.took.length + burst.failed);
  figure('in', share, '% of the joins', { text: 'at least 99.9 %', limit: 99.9, atLeast: true });
  figure('p50', quantile(burst.took, 0.5), 'ms to sound');
  figure('p95', quantile(burst.took, 0.95), 'ms to sound', { text: 'at most 2000 ms', limit: 2_000 });
  figure('late', burst.lateMs, 'ms that the load itself was late with joins, at worst');
  figure('others', burst.othersLostPct, '% lost by those who were there', {
    text: 'below 0.5 %',
    limit: 0.5,
  });
  figure('relay', burst.relayCores, 'cores of the relay, meanwhile', {
    text: 'at most 0.4 beside the talk',
    limit: 0.4,
  });
}
