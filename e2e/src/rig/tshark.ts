// What an observer sees: packets captured by dumpcap, taken apart by tshark.
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NetNamespace } from './namespace.ts';
import { endProgram, programPath, runSync, startProgram } from './programs.ts';
import { temporaryFolder } from './temporary.ts';

export interface CaptureOptions {
  /** Captures inside it; without one, in the network of the test. */
  namespace?: NetNamespace;
  /** Default 'any': loopback and wire. With 'any', a packet of a process with itself is there once. */
  device?: string;
  /** Capture filter (BPF), for example `udp port 7777`; everything by default. */
  filter?: string;
}

export interface Capture {
  /** The pcapng file; complete after stop(). */
  readonly file: string;
  /** Returns when everything sent before the call is in the file. */
  stop(): Promise<void>;
}

const MARK_PORT = 9;
const PATIENCE_MILLIS = 10_000;

/** Resolves when packets really are being captured: a marked datagram of ours has arrived in the file. */
export async function startCapture(options: CaptureOptions = {}): Promise<Capture> {
  const { namespace, device = 'any', filter } = options;
  const file = join(temporaryFolder('capture'), 'capture.pcapng');
  // Our marks must pass the caller's filter; rows() leaves them out again.
  const bpf = filter ? ['-f', `(${filter}) or udp port ${MARK_PORT}`] : [];

  const args = ['-i', device, ...bpf, '-q', '-n', '-w', file];
  const dumpcap = programPath('dumpcap');
  const capture = namespace ? namespace.start(dumpcap, args) : startProgram(dumpcap, args);
  const killAtExit = () => capture.kill('SIGKILL');
  process.on('exit', killAtExit);
  let said = '';
  capture.stderr?.on('data', (text: Buffer) => {
    said += text.toString();
  });
  await seeMark(capture, file, namespace, () => said);
  return {
    file,
    async stop() {
      await seeMark(capture, file, namespace, () => said);
      capture.kill('SIGINT');
      await endProgram(capture, PATIENCE_MILLIS);
      process.off('exit', killAtExit);
    },
  };
}

/** Sends marks until the file holds one: what came before them is in it then. */
async function seeMark(
  capture: ChildProcess,
  file: string,
  namespace: NetNamespace | undefined,
  said: () => string,
) {
  const mark = randomBytes(12).toString('hex');
  for (let waited = 0; waited < PATIENCE_MILLIS; waited += 100) {
    if (capture.exitCode !== null) throw new Error(`dumpcap ended early: ${said()}`);
    await sendMark(mark, namespace);
    await sleep(100);
    if (existsSync(file) && readFileSync(file).includes(mark)) return;
  }
  throw new Error(`No packet was captured in ${PATIENCE_MILLIS} ms: ${said()}`);
}

/** To loopback and over the wire, so that a capture on either of them sees it. */
async function sendMark(mark: string, namespace: NetNamespace | undefined): Promise<void> {
  if (namespace) {
    const targets = ['127.0.0.1', namespace.hostAddress];
    namespace.run('bash', [
      '-c',
      targets.map((host) => `echo ${mark} > /dev/udp/${host}/${MARK_PORT}`).join(';'),
    ]);
    return;
  }
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.send(mark, MARK_PORT, '127.0.0.1', () => resolve()));
  socket.close();
}

export interface RowOptions {
  /** Display filter, for example `rtp` or `udp.dstport == 7777`. */
  filter?: string;
  /** Other arguments of tshark: `-d udp.port==7777,rtp`, `-o`, `--enable-heuristic` ... */
  args?: readonly string[];
}

/**
 * Fields of each packet, as tshark's `-T fields` prints them: '' where a packet has no such field, ',' between several
 * values of one. For example rows(file, ['udp.srcport', 'rtp.ssrc', 'udp.payload'], { filter: 'rtp' }).
 */
export function rows<const Field extends string>(
  file: string,
  fields: readonly Field[],
  { filter, args = [] }: RowOptions = {},
): Record<Field, string>[] {
  const notMarks = `!(udp.port == ${MARK_PORT})`;
  const display = filter ? `(${filter}) && ${notMarks}` : notMarks;
  const wanted = fields.flatMap((field) => ['-e', field]);
  const format = ['-T', 'fields', '-E', 'separator=/t', '-E', 'occurrence=a', '-E', 'aggregator=,'];
  const text = runSync(programPath('tshark'), [
    '-n',
    '-r',
    file,
    ...args,
    '-Y',
    display,
    ...format,
    ...wanted,
  ]);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const values = line.split('\t');
      return Object.fromEntries(fields.map((field, at) => [field, values[at] ?? ''])) as Record<
        Field,
        string
      >;
    });
}

/** Every byte of the capture file, for searches that trust no dissector. */
export const captureBytes = (capture: Pick<Capture, 'file'>): Buffer => readFileSync(capture.file);
