import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStoa } from './program.ts';

/** The whole program as an operator starts it, in a process of its own. */
export interface StoaServer {
  readonly url: string;
  /** Relay processes that are up. */
  relayPids(): number[];
  stop(): Promise<void>;
}

export async function startServer(relays: number): Promise<StoaServer> {
  const data = mkdtempSync(join(tmpdir(), 'stoa-bench-server-'));
  const removeData = () => rmSync(data, { recursive: true, force: true });
  try {
    const { child, url } = await startStoa(data, { STOA_RELAYS: String(relays) });
    const stop = async () => {
      await child.stop();
      removeData();
    };
    return { url, relayPids: () => relaysOf(child.pid), stop };
  } catch (error) {
    removeData();
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
