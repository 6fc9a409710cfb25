import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** Speaks just enough of PostgreSQL's protocol (version 3.0) to say which version it is. */
export async function oldServer(version: string) {
  const message = (type: string, ...parts: Buffer[]) => {
    const body = Buffer.concat(parts);
    const head = Buffer.alloc(5);
    head.write(type, 'latin1');
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  };
  const i32 = (n: number) => {
    const out = Buffer.alloc(4);
    out.writeInt32BE(n);
    return out;
  };
  const i16 = (n: number) => i32(n).subarray(2);
  const ready = message('Z', Buffer.from('I'));
  const server = createServer((socket) => {
    let greeted = false;
    socket.on('error', () => {});
    socket.on('data', (data) => {
      if (!greeted) {
        greeted = true;
        socket.write(Buffer.concat([message('R', i32(0)), ready]));
      } else if (data.toString('latin1', 0, 1) === 'Q') {
        const column = Buffer.concat([
          Buffer.from('version\0'),
          i32(0),
          i16(0),
          i32(25),
          i16(-1),
          i32(-1),
          i16(0),
        ]);
        const value = Buffer.from(version);
        const row = message('D', i16(1), i32(value.length), value);
        socket.write(
          Buffer.concat([message('T', i16(1), column), row, message('C', Buffer.from('SELECT 1\0')), ready]),
        );
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `postgres://stoa@127.0.0.1:${port}/stoa`, close: () => server.close() };
}
