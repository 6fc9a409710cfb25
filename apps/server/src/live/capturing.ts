// The observer: dumpcap or tcpdump, where there is one and it may.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export type Capturing = {
  readonly file: string;
  /** Resolves when everything sent before is in the file. */
  stop(): Promise<void>;
};

const places = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/sbin', '/opt/homebrew/bin'];
/** Discard (RFC 863). */
const markPort = 9;
const patienceMs = 8_000;

/** Both write each packet as it comes. */
function programFor(
  device: string,
  filter: string,
  file: string,
): { path: string; args: string[] } | undefined {
  const at = (name: string) => places.map((place) => `${place}/${name}`).find((path) => existsSync(path));
  const dumpcap = at('dumpcap');
  if (dumpcap) return { path: dumpcap, args: ['-i', device, '-q', '-n', '-f', filter, '-w', file] };
  const tcpdump = at('tcpdump');
  if (!tcpdump) return undefined;
  return { path: tcpdump, args: ['-i', device, '-n', '-U', '-s', '0', '-w', file, filter] };
}

/**
 * @param mark an address whose packets pass the device: a marked datagram to it shows that packets are captured
 * @returns a sentence why there can be no capture
 */
export async function capture(options: {
  readonly device: string;
  readonly filter: string;
  readonly file: string;
  readonly mark: string;
}): Promise<Capturing | string> {
  const { device, filter, file, mark } = options;
  // Neighbours and memberships are the kernel's own talk.
  const quiet = 'not arp and not igmp and not (icmp6 and ip6[40] >= 130)';
  const program = programFor(device, filter ? `(${filter}) and ${quiet}` : quiet, file);
  if (!program) return 'needs dumpcap (Wireshark) or tcpdump';
  const child = spawn(program.path, program.args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (text: Buffer) => {
    said += text.toString();
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  if (!(await sees(child, file, mark))) {
    kill();
    process.off('exit', kill);
    const why = /permission|not permitted|privilege|You don't have/i.test(said)
      ? 'needs the right to capture: run it as root'
      : /No such device|doesn't exist|not found/i.test(said)
        ? 'the interface does not exist: name another with --interface'
        : 'no packet was captured on this interface: name another with --interface';
    return why;
  }
  return {
    file,
    async stop() {
      await sees(child, file, mark);
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGINT');
      const late = setTimeout(kill, patienceMs);
      await gone;
      clearTimeout(late);
      process.off('exit', kill);
    },
  };
}

/** Sends marks until the file holds one. */
async function sees(child: ChildProcess, file: string, address: string): Promise<boolean> {
  // Chance alone, behind a byte with which no protocol of media begins: the capture is examined, marks and all.
  const mark = Buffer.concat([Buffer.from([0xff]), randomBytes(24)]);
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('error', () => {});
  try {
    for (let waited = 0; waited < patienceMs && child.exitCode === null; waited += 100) {
      await new Promise<void>((resolve) => socket.send(mark, markPort, address, () => resolve()));
      await sleep(100);
      if (existsSync(file) && readFileSync(file).includes(mark)) return true;
    }
    return false;
  } finally {
    socket.close();
  }
}
