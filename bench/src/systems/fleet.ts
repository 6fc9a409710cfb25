import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNats } from '@stoa/testkit/nats';
import { environmentWith } from '../config.ts';
import { type Child, startChild } from '../process/child.ts';

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

const startMs = 60_000;
const entry = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url));
const plenty = '1000000';

/** One control, a broker and so many hosts of one relay process each, all on the loopback. */
export async function startFleet(hosts: number): Promise<Fleet> {
  const data = mkdtempSync(join(tmpdir(), 'stoa-bench-fleet-'));
  const store = mkdtempSync(join(tmpdir(), 'stoa-bench-nats-'));
  const nats = await startNats({ store });
  const children = new Set<Child>();
  const serve = async (role: string, more: Record<string, string>) => {
    const env = environmentWith({
      PORT: '0',
      NATS_URL: nats.url,
      STOA_DATA: data,
      STOA_ACCOUNTS: '0',
      STOA_RELAYS: '1',
      STOA_RELAY_ADDRESS: '127.0.0.1',
      STOA_ROOMS_PER_ADDRESS: plenty,
      STOA_TOKENS_PER_ADDRESS: plenty,
      STOA_SOCKETS_PER_ADDRESS: plenty,
      ...more,
    });
    const args = ['--import', import.meta.resolve('tsx'), entry, 'serve', '--role', role];
    const child = await startChild('subject', process.execPath, args, ['ignore', 'pipe', 'pipe'], env);
    children.add(child);
    const url = await new Promise<string>((resolve, reject) => {
      let text = '';
      const read = (chunk: unknown) => {
        text = (text + String(chunk)).slice(-2000);
        const found = /running at (http:\/\/\S+)/.exec(text);
        if (found) resolve(found[1]!);
      };
      child.process.stdout!.on('data', read);
      child.process.stderr!.on('data', read);
      child.process.once('exit', () => reject(new Error(`the ${role} did not start: ${text.trim()}`)));
      setTimeout(() => reject(new Error(`the ${role} did not start in time`)), startMs).unref();
    });
    return { child, url };
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
