import { randomInt } from 'node:crypto';
import { eraId, media, peerId, type RelaySeat } from '@stoa/protocol';
import { createRelayPool, type RelayHandle, type RelayPool } from '@stoa/relay';
import { joinRelay, pidOf } from '../systems/relay-join.ts';
import { type Load, startLoad } from './load.ts';
import { loadSender } from './packet.ts';

const address = '127.0.0.1';
const openMs = 15_000;
const settleMs = 1500;
const giveUpMs = 12_000;
const heard: RelaySeat = { publish: false, subscribe: true, onStage: false };
const talks: RelaySeat = { publish: true, subscribe: true, onStage: true };

/**
 * A room of thin participants over two relay processes, and no control: they offer again as soon as the supervisor
 * has seen the kill. @returns longest silence of each listener, milliseconds, one array a round
 */
export async function killUnderThinListeners(listeners: number, times: number): Promise<Float64Array[]> {
  const pool = createRelayPool({ count: 2, bindAddress: address, firstPort: 0, log: () => {} });
  const loads: Load[] = [];
  try {
    await pool.start();
    const room = await openRoom(pool, listeners, loads);
    const rounds: Float64Array[] = [];
    for (let round = 0; round < times; round += 1) rounds.push(await room.killOnce());
    return rounds;
  } finally {
    await Promise.all([...loads.map((load) => load.stop()), pool.stop()]);
  }
}

interface Room {
  /** Kills the relay that carries the room; longest silence of each listener until all hear again, milliseconds. */
  killOnce(): Promise<Float64Array>;
}

interface Member {
  readonly load: Load;
  readonly seat: RelaySeat;
  readonly shape: { address: string; microphone: boolean; slots: number; ear?: number };
  peer?: number;
}

async function openRoom(pool: RelayPool, listeners: number, loads: Load[]): Promise<Room> {
  const talkerLoad = await startLoad('talker');
  loads.push(talkerLoad);
  const ears = await startLoad('ears');
  loads.push(ears);
  const shape = { address, microphone: true, slots: media.slots };
  const talker: Member = { load: talkerLoad, seat: talks, shape };
  const members: Member[] = [talker];
  for (let ear = 0; ear < listeners; ear += 1)
    members.push({ load: ears, seat: heard, shape: { ...shape, ear } });
  let relay = pool.relays[0]!;
  const era = eraId(randomInt(1, 2 ** 47));
  let lastPeer = 0;
  const enter = async (member: Member) => {
    lastPeer += 1;
    const join = { peer: peerId(lastPeer), era, seat: member.seat, sender: loadSender };
    const { worker } = member.load;
    const before = member.peer;
    const { id, sdp } = await worker.offer(member.shape);
    member.peer = id;
    await worker.accept(id, await joinRelay(relay, { ...join, offer: sdp }));
    await worker.opened(id, openMs);
    if (before !== undefined) void worker.close(before);
    if (member === talker) void worker.publish(id, media.frameMs, 3_600_000).catch(() => {});
  };
  await Promise.all(members.map(enter));
  return {
    killOnce: async () => {
      await sleep(settleMs);
      const other = pool.relays.find((candidate) => candidate !== relay)!;
      if (!other.isUp) await upAgain(other);
      await ears.worker.forgetSilences();
      const dying = relay;
      const down = new Promise<void>((resolve) => {
        const stop = dying.onDown(() => {
          stop();
          resolve();
        });
      });
      process.kill(pidOf(dying), 'SIGKILL');
      await down;
      relay = other;
      await Promise.all(members.map(enter));
      await allHear(ears, listeners);
      return ears.worker.silences(listeners);
    },
  };
}

/** Waits until no ear has been silent for more than half a second. */
async function allHear(ears: Load, listeners: number): Promise<void> {
  const end = performance.now() + giveUpMs;
  for (;;) {
    const before = await ears.worker.received();
    await sleep(500);
    const packets = (await ears.worker.received()) - before;
    if (packets >= (listeners * 500) / media.frameMs / 2) return;
    if (performance.now() > end) throw new Error('not everybody heard again after the relay was killed');
  }
}

function upAgain(relay: RelayHandle): Promise<void> {
  return new Promise((resolve) => {
    const stop = relay.onUp(() => {
      stop();
      resolve();
    });
  });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
