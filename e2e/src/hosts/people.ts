import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../rig/config.ts';
import type { NetNamespace } from '../rig/namespace.ts';
import { thisCheckout } from './checkout.ts';
import type { PeopleCalls } from './people-process.ts';
import { callsTo, type Remote } from './process-calls.ts';

/** People who live in a process of their own, on a host or beside the test. */
export type People = Remote<PeopleCalls> & {
  readonly pid: number;
  /** Nothing of them runs any more, and nobody is told. */
  stop(): void;
  goOn(): void;
  end(): Promise<void>;
};

const program = fileURLToPath(new URL('./people-process.ts', import.meta.url));

/** @param checkout folder of the client's sources; what listens to it is always of this tree */
export function startPeople(where?: NetNamespace, checkout = thisCheckout): People {
  const args = ['--import', import.meta.resolve('tsx'), program, checkout];
  const options = {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'] as const,
    serialization: 'advanced' as const,
  };
  const child: ChildProcess = where
    ? where.start(process.execPath, args, {}, { ...options, stdio: [...options.stdio] })
    : spawn(process.execPath, args, { ...options, stdio: [...options.stdio], env: childEnvironment() });
  const killAtExit = () => child.kill('SIGKILL');
  process.on('exit', killAtExit);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      process.off('exit', killAtExit);
      resolve();
    });
  });
  const own = {
    pid: child.pid!,
    stop: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    end: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
  const remote = callsTo<PeopleCalls>(child, 'people');
  return new Proxy(own as People, {
    get: (target, name) =>
      name in target ? target[name as keyof typeof own] : remote[name as keyof PeopleCalls],
  });
}
