import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';

const loopback = '127.0.0.1';

/** A UDP socket of somebody who has no business here, and what came back to it. */
export class Stranger {
  readonly socket: Socket;
  receivedBytes = 0;
  readonly received: Buffer[] = [];
  sent = 0;
  sentBytes = 0;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('message', (datagram) => {
      this.receivedBytes += datagram.length;
      this.received.push(Buffer.from(datagram));
    });
    // A refused port is told to whoever sent to it.
    socket.on('error', () => {});
  }

  /** Any address of 127.0.0.0/8. */
  static async at(address = loopback): Promise<Stranger> {
    return new Stranger(await bound(address));
  }

  get port(): number {
    return this.socket.address().port;
  }

  send(datagram: Uint8Array, port: number): void {
    this.sent++;
    this.sentBytes += datagram.length;
    this.socket.send(datagram, port, loopback);
  }

  close(): void {
    this.socket.close();
  }
}

/** What happens to a datagram on its way; none: it is lost. */
export type Passage = (datagram: Buffer) => readonly Uint8Array[];

/**
 * The network between one client and the relay: both believe that it is the other. So whoever holds it can do what a
 * sender of forged source addresses can: whatever it says comes from the client's own address.
 */
export class Path {
  /** Where the client sends. */
  readonly port: number;
  readonly relayPort: number;
  toRelay: Passage = (datagram) => [datagram];
  toClient: Passage = (datagram) => [datagram];
  /** Datagrams and bytes that the relay sent to this client. */
  fromRelay = 0;
  readonly #near: Socket;
  readonly #far: Socket;
  #client: RemoteInfo | undefined;

  private constructor(near: Socket, far: Socket, relayPort: number) {
    this.#near = near;
    this.#far = far;
    this.port = near.address().port;
    this.relayPort = relayPort;
    near.on('message', (datagram, from) => {
      this.#client = from;
      for (const out of this.toRelay(Buffer.from(datagram))) this.say(out);
    });
    far.on('message', (datagram) => {
      this.fromRelay++;
      const to = this.#client;
      if (!to) return;
      for (const out of this.toClient(Buffer.from(datagram))) near.send(out, to.port, to.address);
    });
    for (const socket of [near, far]) socket.on('error', () => {});
  }

  static async to(relayPort: number): Promise<Path> {
    return new Path(await bound(loopback), await bound(loopback), relayPort);
  }

  /** Says something to the relay from the client's address. */
  say(datagram: Uint8Array): void {
    this.#far.send(datagram, this.relayPort, loopback);
  }

  /** The relay's answer as the client is to see it: the path's port in the place of the relay's. */
  disguise(answer: string): string {
    return answer.replaceAll(` ${this.relayPort} typ `, ` ${this.port} typ `);
  }

  close(): void {
    this.#near.close();
    this.#far.close();
  }
}

/** RFC 7983: what a datagram on such a port is. */
export const kindOf = (datagram: Uint8Array): 'stun' | 'dtls' | 'srtp' | 'srtcp' | 'other' => {
  const first = datagram[0] ?? 255;
  if (first < 4) return 'stun';
  if (first >= 20 && first < 64) return 'dtls';
  if (first < 128 || first > 191) return 'other';
  const second = datagram[1] ?? 0;
  return second >= 192 && second <= 223 ? 'srtcp' : 'srtp';
};

function bound(address: string): Promise<Socket> {
  const socket = createSocket('udp4');
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(0, address, () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
