// Firefox holds its audio back as long as there is no sound device: a PulseAudio of our own with a device that swallows all.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NetNamespace } from './namespace.ts';
import { endProgram, programPath, waitForOutput } from './programs.ts';
import { temporaryFolder } from './temporary.ts';

export interface SoundDevice {
  /** Environment for programs that shall use it. */
  readonly env: Record<string, string>;
  close(): Promise<void>;
}

/** It runs in the namespace of its browser, and so ends with it at the latest. */
export async function startSoundDevice(namespace: NetNamespace): Promise<SoundDevice> {
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
  const daemon = namespace.start(programPath('pulseaudio'), args, home);
  await waitForOutput(daemon, /Daemon startup complete/, 15_000);
  return { env: { PULSE_SERVER: `unix:${socket}` }, close: () => endProgram(daemon) };
}
