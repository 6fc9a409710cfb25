import { connect, createServer, type Socket } from 'node:net';

export type TcpProxy = {
  readonly url: string;
  readonly connections: number;
  /** Every connection ends at once; new ones are served. */
  cut(): void;
  close(): void;
};

/** A path to a server on the loopback that can be cut. */
export async function startTcpProxy(port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((outer) => {
    const inner = connect(port, '127.0.0.1');
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
