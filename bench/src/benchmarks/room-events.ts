import { type Benchmark, one } from '../benchmark.ts';
import type { Heard } from '../events/crowd.ts';
import type { CrowdWorker } from '../events/crowd-worker.ts';
import { mosquittoVersion, startMosquitto } from '../events/mosquitto.ts';
import type { PlainWorker } from '../events/plain-worker.ts';
import type { RoomWorker } from '../events/room-worker.ts';
import { roundsOption, secondsOption } from '../options.ts';
import { pinned, startModule } from '../process/child.ts';
import { connect } from '../process/rpc.ts';
import { usageOf } from '../process/usage.ts';
import { alternate, spreadOf } from '../stats.ts';

type Round = Heard & { readonly cpuUs: number };
type Subject = {
  readonly name: string;
  readonly what: string;
  readonly pid: number;
  readonly rounds: Round[];
  stop(): Promise<void>;
};

export const roomEvents: Benchmark = {
  name: 'room-events',
  summary: 'what somebody writes in a room, to everybody in it over WebSocket: delay, processor time, losses',
  options: [
    { name: 'sockets', summary: 'people in the room', fallback: [2_000], min: 50, max: 5_000 },
    { name: 'rate', summary: 'events a second', fallback: [10], min: 1, max: 10 },
    secondsOption(15),
    roundsOption(3),
  ],
  run: async (values, report) => {
    const people = one(values, 'sockets');
    const [rate, seconds] = [one(values, 'rate'), one(values, 'seconds')];
    const module = (name: string) => new URL(`../events/${name}`, import.meta.url);
    const generator = await startModule('generator', module('crowd-worker.ts'));
    const crowd = connect<CrowdWorker>(generator.process, 'crowd');
    const subjects: Subject[] = [];
    try {
      const issuer = Buffer.from(await crowd.issuer()).toString('hex');
      const room = await startModule('subject', module('room-worker.ts'), [issuer]);
      const signaling = connect<RoomWorker>(room.process, 'signaling');
      subjects.push({
        name: 'room',
        what: 'signaling of a room',
        pid: room.pid,
        rounds: [],
        stop: room.stop,
      });
      await crowd.enter('room', await signaling.port(), people);

      const plain = await startModule('subject', module('plain-worker.ts'));
      const what = 'bare loop over sockets of ws';
      subjects.push({ name: 'ws', what, pid: plain.pid, rounds: [], stop: plain.stop });
      await crowd.enter('ws', await connect<PlainWorker>(plain.process, 'ws').port(), people);

      const version = mosquittoVersion();
      if (version) {
        const { child, port, stop } = await startMosquitto();
        const what = `mosquitto ${version}, WebSocket, QoS 0`;
        subjects.push({ name: 'mosquitto', what, pid: child.pid, rounds: [], stop });
        await crowd.enter('mosquitto', port, people);
      } else
        report.note('mosquitto is not installed (Debian: apt-get install mosquitto), so it is missing here');

      for (const order of alternate(subjects, one(values, 'rounds') + 1)) {
        for (const subject of order) {
          await crowd.rest();
          const before = usageOf(subject.pid).cpuUs;
          const heard = await crowd.say(subject.name, rate, seconds);
          subject.rounds.push({ ...heard, cpuUs: usageOf(subject.pid).cpuUs - before });
        }
      }
      const told = await signaling.told();
      if (told.length > 1) report.note(`signaling said: ${told.join(', ')}`);

      const conditions = {
        sockets: people,
        'events/s': rate,
        'bytes an event': 256,
        seconds,
        pinned: String(pinned()),
      };
      const ours = subjects[0]!;
      for (const subject of subjects) {
        const mine = subject === ours;
        const figure = (
          metric: string,
          unit: string,
          of: (round: Round) => number,
          goal?: { text: string; limit: number },
        ) => {
          const spread = spreadOf(subject.rounds.map(of));
          const peer = subjects.at(-1)!;
          const against = mine && peer !== ours ? spreadOf(peer.rounds.map(of)).median : 0;
          report.figure(
            {
              metric: `room-events.${metric}`,
              subject: subject.what,
              value: spread.median,
              unit,
              spread,
              conditions,
              ...(mine && goal ? { goal } : {}),
              ...(against > 0 ? { peer: { name: peer.name, value: against } } : {}),
            },
            version ? { mosquitto: version } : {},
          );
        };
        figure('p50', 'ms', ({ p50 }) => p50);
        figure('p99', 'ms', ({ p99 }) => p99, { text: 'p99 at most 150 ms', limit: 150 });
        figure('cpu', 'us/delivery', ({ cpuUs, received }) => cpuUs / received, {
          text: 'at most 10 us',
          limit: 10,
        });
        figure('lost', 'deliveries', ({ expected, received }) => expected - received, {
          text: 'none',
          limit: 0,
        });
      }
      report.note(
        'each event is the same text of 256 bytes for all; all sockets of all subjects stay open, and only ours pings them every four seconds, which is in its processor time',
      );
      report.note(
        'delay is from the writer giving its message away to the arrival at each socket; one process reads them all',
      );
    } finally {
      await generator.stop();
      for (const subject of subjects) await subject.stop();
    }
  },
};
