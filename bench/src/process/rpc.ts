import type { ChildProcess } from 'node:child_process';

/** Calls between the bench and its own worker processes, over the IPC channel of a fork. */

interface Call {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** Functions that a worker offers. Arguments and results must survive structured cloning. */
// biome-ignore lint/suspicious/noExplicitAny: the caller's type gives each method its real arguments
export type Methods = Record<string, (...args: any[]) => unknown>;

/** The same functions seen from the other process: each answers with a promise. */
export type Remote<M extends Methods> = {
  readonly [K in keyof M]: (...args: Parameters<M[K]>) => Promise<Awaited<ReturnType<M[K]>>>;
};

/** Answers calls in a worker process; ends the process when the bench is gone. */
export function serve(methods: Methods): void {
  process.on('message', (call: Call) => {
    void (async () => {
      const reply: Reply = await answer(methods, call);
      process.send?.(reply);
    })();
  });
  process.once('disconnect', () => process.exit(0));
}

async function answer(methods: Methods, call: Call): Promise<Reply> {
  try {
    const method = methods[call.method];
    if (!method) throw new Error(`no method ${call.method}`);
    return { id: call.id, value: await method(...call.args) };
  } catch (error) {
    return { id: call.id, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Calls a worker. Every open call fails when the worker ends. */
export function connect<M extends Methods>(child: ChildProcess, name: string): Remote<M> {
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  child.on('message', (reply: Reply) => {
    const waiting = open.get(reply.id);
    open.delete(reply.id);
    if (reply.error === undefined) waiting?.resolve(reply.value);
    else waiting?.reject(new Error(`${name}: ${reply.error}`));
  });
  child.once('exit', (code, signal) => {
    for (const waiting of open.values()) waiting.reject(new Error(`${name} ended (${signal ?? code})`));
    open.clear();
  });
  return new Proxy({} as Remote<M>, {
    get: (_, method) => {
      // A remote must not look like a promise, or awaiting it would call `then` in the worker.
      if (typeof method !== 'string' || method === 'then') return undefined;
      return (...args: unknown[]) =>
        new Promise((resolve, reject) => {
          if (!child.connected) return reject(new Error(`${name} is not running`));
          last += 1;
          open.set(last, { resolve, reject });
          child.send({ id: last, method, args });
        });
    },
  });
}
