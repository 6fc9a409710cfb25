import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild } from '../process/child.ts';
import { freeTcpPort } from '../process/port.ts';

const template = new URL('../../peers/mosquitto/mosquitto.conf', import.meta.url);
const program = '/usr/sbin/mosquitto';

/** Version of the installed mosquitto, or undefined where there is none. */
export function mosquittoVersion(): string | undefined {
  const { stdout, stderr } = spawnSync(program, ['-h'], { encoding: 'utf8' });
  return /mosquitto version (\d+\.\d+\.\d+)/.exec(`${stdout ?? ''}${stderr ?? ''}`)?.[1];
}

export async function startMosquitto(): Promise<{
  readonly child: Child;
  readonly port: number;
  stop(): Promise<void>;
}> {
  // Started by root it becomes another user, who has to read it.
  const folder = mkdtempSync(join(tmpdir(), 'stoa-bench-mosquitto-'));
  chmodSync(folder, 0o755);
  const port = await freeTcpPort();
  const file = join(folder, 'mosquitto.conf');
  const text = readFileSync(template, 'utf8').replace('%PORT%', String(port));
  writeFileSync(file, text.replace('%UNUSED%', String(await freeTcpPort())));
  const child = await startChild('subject', program, ['-c', file], ['ignore', 'ignore', 'inherit']);
  const stop = async () => {
    await child.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; !(await answers(port)); tries++) {
    if (tries > 50) {
      await stop();
      throw new Error('mosquitto did not start');
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { child, port, stop };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
