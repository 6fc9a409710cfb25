import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentWith } from '../config.ts';
import { startChild } from '../process/child.ts';

/** The whole program as an operator starts it, in a process of its own. */
export interface StoaServer {
  readonly url: string;
  /** Relay processes that are up. */
  relayPids(): number[];
  stop(): Promise<void>;
}

const startMs = 30_000;
const entry = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url));

export async function startServer(relays: number): Promise<StoaServer> {
  const data = mkdtempSync(join(tmpdir(), 'stoa-bench-server-'));
  // The limits that keep one address from taking the server over must not limit the bench.
  const plenty = '1000000';
  const env = environmentWith({
    PORT: '0',
    STOA_DATA: data,
    STOA_ACCOUNTS: '0',
    STOA_RELAYS: String(relays),
    STOA_RELAY_ADDRESS: '127.0.0.1',
    STOA_ROOMS_PER_ADDRESS: plenty,
    STOA_TOKENS_PER_ADDRESS: plenty,
    STOA_SOCKETS_PER_ADDRESS: plenty,
  });
  const args = ['--import', import.meta.resolve('tsx'), entry, 'serve'];
  const child = await startChild('subject', process.execPath, args, ['ignore', 'pipe', 'pipe'], env);
  const stop = async () => {
    await child.stop();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let text = '';
      const read = (chunk: unknown) => {
        text = (text + String(chunk)).slice(-2000);
        const found = /running at (http:\/\/\S+)/.exec(text);
        if (found) resolve(found[1]!);
      };
      child.process.stdout!.on('data', read);
      child.process.stderr!.on('data', read);
      child.process.once('exit', () => reject(new Error(`the server did not start: ${text.trim()}`)));
      setTimeout(() => reject(new Error('the server did not start in time')), startMs).unref();
    });
    return { url, relayPids: () => relaysOf(child.pid), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function relaysOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean);
  return children.map(Number).filter((child) => {
    try {
      return readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('relay/src/process/main');
    } catch {
      return false; // ended meanwhile
    }
  });
}
