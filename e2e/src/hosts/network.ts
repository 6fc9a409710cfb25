// Several machines, each a network namespace with a fixed address, on one switch that is a namespace too. Nothing of it is
// in the network of the test, so runs beside each other use the same addresses.
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { NetNamespace } from '../rig/namespace.ts';
import { programPath, runSync, startProgram } from '../rig/programs.ts';

/** A machine. Wherever the rig takes a namespace (captures, browsers, servers), it takes a host. */
export type Host = NetNamespace & { readonly label: string };

export interface Network<Label extends string> {
  readonly hosts: Readonly<Record<Label, Host>>;
  /** Nothing passes between these two in either direction, and nobody is told. */
  partition(one: Label, other: Label): void;
  /** Everything from or to this host is dropped on the way. */
  unplug(host: Label): void;
  /** Of each hundred packets towards this host so many are lost. */
  lose(towards: Label, percent: number): void;
  /** Packets of one protocol, from or to the host, are dropped: a firewall. */
  block(host: Label, protocol: 'udp' | 'tcp'): void;
  /** Ends all of the above. */
  heal(): void;
  /** Everything towards this host passes a token bucket. */
  rate(towards: Label, kilobits: number): void;
  /** Another address for a host, the older one is gone at once: another network. @returns the new one */
  readdress(host: Label): string;
  /** Kills what runs inside and removes all of it. Harmless when called twice. */
  close(): void;
}

const NETWORK = '10.90.0';
const SWITCH = `${NETWORK}.254`;
// Names carry the pid of the test: what a crashed run left behind is told from what a living one uses.
const NAME = /^stoah-(\d+)-\w+$/;
// Every capture, process and host of a run ends with the test's process.
process.setMaxListeners(100);
const open = new Set<{ close(): void }>();
let made = 0;

/** Makes a switch and so many hosts: the first is 10.90.0.1, the second 10.90.0.2. Needs root, iproute2 and nftables. */
export function createNetwork<const Label extends string>(labels: readonly Label[]): Network<Label> {
  if (process.getuid?.() !== 0)
    throw new Error(
      'This test makes machines out of network namespaces, which only root may: run it as root.',
    );
  const ip = programPath('ip');
  const nft = programPath('nft');
  if (open.size === 0) sweep(ip);
  const prefix = `stoah-${process.pid}-${++made}`;
  const middle = `${prefix}switch`;
  const inside = (name: string, ...args: string[]) => runSync(ip, ['netns', 'exec', name, ...args]);
  const hosts = {} as Record<Label, Host>;
  const closers: (() => void)[] = [];
  let readdressed = 0;
  let closed = false;

  const close = () => {
    if (closed) return;
    closed = true;
    open.delete(network);
    for (const end of closers.reverse()) end();
  };
  const drop = (rule: string) =>
    inside(middle, nft, `add rule bridge stoa passing ${rule} ${rule.includes(' drop') ? '' : 'drop'}`);
  const at = (label: Label) => hosts[label].address;
  const network: Network<Label> = {
    hosts,
    partition(one, other) {
      drop(`ip saddr ${at(one)} ip daddr ${at(other)}`);
      drop(`ip saddr ${at(other)} ip daddr ${at(one)}`);
    },
    unplug(host) {
      drop(`ip saddr ${at(host)}`);
      drop(`ip daddr ${at(host)}`);
    },
    lose: (towards, percent) => {
      drop(`ip daddr ${at(towards)} numgen random mod 100 < ${percent}`);
    },
    block(host, protocol) {
      drop(`ip saddr ${at(host)} ip protocol ${protocol}`);
      drop(`ip daddr ${at(host)} ip protocol ${protocol}`);
    },
    heal: () => {
      inside(middle, nft, 'flush chain bridge stoa passing');
    },
    rate: (towards, kilobits) => {
      const tc = programPath('tc');
      const bucket = ['tbf', 'rate', `${kilobits}kbit`, 'burst', '16kb', 'latency', '200ms'];
      inside(middle, tc, 'qdisc', 'replace', 'dev', `p-${towards}`.slice(0, 15), 'root', ...bucket);
    },
    readdress: (label) => {
      const host = hosts[label] as { address: string } & Host;
      const address = `${NETWORK}.${200 + ++readdressed}`;
      inside(host.name, ip, 'addr', 'del', `${host.address}/24`, 'dev', 'eth0');
      inside(host.name, ip, 'addr', 'add', `${address}/24`, 'dev', 'eth0');
      inside(host.name, ip, 'route', 'replace', 'default', 'dev', 'eth0');
      host.address = address;
      return address;
    },
    close,
  };

  try {
    runSync(ip, ['netns', 'add', middle]);
    open.add(network);
    closers.push(() => remove(ip, middle));
    quiet(middle, inside);
    inside(middle, ip, 'link', 'add', 'br0', 'type', 'bridge');
    inside(middle, ip, 'addr', 'add', `${SWITCH}/24`, 'dev', 'br0');
    inside(middle, ip, 'link', 'set', 'br0', 'up');
    inside(middle, nft, 'add table bridge stoa');
    inside(middle, nft, 'add chain bridge stoa passing { type filter hook forward priority 0; }');
    for (const [index, label] of labels.entries()) {
      if (!/^[a-z][a-z0-9]{0,8}$/.test(label)) throw new Error(`"${label}" is no name for a host.`);
      const name = `${prefix}${label}`;
      runSync(ip, ['netns', 'add', name]);
      const host = hostIn(ip, name, label, `${NETWORK}.${index + 1}`);
      hosts[label] = host;
      closers.push(() => host.close());
      quiet(name, inside);
      const port = `p-${label}`;
      inside(middle, ip, 'link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
      inside(middle, ip, 'link', 'set', port, 'master', 'br0', 'up');
      inside(name, ip, 'link', 'set', 'lo', 'up');
      inside(name, ip, 'addr', 'add', `${host.address}/24`, 'dev', 'eth0');
      inside(name, ip, 'link', 'set', 'eth0', 'up');
      // There is nothing beyond; browsers look for the interface of the default route.
      inside(name, ip, 'route', 'add', 'default', 'dev', 'eth0');
    }
    return network;
  } catch (error) {
    close();
    throw error;
  }
}

/** No IPv6: a capture holds what the programs sent and nothing that the system says by itself. */
function quiet(name: string, inside: (name: string, ...args: string[]) => string): void {
  inside(name, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6');
}

function hostIn(ip: string, name: string, label: string, address: string): Host {
  const children = new Set<ChildProcess>();
  const command = (program: string, args: readonly string[]): [string, string[]] => [
    ip,
    ['netns', 'exec', name, program, ...args],
  ];
  return {
    name,
    label,
    address,
    hostAddress: SWITCH,
    device: 'eth0',
    command,
    run: (program, args) => runSync(...command(program, args)),
    start(program, args, env, options) {
      const child = startProgram(...command(program, args), env, options);
      children.add(child);
      child.once('exit', () => children.delete(child));
      return child;
    },
    close() {
      for (const child of children) child.kill('SIGKILL');
      remove(ip, name);
    },
  };
}

process.on('exit', () => {
  for (const network of open) network.close();
});

function sweep(ip: string): void {
  for (const line of runSync(ip, ['netns', 'list']).split('\n')) {
    const name = line.split(' ')[0] ?? '';
    const pid = NAME.exec(name)?.[1];
    if (pid && !existsSync(`/proc/${pid}`)) remove(ip, name);
  }
}

function remove(ip: string, name: string): void {
  if (!runSync(ip, ['netns', 'list']).includes(name)) return;
  for (const pid of runSync(ip, ['netns', 'pids', name]).split('\n').filter(Boolean)) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has ended by itself in the meantime.
    }
  }
  runSync(ip, ['netns', 'delete', name]);
}
