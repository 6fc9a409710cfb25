// With a key log: what lies below the encryption of the hop.
import type { Flow } from '../capture/packet.ts';
import type { KeyLog } from './key-log.ts';
import { dtls13SrtpKeys, dtlsSrtpKeys, SrtpOpener } from './srtp.ts';
import { dtlsHandshakes, type Hello, readHello } from './tls.ts';

const MOST_FLOWS = 4096;

type Session = {
  client?: Hello;
  server?: Hello;
  clientIsA: boolean;
  openers?: readonly [fromClient: SrtpOpener, fromServer: SrtpOpener];
};

export class Unsealer {
  readonly #log: KeyLog;
  readonly #sessions = new Map<number, Session>();

  constructor(log: KeyLog) {
    this.#log = log;
  }

  /** A datagram with DTLS records: remembers what the keys come from. */
  handshake(flow: Flow, fromA: boolean, datagram: Uint8Array): void {
    for (const handshake of dtlsHandshakes(datagram)) {
      const hello = readHello(handshake, true);
      if (!hello) continue;
      let session = this.#sessions.get(flow.id);
      if (!session) {
        if (this.#sessions.size >= MOST_FLOWS) return;
        session = { clientIsA: true };
        this.#sessions.set(flow.id, session);
      }
      if (hello.from === 'client') {
        session.client = hello;
        session.clientIsA = fromA;
      } else session.server = hello;
      this.#prepare(session);
    }
  }

  /** The packet without its SRTP, when its keys are known and fit. */
  open(flow: Flow, fromA: boolean, packet: Uint8Array): Uint8Array | undefined {
    const session = this.#sessions.get(flow.id);
    return session?.openers?.[fromA === session.clientIsA ? 0 : 1].open(packet);
  }

  #prepare(session: Session): void {
    const { client, server } = session;
    if (!client || !server || session.openers) return;
    const random = Buffer.from(client.random).toString('hex');
    const [master, exporter] = [this.#log.masters.get(random), this.#log.exporters.get(random)];
    const keys = master
      ? dtlsSrtpKeys(master, client.random, server.random, server.suite, server.srtpProfile)
      : exporter && dtls13SrtpKeys(exporter, server.srtpProfile || client.srtpProfile);
    if (keys)
      session.openers = [
        new SrtpOpener(keys.profile, keys.client),
        new SrtpOpener(keys.profile, keys.server),
      ];
  }
}
