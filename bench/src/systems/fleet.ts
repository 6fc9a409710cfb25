import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNats } from '@stoa/testkit/nats';
import type { Child } from '../process/child.ts';
import { startStoa } from './program.ts';

/** A host of relays of a fleet, as an operator starts it. */
export interface RelayHost {
  /** SIGTERM. @returns its exit code, and how long it took, ms */
  drain(): Promise<{ code: number | null; tookMs: number }>;
  start(): Promise<void>;
}

export interface Fleet {
  readonly url: string;
  readonly hosts: readonly RelayHost[];
  stop(): Promise<void>;
}

/** One control, a broker and so many hosts of one relay process each, all on the loopback. */
export async function startFleet(hosts: number): Promise<Fleet> {
  const data = mkdtempSync(join(tmpdir(), 'stoa-bench-fleet-'));
  const store = mkdtempSync(join(tmpdir(), 'stoa-bench-nats-'));
  const nats = await startNats({ store });
  const children = new Set<Child>();
  const serve = async (role: string, more: Record<string, string>) => {
    const started = await startStoa(data, { NATS_URL: nats.url, STOA_RELAYS: '1', ...more }, role);
    children.add(started.child);
    return started;
  };
  const stop = async () => {
    await Promise.all([...children].map((child) => child.stop()));
    await nats.stop();
    for (const folder of [data, store]) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { url } = await serve('control,web', {});
    const all: RelayHost[] = [];
    for (let at = 1; at <= hosts; at += 1) {
      let child: Child | undefined;
      const host: RelayHost = {
        start: async () => {
          child = (await serve('relay', { STOA_NODE_HOST: `host-${at}` })).child;
        },
        drain: async () => {
          const { process: ending } = child!;
          const begun = performance.now();
          const gone = new Promise<number | null>((resolve) => ending.once('exit', resolve));
          ending.kill('SIGTERM');
          return { code: await gone, tookMs: performance.now() - begun };
        },
      };
      await host.start();
      all.push(host);
    }
    return { url, hosts: all, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
