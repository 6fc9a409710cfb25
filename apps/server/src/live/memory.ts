// The memory of a running process (Linux), searched as it stands.
import { open, readdir, readFile } from 'node:fs/promises';
import type { Canary } from '@stoa/observatory';
import { liveFinding, notRun, type Outcome, Search, searchChunks } from '@stoa/observatory/live';

const pieceBytes = 4 << 20;
const largestRegion = 1 << 30;

/** Relays are children of the server. */
export async function relaysOf(server: number): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) !== server) continue;
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('relay')) found.push(Number(name));
  }
  return found;
}

/** @param control must be found, or the look was blind */
export async function searchMemory(options: {
  readonly pids: readonly number[];
  readonly what: string;
  readonly canaries: readonly Canary[];
  readonly control: readonly Canary[];
  readonly controlText: string;
}): Promise<Outcome> {
  const { pids, what, canaries, control, controlText } = options;
  if (pids.length === 0) return notRun(`${what} was not found: name the server's process with --pid`);
  const search = new Search(canaries);
  const controls = new Search(control);
  let bytes = 0;
  let isSeen = false;
  const found = new Map<string, string>();
  for (const pid of pids) {
    try {
      for (const [from, to] of await regionsOf(pid)) {
        const piecesOf = () => pieces(pid, from, to);
        const result = await searchChunks(search, what, piecesOf());
        bytes += result.bytes;
        for (const one of result.found) found.set(one.what, one.how);
        if (!isSeen) isSeen = (await searchChunks(controls, what, piecesOf())).found.length > 0;
      }
    } catch {
      return notRun('reading the memory of a process needs root on the same machine');
    }
  }
  return {
    findings: [...found].map(([name, how]) => liveFinding('O705', `${name} as ${how} in ${what}`)),
    seen: `${(bytes / 1e6).toFixed(0)} MB in ${pids.length} ${pids.length === 1 ? 'process' : 'processes'}.`,
    control: isSeen ? controlText : undefined,
  };
}

/** What a process may write: its heaps, stacks and buffers. */
async function regionsOf(pid: number): Promise<(readonly [from: number, to: number])[]> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
  return maps.split('\n').flatMap((line) => {
    const match = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line);
    if (!match || /\[v(var|syscall)/.test(line)) return [];
    const [from, to] = [Number.parseInt(match[1]!, 16), Number.parseInt(match[2]!, 16)];
    return to - from > largestRegion ? [] : [[from, to] as const];
  });
}

async function* pieces(pid: number, from: number, to: number): AsyncGenerator<Uint8Array> {
  const file = await open(`/proc/${pid}/mem`, 'r');
  try {
    for (let at = from; at < to; at += pieceBytes) {
      const piece = Buffer.alloc(Math.min(pieceBytes, to - at));
      // A region may have gone in the meantime.
      const { bytesRead } = await file
        .read({ buffer: piece, position: at as never })
        .catch(() => ({ bytesRead: 0 }));
      if (bytesRead > 0) yield piece.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
