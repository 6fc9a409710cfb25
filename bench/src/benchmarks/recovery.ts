import { randomInt } from 'node:crypto';
import { eraId, media, peerId, type RelaySeat } from '@stoa/protocol';
import { createRelayPool, type RelayHandle, type RelayPool } from '@stoa/relay';
import type { Page } from 'playwright-core';
import { type Benchmark, type BenchOption, one, type Report } from '../benchmark.ts';
import { launchChromium } from '../browser/chromium.ts';
import {
  earsOf,
  forgetSilences,
  hearsAgain,
  openAtDoor,
  openSpeaker,
  tapAndHear,
} from '../browser/room-pages.ts';
import { type Load, startLoad } from '../load/load.ts';
import { listenersOption, roundsOption } from '../options.ts';
import { usageOf } from '../process/usage.ts';
import { quantile, spreadOf } from '../stats.ts';
import { joinRelay, pidOf } from '../systems/relay-join.ts';
import { type StoaServer, startServer } from '../systems/server.ts';

const address = '127.0.0.1';
const openMs = 15_000;
const settleMs = 1500;
/** Budgets G8 are for silences shorter than this; a listener not back by then has failed. */
const giveUpMs = 12_000;
const heard: RelaySeat = { publish: false, subscribe: true, onStage: false };
const talks: RelaySeat = { publish: true, subscribe: true, onStage: true };

const browsersOption: BenchOption = {
  name: 'browsers',
  summary: 'listening pages of Chromium in the whole-room variant',
  fallback: [4],
  min: 1,
  max: 20,
};

export const recovery: Benchmark = {
  name: 'recovery',
  summary: 'silence at the ear after kill -9 of the relay process that carries the room',
  options: [listenersOption(50), browsersOption, roundsOption(8)],
  run: async (values, report) => {
    report.note(
      'two relay processes; the one with the room is killed, the other takes over and the next round kills that one',
    );
    report.note(
      'whole room: server, web app and Chromium; silence is the longest time without a loud sample in the page while a steady tone is spoken, the speaker being in the same room',
    );
    report.note(
      'media alone: thin participants who offer again when the supervisor says that the process is gone, without signalling socket and keys; their DTLS repeats a lost flight only after 1 s, which is the tail of this variant',
    );
    const pages = one(values, 'browsers');
    const whole = await killUnderBrowsers(pages, one(values, 'rounds') + 1);
    publish(whole.slice(1), { listeners: pages, variant: 'whole room', relays: 2 }, report);
    const listeners = one(values, 'listeners');
    const alone = await killUnderThinListeners(listeners, one(values, 'rounds') + 1);
    publish(alone.slice(1), { listeners, variant: 'media alone', relays: 2 }, report);
  },
};

async function killUnderThinListeners(listeners: number, times: number): Promise<Float64Array[]> {
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

async function killUnderBrowsers(pages: number, times: number): Promise<Float64Array[]> {
  const server = await startServer(2);
  const browser = await launchChromium();
  try {
    const { link } = await openSpeaker(browser, server.url);
    const listening: Page[] = [];
    for (let i = 0; i < pages; i += 1) {
      const page = await openAtDoor(browser, link);
      await tapAndHear(page);
      listening.push(page);
    }
    const rounds: Float64Array[] = [];
    for (let round = 0; round < times; round += 1) {
      await sleep(settleMs);
      await Promise.all(listening.map(forgetSilences));
      process.kill(await busiest(server), 'SIGKILL');
      await sleep(settleMs);
      await Promise.all(listening.map(hearsAgain));
      const silences = await Promise.all(listening.map(async (page) => (await earsOf(page)).longestSilence));
      rounds.push(Float64Array.from(silences));
    }
    return rounds;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** The relay process that carries the room: the one that uses processor time. Waits until both are up. */
async function busiest(server: StoaServer): Promise<number> {
  const end = performance.now() + giveUpMs;
  while (server.relayPids().length < 2) {
    if (performance.now() > end) throw new Error('the killed relay did not come back');
    await sleep(100);
  }
  await sleep(settleMs); // starting up costs processor time too
  const before = server.relayPids().map((pid) => ({ pid, cpuUs: usageOf(pid).cpuUs }));
  await sleep(settleMs);
  const spent = before.map(({ pid, cpuUs }) => ({ pid, cpuUs: usageOf(pid).cpuUs - cpuUs }));
  return spent.reduce((most, one) => (one.cpuUs > most.cpuUs ? one : most)).pid;
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
    const join = { peer: peerId(lastPeer), era, seat: member.seat };
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

function publish(
  rounds: readonly Float64Array[],
  conditions: Record<string, string | number>,
  report: Report,
): void {
  for (const [name, p] of [
    ['p50', 0.5],
    ['p95', 0.95],
  ] as const) {
    const spread = spreadOf(
      rounds.map((silences) => quantile(silences, p)),
      0,
    );
    const goal = p === 0.95 ? { goal: { text: 'at most 1000 ms', limit: 1000 } } : {};
    report.figure({
      metric: `recovery.${name}`,
      subject: 'stoa',
      value: spread.median,
      unit: 'ms of silence',
      spread,
      conditions,
      ...goal,
    });
  }
}
