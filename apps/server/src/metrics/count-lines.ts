import { doorFaults, socketFaults } from '@stoa/control';
import { Counter, type Registry } from 'prom-client';
import type { ServerLog } from '../log.ts';
import { standstills } from './loop-watch.ts';

type Words = { readonly event?: unknown; readonly why?: unknown; readonly where?: unknown };

/** The log's lines hold words of a closed vocabulary; should anything else ever stand there, it stays out of the metrics. */
const word = (value: unknown): string =>
  typeof value === 'string' && /^[a-zA-Z-]{1,32}$/.test(value) ? value : value === undefined ? '' : 'other';

/** Everything that the log tells is counted; what operators ask for most has names of its own. */
export function countLines(registry: Registry): (log: ServerLog) => ServerLog {
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  /** With a word of each kind from the start at 0: Prometheus does not see what a counter that it never read began with. */
  const counterOf = (name: string, help: string, label: string, words: readonly string[]) => {
    const made = counter(name, help, [label]);
    for (const each of words) made.inc({ [label]: each }, 0);
    return made;
  };
  const events = counter('stoa_events_total', 'Lines of the log by their words', ['event', 'why']);
  const refused = counterOf('stoa_joins_refused_total', 'People not let past the door', 'reason', doorFaults);
  const closed = counterOf(
    'stoa_sockets_closed_total',
    'Signaling sockets closed by us',
    'reason',
    socketFaults,
  );
  const lost = counter(
    'stoa_relay_losses_total',
    'Relay processes that were lost; their people moved elsewhere',
  );
  const taken = counter('stoa_rooms_taken_over_total', 'Rooms of another control that ended or stood still');
  const blocked = counterOf(
    'stoa_event_loop_blocks_total',
    'Times that the event loop stood still',
    'why',
    standstills,
  );
  const faults = counter('stoa_faults_total', 'Mistakes of this program');

  const count = (line: object) => {
    const { event, why, where } = line as Words;
    events.inc({ event: word(event), why: word(why ?? where) });
    if (event === 'doorRefused') refused.inc({ reason: word(why) });
    else if (event === 'socketClosed') closed.inc({ reason: word(why) });
    else if (event === 'relayLost') lost.inc();
    else if (event === 'eraTaken') taken.inc();
    else if (event === 'eventLoopBlocked') blocked.inc({ why: word(why) });
    else if (event === 'fault' || event === 'httpFault') faults.inc();
  };
  return (log) => {
    const counting =
      (say: ServerLog['info']): ServerLog['info'] =>
      (line, text) => {
        count(line);
        say.call(log, line, text);
      };
    return { info: counting(log.info), warn: counting(log.warn), error: counting(log.error) };
  };
}
