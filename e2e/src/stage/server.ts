// The server as an operator runs it: the `stoa` command, a process of its own, its relays children of it.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../rig/config.ts';
import type { NetNamespace } from '../rig/namespace.ts';
import { endProgram, waitForOutput } from '../rig/programs.ts';
import { temporaryFolder } from '../rig/temporary.ts';

export interface StageServer {
  /** Origin for browsers in the same network: http://localhost:port, a secure context. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Everything it wrote so far, both outputs. */
  readonly said: string;
  relayPids(): number[];
  /** SIGKILL to every relay; resolves with the time (ms since 1970) when they were killed. */
  killRelays(): number;
  /** Resolves when so many relays run that are not among `before`. */
  newRelays(before: readonly number[]): Promise<void>;
  close(): Promise<void>;
}

export interface ServerOptions {
  /** Server and relays run inside; without one, in the network of the test. */
  readonly namespace?: NetNamespace;
  /** Settings of the operator, over those of the test. */
  readonly env?: Readonly<Record<string, string>>;
}

const PROGRAM = fileURLToPath(new URL('../../../apps/server/bin/stoa.mjs', import.meta.url));
const WEB_APP = fileURLToPath(new URL('../../../apps/web/dist/index.html', import.meta.url));
const MANY = '1000000';

export async function startServer({ namespace, env = {} }: ServerOptions = {}): Promise<StageServer> {
  if (!existsSync(WEB_APP))
    throw new Error('The web app is not built, and this test needs it: npm run build');
  const data = temporaryFolder('data');
  // As root, a database below it runs as another user, who has to pass through.
  chmodSync(data, 0o711);
  const settings = {
    HOST: '127.0.0.1',
    PORT: '0',
    STOA_DATA: data,
    STOA_RELAYS: '1',
    // A database only where a test asks for accounts.
    STOA_ACCOUNTS: '0',
    STOA_ROOMS_PER_ADDRESS: MANY,
    STOA_TOKENS_PER_ADDRESS: MANY,
    STOA_SOCKETS_PER_ADDRESS: MANY,
    NODE_ENV: 'production',
    ...(namespace ? { STOA_RELAY_ADDRESS: namespace.address } : {}),
    ...env,
  };
  const child = namespace
    ? namespace.start(process.execPath, [PROGRAM, 'serve'], settings)
    : spawn(process.execPath, [PROGRAM, 'serve'], { env: childEnvironment(settings) });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const killAtExit = () => killTree(child);
  process.on('exit', killAtExit);
  const [, url = '', port = ''] = await waitForOutput(
    child,
    /Stoa is running at (https?:\/\/\S+:(\d+))/,
    60_000,
  );
  const pid = child.pid;
  if (pid === undefined) throw new Error('The server has no process.');
  const relayPids = () => childrenOf(pid).filter(isRelay);
  return {
    url,
    port: Number(port),
    pid,
    get said() {
      return said;
    },
    relayPids,
    killRelays() {
      const relays = relayPids();
      if (relays.length === 0) throw new Error('The server has no relay process to kill.');
      for (const relay of relays) process.kill(relay, 'SIGKILL');
      return performance.timeOrigin + performance.now();
    },
    async newRelays(before) {
      const until = performance.now() + 20_000;
      while (!relayPids().some((relay) => !before.includes(relay))) {
        if (performance.now() > until) throw new Error('No new relay process was started in 20 s.');
        await sleep(25);
      }
    },
    async close() {
      process.off('exit', killAtExit);
      const relays = relayPids();
      await endProgram(child, 8000);
      for (const relay of relays) if (isRelay(relay)) process.kill(relay, 'SIGKILL');
    },
  };
}

function killTree(child: ChildProcess): void {
  const relays = child.pid === undefined ? [] : childrenOf(child.pid).filter(isRelay);
  for (const pid of relays) process.kill(pid, 'SIGKILL');
  child.kill('SIGKILL');
}

/** From /proc, because the relays are the server's own business and it says nothing of them. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      // "pid (name) state parent ...": the name may hold anything, so the fields are counted from its end.
      const stat = read(`/proc/${pid}/stat`);
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
    });
}

const isRelay = (pid: number): boolean => read(`/proc/${pid}/cmdline`).includes('relay/src/process/main.ts');

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
