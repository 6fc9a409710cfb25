// Firefox holds its audio back as long as there is no sound device: a PulseAudio of our own with a device that swallows all.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endProgram, programPath, startProgram, waitForOutput } from './programs.ts';
import { temporaryFolder } from './wrapper.ts';

export interface SoundDevice {
  /** Environment for programs that shall use it. */
  readonly env: Record<string, string>;
  close(): Promise<void>;
}

export async function startSoundDevice(): Promise<SoundDevice> {
  const folder = temporaryFolder('sound');
  const socket = join(folder, 'socket');
  const script = join(folder, 'default.pa');
  writeFileSync(
    script,
    [
      `load-module module-native-protocol-unix socket=${socket} auth-anonymous=1`,
      'load-module module-null-sink sink_name=nobody',
      'set-default-sink nobody',
    ].join('\n'),
  );
  const home = {
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    PULSE_RUNTIME_PATH: folder,
    DBUS_SESSION_BUS_ADDRESS: '',
  };
  const args = [
    '-n',
    '-F',
    script,
    '--exit-idle-time=-1',
    '--daemonize=no',
    '--log-level=info',
    '--log-target=stderr',
  ];
  const daemon = startProgram(programPath('pulseaudio'), args, home);
  process.once('exit', () => daemon.kill('SIGKILL'));
  await waitForOutput(daemon, /Daemon startup complete/, 15_000);
  return { env: { PULSE_SERVER: `unix:${socket}` }, close: () => endProgram(daemon) };
}
