import { type Finding, findings } from '../finding.ts';

export type MachineFacts = {
  /** Files that this process may have open; undefined: no limit. */
  readonly descriptors: number | undefined;
  /** Largest receive buffer that a socket may ask for, bytes; undefined: the system does not say. */
  readonly receiveBuffer: number | undefined;
  readonly sendBuffer: number | undefined;
  /** What can still be taken, bytes, the service's own limit counted. */
  readonly memory: number;
  readonly relays: number;
  readonly cores: number;
  readonly ownDatabase: boolean;
};

const mib = 1_048_576;
/** A relay begins with about 110 MiB, the server with 150, the database that comes along with 100. */
const needs = (facts: MachineFacts) => (160 + facts.relays * 110 + (facts.ownDatabase ? 100 : 0)) * mib;
const leastDescriptors = 1_024;
const goodDescriptors = 8_192;
const goodBuffer = 1 * mib;

export function decideMachine(facts: MachineFacts): Finding[] {
  const { ok, warning, fault } = findings('machine');
  const found: Finding[] = [];
  const { descriptors } = facts;
  if (descriptors !== undefined && descriptors < goodDescriptors) {
    const sentence = `A process may have ${descriptors} files open, and each person in a room takes one.`;
    const fix = 'Raise the limit: LimitNOFILE=65536 in the unit, or ulimit -n.';
    found.push(descriptors < leastDescriptors ? fault(sentence, fix) : warning(sentence, fix));
  }
  const buffers = [
    ['net.core.rmem_max', facts.receiveBuffer],
    ['net.core.wmem_max', facts.sendBuffer],
  ] as const;
  for (const [name, size] of buffers) {
    if (size === undefined || size >= goodBuffer) continue;
    found.push(
      warning(
        `UDP buffers are small (${name} is ${size}): a full room may lose packets in bursts.`,
        `sysctl -w ${name}=${4 * mib}`,
      ),
    );
  }
  if (facts.memory < needs(facts)) {
    found.push(
      fault(
        `There are ${Math.floor(facts.memory / mib)} MiB of memory left, and this needs ${Math.ceil(needs(facts) / mib)}.`,
        'Lower STOA_RELAYS, or give it more memory (MemoryMax in the unit).',
      ),
    );
  }
  if (facts.relays > facts.cores) {
    found.push(
      warning(
        `There are ${facts.relays} relays for ${facts.cores} cores: they take turns, and sound waits.`,
        'Set STOA_RELAYS to the number of cores.',
      ),
    );
  }
  return found.length > 0 ? found : [ok('Files, buffers and memory are enough.')];
}
