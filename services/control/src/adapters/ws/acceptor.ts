import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { limits } from '@stoa/protocol';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Control } from '../../control.ts';
import type { Clock, LogLine, SocketEvents, SocketPort } from '../../ports.ts';
import { FrameOnce } from './text-frame.ts';

export type AcceptorOptions = {
  readonly control: Control;
  readonly clock: Clock;
  readonly log: (line: LogLine) => void;
  /** Browsers say where their page came from; programs that are no browsers say nothing. */
  readonly originAllowed: (request: IncomingMessage) => boolean;
  readonly addressOf: (request: IncomingMessage) => string;
  /** Sockets at a time; more get HTTP 503. */
  readonly sockets?: number;
};

export type Acceptor = {
  /** For the `upgrade` event of an HTTP server, on the path of signaling. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  stop(): void;
};

/** WebSockets (RFC 6455) for control: text only, no compression, dead ones noticed by pings. */
export function acceptWebSockets(options: AcceptorOptions): Acceptor {
  const { control, clock, log } = options;
  const most = options.sockets ?? 20_000;
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    perMessageDeflate: false,
    maxPayload: limits.stewardMessageBytes,
    skipUTF8Validation: false,
  });
  const heardAt = new WeakMap<WebSocket, number>();

  const frames = new FrameOnce();

  const attach = (socket: WebSocket, carrier: Duplex, request: IncomingMessage) => {
    const heard = () => void heardAt.set(socket, clock.now());
    heard();
    const events = control.connect(portOf(socket, carrier, frames), options.addressOf(request));
    socket.on('message', (data, isBinary) => {
      heard();
      events.text(isBinary ? '' : textOf(data));
    });
    socket.on('pong', heard);
    // A broken frame closes the socket; `close` follows.
    socket.on('error', () => socket.terminate());
    socket.on('close', () => events.gone());
    detach.set(socket, events);
  };
  const detach = new WeakMap<WebSocket, SocketEvents>();

  let stopPinging = () => {};
  const ping = () => {
    const now = clock.now();
    for (const socket of server.clients) {
      if (now - (heardAt.get(socket) ?? now) < limits.socketSilenceMs) {
        if (socket.readyState === socket.OPEN) socket.ping();
        continue;
      }
      log({ event: 'socketClosed', why: 'silent' });
      detach.get(socket)?.gone();
      socket.terminate();
    }
    stopPinging = clock.after(limits.socketPingMs, ping);
  };
  stopPinging = clock.after(limits.socketPingMs, ping);

  return {
    upgrade(request, socket, head) {
      if (!options.originAllowed(request)) return refuse(socket, '403 Forbidden');
      if (server.clients.size >= most) return refuse(socket, '503 Service Unavailable');
      server.handleUpgrade(request, socket, head, (accepted) => attach(accepted, socket, request));
    },
    stop() {
      stopPinging();
      for (const socket of server.clients) {
        const end = setTimeout(() => socket.terminate(), 500);
        socket.once('close', () => clearTimeout(end));
      }
    },
  };
}

/**
 * Texts go onto the carrier in frames that are made once for a whole room. Without compression the library writes each
 * of its own frames in one go, so theirs and ours never lie within each other.
 */
function portOf(socket: WebSocket, carrier: Duplex, frames: FrameOnce): SocketPort {
  return {
    send(text) {
      // An error here is followed by `close`.
      if (socket.readyState === socket.OPEN) carrier.write(frames.of(text));
    },
    get backlog() {
      return carrier.writableLength;
    },
    close() {
      socket.close(1000);
      const end = setTimeout(() => socket.terminate(), 2_000);
      socket.once('close', () => clearTimeout(end));
    },
    drop: () => socket.terminate(),
  };
}

const textOf = (data: RawData): string =>
  Array.isArray(data) ? Buffer.concat(data).toString() : Buffer.from(data as Buffer).toString();

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
