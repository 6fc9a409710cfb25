// Calls between a test and a process of its own, over the IPC channel of that process.
import type { ChildProcess } from 'node:child_process';

// biome-ignore lint/suspicious/noExplicitAny: the caller's type gives each function its real arguments
export type Calls = Record<string, (...args: any[]) => unknown>;
/** The same functions, seen from the test. */
export type Remote<C extends Calls> = {
  readonly [K in keyof C]: (...args: Parameters<C[K]>) => Promise<Awaited<ReturnType<C[K]>>>;
};

type Call = { readonly id: number; readonly name: string; readonly args: readonly unknown[] };
type Reply = { readonly id: number; readonly value?: unknown; readonly error?: string };

/** In the process: answers until the test is gone, then ends. */
export function answerCalls(calls: Calls): void {
  process.on('message', async ({ id, name, args }: Call) => {
    let reply: Reply;
    try {
      reply = { id, value: await calls[name]!(...args) };
    } catch (error) {
      reply = { id, error: error instanceof Error ? error.message : String(error) };
    }
    if (process.connected) process.send?.(reply);
  });
  process.once('disconnect', () => process.exit(0));
}

/** In the test. Every open call fails when the process ends. */
export function callsTo<C extends Calls>(child: ChildProcess, what: string): Remote<C> {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let last = 0;
  child.on('message', ({ id, value, error }: Reply) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(value);
    else call?.reject(new Error(`${what}: ${error}`));
  });
  child.once('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`${what} ended (${signal ?? code})`));
    waiting.clear();
  });
  return new Proxy({} as Remote<C>, {
    get: (_, name) => {
      // Awaiting a remote must not call a `then` over there.
      if (typeof name !== 'string' || name === 'then') return undefined;
      return (...args: unknown[]) =>
        new Promise((resolve, reject) => {
          if (!child.connected) return reject(new Error(`${what} is not running`));
          waiting.set(++last, { resolve, reject });
          child.send({ id: last, name, args } satisfies Call);
        });
    },
  });
}
