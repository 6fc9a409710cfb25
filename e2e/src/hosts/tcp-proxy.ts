import { connect, createServer, type Socket } from 'node:net';

export type TcpProxy = {
  readonly url: string;
  readonly connections: number;
  /** Every connection ends at once; new ones are served. */
  cut(): void;
  close(): void;
};

/** A path to servers on the loopback that can be cut. Of several each in turn, as a front door deals them out. */
export async function startTcpProxy(...ports: readonly number[]): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let next = 0;
  const server = createServer(async (outer) => {
    const inner = await reach(Array.from(ports, (_, at) => ports[(next + at) % ports.length]!));
    next++;
    if (!inner) return outer.destroy();
    for (const [from, to] of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as { port: number };
  const cut = () => {
    for (const socket of [...sockets]) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${own}`,
    get connections() {
      return sockets.size / 2;
    },
    cut,
    close: () => {
      cut();
      server.close();
    },
  };
}

/** The first that answers. */
async function reach(ports: readonly number[]): Promise<Socket | undefined> {
  for (const port of ports) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    if (isThere) return socket;
  }
  return undefined;
}
