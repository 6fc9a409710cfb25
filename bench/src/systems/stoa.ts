import { randomInt } from 'node:crypto';
import { eraId, media, type PeerId, peerId, type RelaySeat } from '@stoa/protocol';
import { createRelayPool } from '@stoa/relay';
import { loadSender } from '../load/packet.ts';
import { pin } from '../process/child.ts';
import { usageOf } from '../process/usage.ts';
import type { Forwarder, Party } from './forwarder.ts';
import { joinRelay, pidOf } from './relay-join.ts';

const listener: RelaySeat = { publish: false, subscribe: true, onStage: false };
const speaker: RelaySeat = { publish: true, subscribe: true, onStage: true };
const muted: RelaySeat = { publish: false, subscribe: true, onStage: true };

/** Our relay as it runs in production: one supervised process, told over its own link who may do what. */
export async function startStoa(): Promise<Forwarder> {
  const pool = createRelayPool({
    count: 1,
    bindAddress: '127.0.0.1',
    firstPort: 0,
    maxPeers: 5000,
    log: (line) => process.stderr.write(`bench: ${line}\n`),
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
  let died = false;
  relay.onDown(() => {
    died = true;
  });
  const join = async (party: Party, seat: RelaySeat): Promise<PeerId> => {
    last += 1;
    const peer = peerId(last);
    const offer = await party.offer();
    await party.accept(await joinRelay(relay, { peer, era, offer, seat, sender: loadSender }));
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
    usage: () => {
      if (died) throw new Error('the relay process ended during the measurement');
      return usageOf(pid);
    },
    stop: () => pool.stop(),
  };
}
