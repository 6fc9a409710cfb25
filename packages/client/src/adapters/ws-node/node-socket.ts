import { WebSocket } from 'ws';
import type { OpenSocket } from '../../room/ports.ts';

/** Signaling over the `ws` package, at `server` (an origin). */
export const nodeSocket =
  (server: string): OpenSocket =>
  (events) => {
    const socket = new WebSocket(`${server.replace(/^http/, 'ws')}/signal`, {
      perMessageDeflate: false,
      maxPayload: 16 * 1024 * 1024,
      handshakeTimeout: 10_000,
    });
    let isClosed = false;
    const closed = () => {
      if (isClosed) return;
      isClosed = true;
      events.closed();
    };
    socket.on('message', (data, isBinary) => {
      if (!isClosed && !isBinary) events.text(data.toString());
    });
    socket.on('error', closed);
    socket.on('close', closed);
    return {
      send: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      close: () => {
        isClosed = true;
        if (socket.readyState === WebSocket.CONNECTING) socket.terminate();
        else socket.close();
      },
    };
  };
