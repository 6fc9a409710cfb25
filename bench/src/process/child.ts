import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

/** Generators and the thing under test must not fight for one core: see `pin`. */
export type Core = 'subject' | 'generator';

export interface Child {
  readonly pid: number;
  readonly process: ChildProcess;
  /** Ends this process by its id and waits until it is gone; safe to call twice. */
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A signal ends the bench through `exit`, so that no load outlives it. */
const onSignal = () => process.exit(1);

/** Starts a program on its core. Its standard error is ours, so that a failing peer is seen. */
export async function startChild(
  core: Core,
  command: string,
  args: readonly string[],
  stdio: StdioOptions,
  env?: NodeJS.ProcessEnv,
): Promise<Child> {
  const prefix = pinning(core);
  const [program, ...rest] = [...prefix, command, ...args];
  const child = spawn(program!, rest, { stdio, serialization: 'advanced', ...(env ? { env } : {}) });
  if (running.size === 0) {
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  }
  running.add(child);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      forget(child);
      resolve();
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => {
      forget(child);
      reject(error);
    });
  });
  return {
    pid: child.pid!,
    process: child,
    stop: async () => {
      if (!running.has(child)) return;
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 3000);
      await gone;
      clearTimeout(hard);
    },
  };
}

function forget(child: ChildProcess): void {
  running.delete(child);
  if (running.size > 0) return;
  process.off('SIGINT', onSignal);
  process.off('SIGTERM', onSignal);
}

/** Starts one of our TypeScript modules in a process of its own with an IPC channel. */
export function startModule(core: Core, module: URL, args: readonly string[] = []): Promise<Child> {
  const loader = import.meta.resolve('tsx');
  return startChild(
    core,
    process.execPath,
    ['--import', loader, module.pathname, ...args],
    ['ignore', 'inherit', 'inherit', 'ipc'],
  );
}

/** Moves a running process with all its threads to its core; silently does nothing where that is not possible. */
export function pin(pid: number, core: Core): void {
  if (pinned()) spawnSync('taskset', ['-a', '-c', '-p', coreOf(core), String(pid)], { stdio: 'ignore' });
}

let canPin: boolean | undefined;

/** Whether processes are bound to cores in this run: part of the conditions of every record. */
export function pinned(): boolean {
  canPin ??= cpus().length > 1 && spawnSync('taskset', ['-V'], { stdio: 'ignore' }).status === 0;
  return canPin;
}

function pinning(core: Core): string[] {
  return pinned() ? ['taskset', '-c', coreOf(core)] : [];
}

function coreOf(core: Core): string {
  return core === 'subject' ? '0' : '1';
}
