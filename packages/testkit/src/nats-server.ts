import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { freePort } from './free-port.ts';

const places = ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server'];

export type TestNats = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Ends it at once, as a machine that loses its power. */
  kill(): Promise<void>;
  /** Begins it again at the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** A real broker on loopback. `config` is a file of its own settings; `store` a folder for JetStream. */
export async function startNats(options: { config?: string; store?: string } = {}): Promise<TestNats> {
  const program = places.find((place) => existsSync(place));
  if (!program)
    throw new Error('nats-server is missing, and this test needs it: apt-get install nats-server');
  const port = await freePort();
  const args = ['-a', '127.0.0.1', '-p', String(port)];
  if (options.config) args.push('-c', options.config);
  if (options.store) args.push('-js', '-sd', options.store);
  let child = await begin(program, args);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    await gone;
  };
  return {
    url: `nats://127.0.0.1:${port}`,
    port,
    get pid() {
      return child.pid!;
    },
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGKILL');
      child = await begin(program, args);
    },
    stop: () => end('SIGTERM'),
  };
}

async function begin(program: string, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env: {} });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Server is ready')) resolve();
    });
    child.once('exit', () => reject(new Error(`nats-server ended: ${said.slice(-500)}`)));
  });
  return child;
}
