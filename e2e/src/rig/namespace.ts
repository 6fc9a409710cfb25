// A network of its own for browsers and servers. Firefox makes no ICE candidate for a loopback address, so it needs an
// interface with a default route: inside a namespace that is so on every machine, and a capture holds nothing else.
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { programPath, runSync, startProgram } from './programs.ts';

export interface NetNamespace {
  readonly name: string;
  /** IPv4 address inside: bind relays here; pages still come from http://localhost (a secure context). */
  readonly address: string;
  /** IPv4 address of the test's side of the wire: what runs inside reaches the test here. */
  readonly hostAddress: string;
  /** Interface inside that carries `address`. Traffic of the namespace with itself goes over `lo`. */
  readonly device: string;
  /** Program and arguments that run a command inside. */
  command(program: string, args: readonly string[]): [program: string, args: string[]];
  /** Runs a command inside to its end and returns its output; throws when it fails. */
  run(program: string, args: readonly string[]): string;
  /** Starts a process inside, outputs piped. close() kills it if it still runs. */
  start(
    program: string,
    args: readonly string[],
    env?: Record<string, string>,
    options?: SpawnOptions,
  ): ChildProcess;
  /** Kills what runs inside and removes the namespace. Harmless when called twice. */
  close(): void;
}

// Names carry the pid of the test, so that what a crashed run left behind can be told from what a living one uses.
const NAME = /^stoa-(\d+)-\d+$/;
const NETWORK = '10.77';

const open = new Map<string, NetNamespace>();
let made = 0;

/** Makes a namespace with a wire to the test. Needs root and iproute2. */
export function createNamespace(): NetNamespace {
  if (process.getuid?.() !== 0) {
    throw new Error(
      'This test gives browsers a network namespace of their own, which only root may make: run it as root.',
    );
  }
  const ip = programPath('ip');
  if (open.size === 0) sweep(ip);
  made += 1;
  const name = `stoa-${process.pid}-${made}`;
  const device = `sv${process.pid}n${made}`;
  const third = freeSubnet(ip);
  const address = `${NETWORK}.${third}.2`;
  const hostAddress = `${NETWORK}.${third}.1`;
  const children = new Set<ChildProcess>();
  let closed = false;
  const command = (program: string, args: readonly string[]): [string, string[]] => [
    ip,
    ['netns', 'exec', name, program, ...args],
  ];
  const namespace: NetNamespace = {
    name,
    address,
    hostAddress,
    device: 'stoa0',
    command,
    run: (program, args) => runSync(...command(program, args)),
    start(program, args, env, options) {
      const child = startProgram(...command(program, args), env, options);
      children.add(child);
      child.once('exit', () => children.delete(child));
      return child;
    },
    close() {
      if (closed) return;
      closed = true;
      open.delete(name);
      // One that has just been started may not be inside yet, and so not be seen there.
      for (const child of children) child.kill('SIGKILL');
      remove(ip, name);
    },
  };
  runSync(ip, ['netns', 'add', name]);
  open.set(name, namespace);
  try {
    runSync(ip, ['link', 'add', device, 'type', 'veth', 'peer', 'name', 'stoa0', 'netns', name]);
    runSync(ip, ['addr', 'add', `${hostAddress}/24`, 'dev', device]);
    runSync(ip, ['link', 'set', device, 'up']);
    runSync(ip, ['-n', name, 'link', 'set', 'lo', 'up']);
    runSync(ip, ['-n', name, 'addr', 'add', `${address}/24`, 'dev', 'stoa0']);
    // No address of its own accord: it would come a second later, and browsers break off what they load when an address comes.
    runSync(ip, ['-n', name, 'link', 'set', 'stoa0', 'addrgenmode', 'none']);
    runSync(ip, ['-n', name, 'link', 'set', 'stoa0', 'up']);
    runSync(ip, ['-n', name, 'route', 'add', 'default', 'via', hostAddress]);
  } catch (error) {
    namespace.close();
    throw error;
  }
  return namespace;
}

process.on('exit', () => {
  for (const namespace of open.values()) namespace.close();
});

/** Removes what tests left behind whose process is gone. */
function sweep(ip: string): void {
  for (const line of runSync(ip, ['netns', 'list']).split('\n')) {
    const name = line.split(' ')[0] ?? '';
    const pid = NAME.exec(name)?.[1];
    if (pid && !existsSync(`/proc/${pid}`)) remove(ip, name);
  }
}

/** The wire goes with the namespace; only the processes inside would keep both alive. */
function remove(ip: string, name: string): void {
  for (const pid of runSync(ip, ['netns', 'pids', name]).split('\n').filter(Boolean)) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has ended by itself in the meantime.
    }
  }
  runSync(ip, ['netns', 'delete', name]);
}

/** Third byte of a /24 that no interface of this machine uses; tests in other processes start at other places. */
function freeSubnet(ip: string): number {
  const used = runSync(ip, ['-4', '-o', 'addr']);
  for (let step = 0; step < 256; step++) {
    const third = (process.pid + made * 16 + step) % 256;
    if (!used.includes(` ${NETWORK}.${third}.`)) return third;
  }
  throw new Error(`All networks of ${NETWORK}.0.0/16 are in use.`);
}
