// A program that a fault run starts, kills, stops, wakes and starts again: on a host, or beside the test.
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { childEnvironment } from '../rig/config.ts';
import type { NetNamespace } from '../rig/namespace.ts';
import { waitForOutput } from '../rig/programs.ts';

export type DaemonPlan = {
  readonly program: string;
  /** Read anew at every start. */
  readonly args: readonly string[] | (() => readonly string[]);
  readonly env?: Readonly<Record<string, string>>;
  readonly where?: NetNamespace | undefined;
  /** What it says when it is ready. */
  readonly ready: RegExp;
  readonly patienceMs?: number;
};

export type Daemon = {
  readonly pid: number;
  /** Everything that it wrote so far, over all its lives. */
  readonly said: string;
  readonly isRunning: boolean;
  /** Ends it and all its children at once, as a machine that loses its power; resolves when all are gone. */
  kill(): Promise<void>;
  /** A signal to the program alone. Resolves with its exit code, null when a signal ended it. */
  end(signal: 'SIGTERM' | 'SIGINT', patienceMs?: number): Promise<number | null>;
  /** Neither it nor its children run until `goOn`. */
  stop(): void;
  goOn(): void;
  /** Begins it again with the same settings; resolves when it is ready. */
  restart(more?: Readonly<Record<string, string>>): Promise<void>;
  /** Processes below it, children of children included. */
  below(): { readonly pid: number; readonly command: string }[];
};

export async function startDaemon(plan: DaemonPlan): Promise<Daemon> {
  let child: ChildProcess;
  let gone: Promise<number | null> = Promise.resolve(null);
  let said = '';
  const begin = async (more: Readonly<Record<string, string>> = {}) => {
    const env = { ...plan.env, ...more };
    const args = [...(typeof plan.args === 'function' ? plan.args() : plan.args)];
    child = plan.where
      ? plan.where.start(plan.program, args, env)
      : spawn(plan.program, args, {
          stdio: ['ignore', 'pipe', 'pipe'],
          env: childEnvironment(env),
        });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-200_000);
      });
    }
    gone = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    await waitForOutput(child, plan.ready, plan.patienceMs ?? 60_000);
  };
  const family = () => [child.pid!, ...descendants(child.pid!).map(({ pid }) => pid)];
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    for (const pid of family()) signalIfThere(pid, 'SIGKILL');
    await gone;
  };
  process.once('exit', () => {
    if (child.pid !== undefined && child.exitCode === null)
      for (const pid of family()) signalIfThere(pid, 'SIGKILL');
  });
  await begin();
  return {
    get pid() {
      return child.pid!;
    },
    get said() {
      return said;
    },
    get isRunning() {
      return child.exitCode === null && child.signalCode === null;
    },
    kill,
    end: async (signal, patienceMs = 70_000) => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill(signal);
      const timer = setTimeout(() => void kill(), patienceMs);
      const code = await gone;
      clearTimeout(timer);
      return code;
    },
    stop: () => {
      for (const pid of family()) signalIfThere(pid, 'SIGSTOP');
    },
    goOn: () => {
      for (const pid of family().reverse()) signalIfThere(pid, 'SIGCONT');
    },
    restart: async (more) => {
      await kill();
      await begin(more);
    },
    below: () => descendants(child.pid!),
  };
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}

/** From /proc: what a program starts is its own business and it says nothing of it. */
function descendants(ancestor: number): { pid: number; command: string }[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // "pid (name) state parent ...": the name may hold anything, so the fields are counted from its end.
    const stat = read(`/proc/${name}/stat`);
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const below = new Set([ancestor]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [pid, parent] of parents) {
      if (!below.has(parent) || below.has(pid)) continue;
      below.add(pid);
      grown = true;
    }
  }
  below.delete(ancestor);
  return [...below].map((pid) => ({
    pid,
    command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim(),
  }));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
