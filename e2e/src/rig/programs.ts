import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment, searchPath } from './config.ts';

/** The Debian package of each program that the rig starts. */
const DEBIAN = {
  ip: 'iproute2',
  tshark: 'tshark',
  dumpcap: 'tshark',
  nft: 'nftables',
  tc: 'iproute2',
  setpriv: 'util-linux',
  prlimit: 'util-linux',
  'nats-server': 'nats-server',
  caddy: 'caddy',
  pulseaudio: 'pulseaudio',
  turnserver: 'coturn',
} as const;

/** Path of a program. A test that needs a missing one fails with this sentence; it is never skipped. */
export function programPath(name: keyof typeof DEBIAN): string {
  const found = searchPath()
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
  if (!found) throw new Error(`${name} is missing, and this test needs it: apt-get install ${DEBIAN[name]}`);
  return found;
}

/** Path of a browser, by its configured place. */
export function browserPath(path: string, debian: 'chromium' | 'firefox-esr'): string {
  if (!existsSync(path))
    throw new Error(`${path} is missing, and this test needs it: apt-get install ${debian}`);
  return path;
}

/** Runs a program to its end and returns what it printed. Throws with its error output when it fails. */
export function runSync(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr.trim()}`);
  return stdout;
}

/** Starts a program, its outputs piped, with the environment of the tests and what is added. */
export function startProgram(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
  options: SpawnOptions = {},
): ChildProcess {
  return spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options, env: childEnvironment(env) });
}

/** Resolves with the first match in what a program writes to either output; rejects with its last words if it ends first. */
export function waitForOutput(
  child: ChildProcess,
  pattern: RegExp,
  millis: number,
): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let seen = '';
    const fail = (why: string) =>
      settle(() => reject(new Error(`${child.spawnfile} ${why}: ${seen.slice(-800)}`)));
    const timer = setTimeout(() => fail(`did not say ${pattern} in ${millis} ms`), millis);
    const onExit = () => fail('ended early');
    const onData = (chunk: Buffer) => {
      seen += chunk.toString();
      const match = pattern.exec(seen);
      if (match) settle(() => resolve(match));
    };
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      child.off('exit', onExit);
      for (const stream of [child.stdout, child.stderr]) stream?.off('data', onData).resume();
      finish();
    };
    child.on('exit', onExit);
    child.on('error', (error) => fail(error.message));
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', onData);
  });
}

/** Ends a child by SIGTERM, and by SIGKILL when it does not listen; resolves when it is gone. */
export async function endProgram(child: ChildProcess, millis = 3000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), millis);
  await gone;
  clearTimeout(timer);
}
