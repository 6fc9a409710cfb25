import type { OpenSocket } from '../../room/ports.ts';

/** Signaling over the browser's WebSocket, at `server` (an origin). */
export const browserSocket =
  (server: string): OpenSocket =>
  (events) => {
    const socket = new WebSocket(`${server.replace(/^http/, 'ws')}/signal`);
    let isClosed = false;
    const closed = () => {
      if (isClosed) return;
      isClosed = true;
      events.closed();
    };
    socket.onmessage = ({ data }) => {
      if (!isClosed && typeof data === 'string') events.text(data);
    };
    // An error is always followed by a close event, but the close may take its time.
    socket.onerror = closed;
    socket.onclose = closed;
    return {
      send: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      close: () => {
        isClosed = true;
        socket.close();
      },
    };
  };
