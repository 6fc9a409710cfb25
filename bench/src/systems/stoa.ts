import { randomInt } from 'node:crypto';
import { eraId, media, type PeerId, peerId, type RelayEvent, type RelaySeat } from '@stoa/protocol';
import { createRelayPool, type RelayHandle } from '@stoa/relay';
import { pin } from '../process/child.ts';
import { usageOf } from '../process/usage.ts';
import type { Forwarder, Party } from './forwarder.ts';

const answerMs = 10_000;
const listener: RelaySeat = { publish: false, subscribe: true, onStage: false };
const speaker: RelaySeat = { publish: true, subscribe: true, onStage: true };
const muted: RelaySeat = { publish: false, subscribe: true, onStage: true };

/** Our relay as it runs in production: one supervised process, told over its own link who may do what. */
export async function startStoa(): Promise<Forwarder> {
  const log: string[] = [];
  const pool = createRelayPool({
    count: 1,
    bindAddress: '127.0.0.1',
    firstPort: 0,
    maxPeers: 5000,
    log: (line) => log.push(line),
  });
  await pool.start();
  const relay = pool.relays[0]!;
  const pid = pidOf(relay);
  pin(pid, 'subject');
  const era = eraId(randomInt(1, 2 ** 47));
  let last = 0;
  let talker: PeerId | undefined;
  relay.onEvent((event) => {
    if (event.type === 'gone' && event.why !== 'closed')
      process.stderr.write(`bench: the relay let a participant go: ${event.why}\n`);
  });
  const join = async (party: Party, seat: RelaySeat): Promise<PeerId> => {
    last += 1;
    const peer = peerId(last);
    const offer = await party.offer();
    const answer = answerOf(relay, peer);
    relay.send({ type: 'join', peer, era, offer, seat });
    await party.accept(await answer);
    return peer;
  };
  return {
    name: 'stoa',
    what: `the relay of this repository, one process, one UDP port, ${media.slots} lines a listener, choice of speakers and policing on, DTLS-SRTP`,
    versions: {},
    address: '127.0.0.1',
    slots: media.slots,
    talkerSlots: media.slots,
    listenerMicrophone: true,
    publish: async (party) => {
      talker = await join(party, muted);
    },
    listen: async (party, onStage) => {
      await join(party, onStage ? speaker : listener);
    },
    floor: (open) => {
      if (talker !== undefined) relay.send({ type: 'seat', peer: talker, seat: open ? speaker : muted });
    },
    usage: () => usageOf(pid),
    stop: () => pool.stop(),
  };
}

/** The process behind a handle: the supervisor shows it to operators, the interface for control does not have it. */
function pidOf(relay: RelayHandle): number {
  if ('pid' in relay && typeof relay.pid === 'number') return relay.pid;
  throw new Error('the relay does not show its process');
}

function answerOf(relay: RelayHandle, peer: PeerId): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      stop();
      act();
    };
    const stop = relay.onEvent((event: RelayEvent) => {
      if (!('peer' in event) || event.peer !== peer) return;
      if (event.type === 'answered') settle(() => resolve(event.answer));
      else if (event.type === 'refused')
        settle(() => reject(new Error(`the relay refused an offer: ${event.why}`)));
    });
    const timer = setTimeout(() => settle(() => reject(new Error('the relay did not answer'))), answerMs);
  });
}
