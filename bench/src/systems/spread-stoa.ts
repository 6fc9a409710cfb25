import { randomInt } from 'node:crypto';
import {
  type EraId,
  eraId,
  media,
  type PeerId,
  peerId,
  type RelayLoad,
  type RelaySeat,
} from '@stoa/protocol';
import { createRelayPool, type RelayHandle } from '@stoa/relay';
import { loadSender } from '../load/packet.ts';
import { pin } from '../process/child.ts';
import { usageOf } from '../process/usage.ts';
import type { Forwarder, Party } from './forwarder.ts';
import { joinRelay, pidOf } from './relay-join.ts';

const listener: RelaySeat = { publish: false, subscribe: true, onStage: false };
const speaker: RelaySeat = { publish: true, subscribe: true, onStage: true };
const muted: RelaySeat = { publish: false, subscribe: true, onStage: true };
const pongMs = 1_500;

export type SpreadForwarder = Forwarder & {
  /** Frames that went from relay to relay since the beginning, counted where they were sent. */
  framesBetween(): Promise<number>;
};

/** One room over so many relay processes: the talker is at the first, listeners go to those that `ears` names, in turn. */
export async function startSpread(
  name: string,
  count: number,
  ears: readonly number[],
  cores: 'one' | 'all' = 'one',
): Promise<SpreadForwarder> {
  const log = (line: string) => process.stderr.write(`bench: ${line}\n`);
  const pool = createRelayPool({ count, bindAddress: '127.0.0.1', firstPort: 0, maxPeers: 10_000, log });
  await pool.start();
  const { relays } = pool;
  const pids = relays.map(pidOf);
  if (cores === 'one') for (const pid of pids) pin(pid, 'subject');
  const era = eraId(randomInt(1, 2 ** 47));
  let last = 0;
  let listeners = 0;
  let talker: PeerId | undefined;
  const used = new Set<RelayHandle>();
  const join = async (relay: RelayHandle, party: Party, seat: RelaySeat) => {
    const peer = peerId(++last);
    const offer = await party.offer();
    await party.accept(await joinRelay(relay, { peer, era, offer, seat, sender: loadSender }));
    if (!used.has(relay)) link(used.add(relay), era);
    return peer;
  };
  return {
    name,
    what: `${count} relay processes; the talker at the first, listeners at ${ears.map((ear) => ear + 1).join(', ')}`,
    versions: {},
    address: '127.0.0.1',
    slots: media.slots,
    talkerSlots: media.slots,
    listenerMicrophone: true,
    publish: async (party) => {
      talker = await join(relays[0]!, party, muted);
    },
    listen: async (party, onStage) => {
      await join(relays[ears[listeners++ % ears.length]!]!, party, onStage ? speaker : listener);
    },
    floor: (open) => {
      if (talker !== undefined) relays[0]!.send({ type: 'seat', peer: talker, seat: open ? speaker : muted });
    },
    usage: () => {
      const all = pids.map(usageOf);
      const sum = (pick: (usage: (typeof all)[number]) => number) =>
        all.reduce((n, each) => n + pick(each), 0);
      return { cpuUs: sum(({ cpuUs }) => cpuUs), rssBytes: sum(({ rssBytes }) => rssBytes) };
    },
    framesBetween: async () => {
      const loads = await Promise.all(relays.map(loadOf));
      return loads.reduce((sum, load) => sum + load.framesToRelays, 0);
    },
    stop: () => pool.stop(),
  };
}

function link(relays: ReadonlySet<RelayHandle>, era: EraId): void {
  for (const relay of relays) {
    const others = [...relays].filter((other) => other !== relay);
    relay.send({ type: 'links', era, links: others.map((other) => other.link!) });
  }
}

/** As the relay says it within the next second. */
function loadOf(relay: RelayHandle): Promise<RelayLoad> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('a relay does not say its load')), 4 * pongMs);
    const stop = relay.onEvent((event) => {
      if (event.type !== 'pong') return;
      clearTimeout(timer);
      stop();
      resolve(event.load);
    });
  });
}
