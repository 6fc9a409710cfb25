import { spawnSync } from 'node:child_process';
import { media } from '@stoa/protocol';
import type { Party } from '../systems/forwarder.ts';
import type { SpreadForwarder } from '../systems/spread-stoa.ts';
import { type Load, startLoad } from './load.ts';

/** What one stretch of talking brought. */
export interface ThinPass {
  readonly sent: number;
  /** Packets that should have reached full listeners, and did. */
  readonly fullExpected: number;
  readonly fullReceived: number;
  /** The same of thinned ones, counted by the kernel. */
  readonly thinExpected: number;
  readonly thinReceived: number;
  /** Of all relays. */
  readonly cpuUs: number;
  readonly seconds: number;
  readonly rssBytes: number;
}

/**
 * A room of thousands on one machine. Full listeners take every packet; thinned ones are real transports (ICE, DTLS,
 * SRTP set up, consent kept alive) at an address where the kernel counts the packets of media and drops them, so that
 * the load costs little beside the relay.
 */
export interface ThinHall {
  /** Adds thinned listeners until there are that many in all. */
  fill(listeners: number): Promise<void>;
  talk(seconds: number, everyMs?: number): Promise<ThinPass>;
  /** The talker talks for as long as this takes. Thinned listeners may join meanwhile, so none are expected. */
  talkUntil(done: () => Promise<void>): Promise<ThinPass>;
  /** One more thinned listener. @returns ms from its offer until media can flow */
  joinThin(): Promise<number>;
  /** The relays' processor time while nobody talks. */
  idle(seconds: number): Promise<number>;
  /** Delays at the full listeners during the last `talk`, ms. */
  delays(): Promise<Float64Array>;
  close(): Promise<void>;
}

const full = 50;
const openMs = 60_000;
const joinsAtOnce = 40;
const drainMs = 500;
const thinAddress = '127.0.0.2';
const perProcess = 1_250;

/** @throws Error where the kernel's filter cannot be set: it takes root and nftables */
export async function openThinHall(forwarder: SpreadForwarder): Promise<ThinHall> {
  const filter = mediaFilter();
  const loads: Load[] = [];
  const start = async (name: string) => {
    const load = await startLoad(name);
    loads.push(load);
    return load;
  };
  const close = async () => {
    await Promise.all([...loads.map((load) => load.stop()), forwarder.stop()]);
    filter.remove();
  };
  try {
    const talker = await start('talker');
    const ears = await start('ears');
    const join = async (load: Load, address: string, watched: boolean) => {
      let id = 0;
      const party: Party = {
        offer: async () => {
          const made = await load.worker.offer({ address, microphone: true, slots: media.slots, watched });
          id = made.id;
          return made.sdp;
        },
        accept: (answer) => load.worker.accept(id, answer),
        answer: () => Promise.reject(new Error('the relay of this repository answers')),
      };
      await forwarder.listen(party, false);
      await load.worker.opened(id, openMs);
    };
    let talkerId = 0;
    await forwarder.publish({
      offer: async () => {
        const made = await talker.worker.offer({
          address: forwarder.address,
          microphone: true,
          slots: media.slots,
        });
        talkerId = made.id;
        return made.sdp;
      },
      accept: (answer) => talker.worker.accept(talkerId, answer),
      answer: () => Promise.reject(new Error('the relay of this repository answers')),
    });
    await talker.worker.opened(talkerId, openMs);
    const crowds: Promise<Load>[] = [];
    let [fulls, thin] = [0, 0];
    /** The process for the next thinned listener, who is counted by asking. */
    const crowdFor = (): Promise<Load> => {
      const at = Math.floor(thin++ / perProcess);
      crowds[at] ??= start(`crowd ${at}`);
      return crowds[at];
    };
    const usage = () => forwarder.usage();
    const pass = async (talks: () => Promise<number>): Promise<ThinPass> => {
      forwarder.floor?.(true);
      await sleep(100);
      const [before, counted, there] = [await ears.worker.received(), filter.packets(), thin];
      await ears.worker.watch(true);
      const { cpuUs } = usage();
      const begun = performance.now();
      const sent = await talks();
      const after = usage();
      const seconds = (performance.now() - begun) / 1_000;
      await sleep(drainMs);
      await ears.worker.watch(false);
      const heard = (await ears.worker.received()) - before;
      const dropped = filter.packets() - counted;
      forwarder.floor?.(false);
      return {
        sent,
        fullExpected: sent * fulls,
        fullReceived: heard,
        thinExpected: sent * there,
        thinReceived: dropped,
        cpuUs: after.cpuUs - cpuUs,
        seconds,
        rssBytes: after.rssBytes,
      };
    };
    return {
      fill: async (wanted) => {
        while (fulls + thin < wanted) {
          if (fulls < Math.min(full, wanted)) {
            const some = Math.min(joinsAtOnce, Math.min(full, wanted) - fulls);
            await Promise.all(Array.from({ length: some }, () => join(ears, forwarder.address, true)));
            fulls += some;
            continue;
          }
          const some = Math.min(joinsAtOnce, wanted - fulls - thin);
          await Promise.all(
            Array.from({ length: some }, async () => join(await crowdFor(), thinAddress, false)),
          );
        }
      },
      talk: (seconds, everyMs = media.frameMs) =>
        pass(() => talker.worker.publish(talkerId, everyMs, seconds * 1_000)),
      talkUntil: (done) =>
        pass(async () => {
          // Ends with `done`: the talk goes on in short stretches.
          let over = false;
          const acting = done().finally(() => {
            over = true;
          });
          let sent = 0;
          while (!over) sent += await talker.worker.publish(talkerId, media.frameMs, 1_000);
          await acting;
          return sent;
        }),
      joinThin: async () => {
        const begun = performance.now();
        await join(await crowdFor(), thinAddress, false);
        return performance.now() - begun;
      },
      idle: async (seconds) => {
        const { cpuUs } = usage();
        await sleep(seconds * 1_000);
        return usage().cpuUs - cpuUs;
      },
      delays: () => ears.worker.delays(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Counts and drops SRTP (RFC 7983: first byte 128 to 191) towards the thinned listeners; STUN and DTLS pass. */
function mediaFilter(): { packets(): number; remove(): void } {
  const table = `stoa_bench_${process.pid}`;
  nft(`add table inet ${table}`);
  nft(`add chain inet ${table} media { type filter hook input priority 0; }`);
  // RTCP (second byte 192 to 223) is no packet of media.
  nft(
    `add rule inet ${table} media ip daddr ${thinAddress} meta l4proto udp @th,64,2 2 @th,72,8 192-223 drop`,
  );
  nft(`add rule inet ${table} media ip daddr ${thinAddress} meta l4proto udp @th,64,2 2 counter drop`);
  const remove = () => {
    process.off('exit', remove);
    spawnSync('nft', [`delete table inet ${table}`]);
  };
  process.once('exit', remove);
  return {
    packets: () => Number(/counter packets (\d+)/.exec(nft(`list table inet ${table}`))?.[1]),
    remove,
  };
}

function nft(command: string): string {
  const { status, stdout, stderr, error } = spawnSync('nft', [command], { encoding: 'utf8' });
  if (error || status !== 0) {
    throw new Error(
      `thinned listeners need nft and root (Debian: apt-get install nftables): ${(error?.message ?? stderr).trim()}`,
    );
  }
  return stdout;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
