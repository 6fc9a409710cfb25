import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import { networkOf } from '@stoa/protocol';
import { speechOf } from './first-byte.ts';
import type { TlsFiles } from './tls-files.ts';
import { WaitingRoom } from './waiting-room.ts';

type Take = (socket: Socket) => void;

export type Rooms = {
  /** For HTTP and WebSockets; without it, such connections are ended. */
  readonly http?: Take | undefined;
  readonly turn?: Take | undefined;
  /** With it, TLS is answered here and what is inside may be either of the two. */
  readonly tls?: TlsFiles | undefined;
  readonly waiting?: WaitingRoom;
};

export type FrontDoor = {
  readonly take: Take;
  readonly waiting: WaitingRoom;
  close(): void;
};

/**
 * One port for HTTP, WebSockets and TURN, each with and without TLS: a connection is looked at until its first byte
 * is there, then handed on as if nobody had looked. Networks that let nothing out but port 443 let all of it out.
 */
export function frontDoor({ http, turn, tls, waiting = new WaitingRoom() }: Rooms): FrontDoor {
  /** Under whom each conversation is held that TLS is agreed on just now. */
  const agreeing = new Map<string, Socket>();
  const tlsServer =
    tls && tlsRoom(tls, (socket) => listen(socket, agreeing.get(endsOf(socket)) ?? socket, false));

  /** `outer` is what stands in the waiting room: the connection itself, under TLS as well. */
  function listen(socket: Socket, outer: Socket, mayBeTls: boolean): void {
    const heard = (chunk: Buffer) => {
      socket.pause();
      socket.off('data', heard);
      const speech = speechOf(chunk[0]!);
      const take = speech === 'http' ? http : speech === 'turn' ? turn : undefined;
      const encrypt = speech === 'tls' && mayBeTls ? tlsServer : undefined;
      socket.off('error', ignore);
      socket.off('end', end);
      socket.unshift(chunk);
      if (encrypt) {
        const ends = endsOf(socket);
        agreeing.set(ends, socket);
        socket.once('close', () => agreeing.get(ends) === socket && agreeing.delete(ends));
        encrypt.emit('connection', socket);
      } else if (take) {
        waiting.leave(outer);
        take(socket);
        // What was put back flows only when it is asked for.
        socket.resume();
      } else outer.destroy();
    };
    const end = () => outer.destroy();
    socket.on('error', ignore);
    socket.on('end', end);
    socket.on('data', heard);
  }

  const take: Take = (socket) => {
    if (!waiting.enter(socket, networkOf(socket.remoteAddress ?? ''))) {
      socket.destroy();
      return;
    }
    socket.once('close', () => waiting.leave(socket));
    listen(socket, socket, true);
  };
  return {
    take,
    waiting,
    close: () => {
      waiting.empty();
      tls?.close();
    },
  };
}

const ignore = () => {};

/** The same for a connection and for the TLS on it, and for no other one that is open. */
const endsOf = ({ remoteAddress, remotePort, localAddress, localPort }: Socket): string =>
  `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;

/** What clients say they want inside TLS: pages and TURN (RFC 7443); browsers call the latter by the name of RFC 8833, too. */
const protocols = ['http/1.1', 'stun.turn', 'webrtc', 'c-webrtc'] as const;

function tlsRoom(tls: TlsFiles, secured: (socket: Socket, outer: Socket) => void): TlsServer {
  const server = createTlsServer({ ...tls.read(), ALPNProtocols: [...protocols], minVersion: 'TLSv1.2' });
  tls.onChange((files) => server.setSecureContext(files));
  server.on('secureConnection', (socket) => secured(socket, socket));
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return server;
}

/** Puts a door before a server's own: all that it was to do with a connection is done behind the door. */
export function before(server: Server, rooms: Omit<Rooms, 'http'>): FrontDoor {
  const own = server.listeners('connection') as Take[];
  server.removeAllListeners('connection');
  const door = frontDoor({
    ...rooms,
    http: (socket) => {
      for (const each of own) each.call(server, socket);
    },
  });
  server.on('connection', door.take);
  return door;
}

/** A port that leads to TURN alone. Rejects when it cannot be listened on. */
export function turnPort(
  door: FrontDoor,
  host: string,
  port: number,
): Promise<{ readonly port: number; close(): void }> {
  const server = createServer({ allowHalfOpen: true }, door.take);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      const bound = server.address();
      resolve({
        port: typeof bound === 'object' && bound ? bound.port : port,
        close: () => void server.close(),
      });
    });
  });
}
