import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { serve } from '../process/rpc.ts';

// The least that a Node program has to do: every message goes on to every socket.
const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    const text = String(data);
    for (const each of sockets.clients) each.send(text);
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

const methods = { port: () => (server.address() as AddressInfo).port };
export type PlainWorker = typeof methods;
serve(methods);
