import { type Benchmark, type BenchOption, one, type Report, type Values } from '../benchmark.ts';
import type { CrowdWorker } from '../events/crowd-worker.ts';
import type { RoomWorker } from '../events/room-worker.ts';
import { openThinHall } from '../load/thin-hall.ts';
import { secondsOption } from '../options.ts';
import { startModule } from '../process/child.ts';
import { connect } from '../process/rpc.ts';
import { usageOf } from '../process/usage.ts';
import { exponent as exponentOf } from '../stats.ts';
import { startSpread } from '../systems/spread-stoa.ts';

const sizes: BenchOption = {
  name: 'audience',
  summary: 'listeners, smallest first',
  fallback: [10, 50, 250, 1_000, 5_000],
  min: 10,
  max: 5_000,
};
const eventsOption: BenchOption = {
  name: 'events',
  summary: 'events a second in the control part',
  fallback: [5],
  min: 1,
  max: 10,
};
/** Slow enough that the largest room is not beyond one core: the cost of a packet does not depend on its neighbours. */
const packetsPerSecond = 10_000;

type Point = { readonly x: number; readonly y: number };

export const exponent: Benchmark = {
  name: 'exponent',
  summary: 'how cost grows with the audience: the power of its size that processor time and bytes follow',
  options: [sizes, eventsOption, secondsOption(10)],
  run: async (values, report) => {
    if (values.audience!.length < 2)
      throw new Error('--audience takes two sizes or more: an exponent lies between them');
    report.note(
      'an exponent of 1 is a cost in proportion to the audience; 2 would be everybody told of everybody',
    );
    report.note('media: one relay process, one talker; without what the relay uses while nobody talks');
    report.note(
      'control: signaling of one room with everybody’s join, then events to everybody; relays that carry nothing',
    );
    await measureMedia(values, report);
    await measureControl(values, report);
  },
};

async function measureMedia(values: Values, report: Report): Promise<void> {
  const seconds = one(values, 'seconds');
  const hall = await openThinHall(await startSpread('one relay', 1, [0]));
  const [cpu, packets]: [Point[], Point[]] = [[], []];
  try {
    for (const x of [...values.audience!].sort((a, b) => a - b)) {
      await hall.fill(x);
      const idleUs = await hall.idle(seconds);
      const everyMs = Math.max(20, Math.ceil((1_000 * x) / packetsPerSecond));
      await hall.talk(1, everyMs);
      const pass = await hall.talk(seconds, everyMs);
      const perPacket = (pass.cpuUs - idleUs) / pass.sent;
      cpu.push({ x, y: Math.max(1, perPacket) });
      packets.push({ x, y: (pass.fullReceived + pass.thinReceived) / pass.sent });
      report.figure({
        metric: 'exponent.media.cpu',
        subject: 'relay',
        value: perPacket,
        unit: 'us for each packet said',
        conditions: { listeners: x, packetMs: everyMs, seconds },
      });
    }
  } finally {
    await hall.close();
  }
  fitted('media', 'relay, processor time', cpu, 1.02, report);
  fitted('media-packets', 'relay, packets sent', packets, 1.02, report);
}

async function measureControl(values: Values, report: Report): Promise<void> {
  const [cpu, join, total]: [Point[], Point[], Point[]] = [[], [], []];
  const [events, seconds] = [one(values, 'events'), one(values, 'seconds')];
  for (const x of [...values.audience!].sort((a, b) => a - b)) {
    const module = (name: string) => new URL(`../events/${name}`, import.meta.url);
    const generator = await startModule('generator', module('crowd-worker.ts'));
    const crowd = connect<CrowdWorker>(generator.process, 'crowd');
    const issuer = Buffer.from(await crowd.issuer()).toString('hex');
    const room = await startModule('subject', module('room-worker.ts'), [issuer]);
    try {
      const port = await connect<RoomWorker>(room.process, 'signaling').port();
      const begun = usageOf(room.pid).cpuUs;
      await crowd.enter('room', port, x);
      const joined = { cpuUs: usageOf(room.pid).cpuUs - begun, bytes: await crowd.bytes() };
      await crowd.rest();
      const before = { cpuUs: usageOf(room.pid).cpuUs, bytes: await crowd.bytes() };
      const heard = await crowd.say('room', events, seconds);
      if (heard.received < heard.expected)
        throw new Error(`${heard.expected - heard.received} events were lost`);
      const said = {
        cpuUs: usageOf(room.pid).cpuUs - before.cpuUs,
        bytes: (await crowd.bytes()) - before.bytes,
      };
      cpu.push({ x, y: joined.cpuUs + said.cpuUs });
      join.push({ x, y: joined.bytes });
      total.push({ x, y: joined.bytes + said.bytes });
      const conditions = { people: x, 'events/s': events, seconds };
      const figure = (metric: string, value: number, unit: string) =>
        report.figure({
          metric: `exponent.control.${metric}`,
          subject: 'signaling',
          value,
          unit,
          conditions,
        });
      figure('join.cpu', joined.cpuUs / x, 'us for each join');
      figure('join.bytes', joined.bytes / x, 'bytes sent for each join');
      figure('event.cpu', said.cpuUs / heard.expected, 'us for each delivery');
    } finally {
      await generator.stop();
      await room.stop();
    }
  }
  fitted('control', 'signaling, processor time of joins and events', cpu, 1.05, report);
  fitted('control-bytes', 'signaling, bytes of joins and events', total, 1.05, report);
  fitted('join-bytes', 'signaling, bytes of the joins', join, 1.1, report);
}

function fitted(
  metric: string,
  subject: string,
  points: readonly Point[],
  limit: number,
  report: Report,
): void {
  // What does not grow hides growth among the small sizes: the two largest stand alone as well.
  for (const some of points.length > 2 ? [points, points.slice(-2)] : [points]) {
    report.figure({
      metric: `exponent.${metric}`,
      subject,
      value: exponentOf(some),
      unit: 'power of the audience',
      conditions: { from: some[0]!.x, to: some.at(-1)!.x, sizes: some.length },
      goal: { text: `at most ${limit}`, limit },
    });
  }
}
