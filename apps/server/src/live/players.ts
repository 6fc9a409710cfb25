// The participants live in a process of their own, which logs the secrets of its TLS connections.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Order, Said } from './played.ts';

const script = fileURLToPath(new URL('./play-process.ts', import.meta.url));
const patienceMs = 180_000;

type Done = Extract<Said, { is: 'done' }>;
type Midway = Extract<Said, { is: 'midway' }>;

/** @param midway awaited before the script goes on. Rejects with a sentence when the script cannot be played. */
export function playInProcess(
  order: Order,
  keyLog: string,
  on: { step(text: string): void; midway(said: Midway): Promise<void> },
): Promise<Done> {
  const child: ChildProcess = fork(script, [], {
    execArgv: ['--import', import.meta.resolve('tsx'), `--tls-keylog=${keyLog}`],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (text: Buffer) => {
    errors = (errors + text.toString()).slice(-2000);
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.send(order);
  return new Promise<Done>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error('The participants took longer than three minutes.')),
      patienceMs,
    );
    late.unref();
    child.on('message', (said: Said) => {
      if (said.is === 'step') on.step(said.text);
      else if (said.is === 'midway')
        void on.midway(said).finally(() => child.connected && child.send('go on'));
      else if (said.is === 'done') resolve(said);
      else reject(new Error(said.why));
    });
    child.once('exit', (code) =>
      reject(
        new Error(
          `The participants' process ended (${code}). ${errors.split('\n').find((line) => /Error/.test(line)) ?? ''}`.trim(),
        ),
      ),
    );
  }).finally(() => {
    process.off('exit', kill);
    const late = setTimeout(kill, 3_000);
    late.unref();
  });
}
