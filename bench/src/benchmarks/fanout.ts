import { type Benchmark, one, type Report, type Values } from '../benchmark.ts';
import { type Hall, openHall } from '../load/hall.ts';
import { datagramBytes } from '../load/packet.ts';
import { listenersOption, roundsOption, secondsOption } from '../options.ts';
import { pinned } from '../process/child.ts';
import { alternate, type Spread, spreadOf } from '../stats.ts';
import { startForwarders } from '../systems/contenders.ts';
import { prepareUdpGcm, type UdpGcm } from '../systems/udp-gcm.ts';

/** CPU time per packet and the packets that got lost, of everything that can forward. */
interface Subject {
  readonly name: string;
  readonly what: string;
  run(seconds: number): Promise<{ usPerPacket: number; lostPercent: number; packets: number }>;
}

interface Measured {
  readonly subject: Subject;
  readonly cpu: Spread;
  readonly lost: Spread;
}

export const fanout: Benchmark = {
  name: 'fanout',
  summary: 'CPU time of the relay per packet delivered, next to Janus, a bare library loop and bare UDP',
  options: [listenersOption(100, 400), secondsOption(5), roundsOption(6)],
  run: async (values, report) => {
    for (const listeners of values.listeners!) await measure(listeners, values, report);
  },
};

async function measure(listeners: number, values: Values, report: Report): Promise<void> {
  const halls: Hall[] = [];
  const reference = prepareUdpGcm();
  try {
    for (const forwarder of await startForwarders(report.note)) halls.push(await openHall(forwarder));
    report.note(`${reference.name}: ${reference.what}`);
    for (const hall of halls) await hall.fill(listeners);
    const subjects = [...halls.map(hallSubject), referenceSubject(reference, listeners)];
    const measured = await rounds(subjects, one(values, 'rounds') + 1, one(values, 'seconds'));
    const versions = Object.assign({}, ...halls.map((hall) => hall.forwarder.versions), reference.versions);
    publish(measured, listeners, values, report, versions);
  } finally {
    await Promise.all([...halls.map((hall) => hall.close()), reference.stop()]);
  }
}

function hallSubject(hall: Hall): Subject {
  const { name, what } = hall.forwarder;
  return {
    name,
    what,
    run: async (seconds) => {
      const pass = await hall.talk(seconds);
      if (pass.received === 0) throw new Error(`${name} delivered nothing`);
      return {
        usPerPacket: pass.cpuUs / pass.received,
        lostPercent: 100 * (1 - pass.received / pass.expected),
        packets: pass.received,
      };
    },
  };
}

function referenceSubject(reference: UdpGcm, listeners: number): Subject {
  return {
    name: reference.name,
    what: reference.what,
    run: async (seconds) => {
      const { packets, cpuUs } = await reference.run(listeners, seconds);
      return { usPerPacket: cpuUs / packets, lostPercent: 0, packets };
    },
  };
}

async function rounds(subjects: readonly Subject[], count: number, seconds: number): Promise<Measured[]> {
  const results = new Map(
    subjects.map((subject) => [subject, { cpu: [] as number[], lost: [] as number[] }]),
  );
  for (const round of alternate(subjects, count)) {
    for (const subject of round) {
      const { usPerPacket, lostPercent } = await subject.run(seconds);
      results.get(subject)!.cpu.push(usPerPacket);
      results.get(subject)!.lost.push(lostPercent);
    }
  }
  return subjects.map((subject) => {
    const { cpu, lost } = results.get(subject)!;
    return { subject, cpu: spreadOf(cpu), lost: spreadOf(lost) };
  });
}

function publish(
  measured: readonly Measured[],
  listeners: number,
  values: Values,
  report: Report,
  versions: Record<string, string>,
): void {
  const conditions = {
    listeners,
    seconds: one(values, 'seconds'),
    datagramBytes,
    pinned: pinned() ? 'relay on core 0, load on core 1' : 'no',
  };
  const ours = measured.find(({ subject }) => subject.name === 'stoa');
  const floor = measured.at(-1)!;
  for (const { subject, cpu, lost } of measured) {
    const base = { subject: subject.name, conditions };
    const peers =
      subject === ours?.subject
        ? measured.filter((other) => other !== ours)
        : subject === floor.subject
          ? []
          : [floor];
    const goal = subject === ours?.subject ? { goal: { text: 'at most 11 us', limit: 11 } } : {};
    const figure = { ...base, metric: 'fanout.cpu', value: cpu.median, unit: 'us/packet', spread: cpu };
    if (peers.length === 0) report.figure(figure, versions);
    for (const other of peers) {
      const against =
        other.subject.name === 'janus' ? { goal: { text: 'below janus', limit: other.cpu.median } } : goal;
      const peer = { name: other.subject.name, value: other.cpu.median };
      report.figure({ ...figure, ...(subject === ours?.subject ? against : {}), peer }, versions);
    }
    if (subject === floor.subject) continue;
    report.figure({ ...base, metric: 'fanout.loss', value: lost.median, unit: '%', spread: lost }, versions);
  }
  const drift = (100 * (floor.cpu.max - floor.cpu.min)) / floor.cpu.median;
  if (drift > 10) {
    report.note(
      `the ${floor.subject.name} reference itself varied by ${drift.toFixed(0)} %: other work ran on this machine`,
    );
  }
}
