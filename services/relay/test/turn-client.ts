import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { integrityHolds, sealed } from '../src/turn/integrity.ts';
import { channelData, StreamFrames } from '../src/turn/stream-frames.ts';
import { firstOf, readStun, type StunDraft, type StunMessage, writeStun } from '../src/turn/stun-message.ts';
import { attribute, messageClass, method } from '../src/turn/stun-words.ts';
import { writeXorAddress } from '../src/turn/xor-address.ts';

type Credential = { readonly username: string; readonly credential: string };
type Attributes = StunDraft['attributes'];

/** A client as a browser is one: over a stream, asks again when it is challenged. */
export class TurnTestClient {
  readonly socket: Socket;
  readonly indications: Buffer[] = [];
  readonly packets: [channel: number, data: Buffer][] = [];
  readonly #credential: Credential;
  readonly #waiting = new Map<string, (message: StunMessage) => void>();
  #realm = '';
  #nonce = '';

  constructor(socket: Socket, credential: Credential) {
    this.socket = socket;
    socket.setMaxListeners(0);
    this.#credential = credential;
    const frames = new StreamFrames({
      stun: (bytes) => {
        const message = readStun(bytes)!;
        if (message.class === messageClass.indication)
          this.indications.push(firstOf(message, attribute.data) ?? Buffer.alloc(0));
        else this.#waiting.get(message.transaction.toString('hex'))?.(message);
      },
      channel: (channel, data) => this.packets.push([channel, Buffer.from(data)]),
    });
    socket.on('data', (chunk) => void frames.take(chunk));
    socket.on('error', () => {});
  }

  static async connect(port: number, credential: Credential, host = '127.0.0.1'): Promise<TurnTestClient> {
    const socket = connect(port, host);
    await once(socket, 'connect');
    return new TurnTestClient(socket, credential);
  }

  /** Error code of the answer, 0 for success, -1 when the connection ended instead. */
  async ask(kind: number, attributes: Attributes = []): Promise<number> {
    const code = await this.#once(kind, attributes);
    return code === 438 || (code === 401 && this.#nonce !== '' && this.#fresh)
      ? this.#once(kind, attributes)
      : code;
  }

  allocate(): Promise<number> {
    return this.ask(method.allocate, [
      { type: attribute.requestedTransport, value: Buffer.from([17, 0, 0, 0]) },
    ]);
  }

  permit(host: string, port = 1): Promise<number> {
    return this.#about(method.createPermission, host, port, []);
  }

  bind(channel: number, host: string, port: number): Promise<number> {
    const value = Buffer.from([channel >> 8, channel & 0xff, 0, 0]);
    return this.#about(method.channelBind, host, port, [{ type: attribute.channelNumber, value }]);
  }

  refresh(seconds: number): Promise<number> {
    const value = Buffer.from([0, 0, seconds >> 8, seconds & 0xff]);
    return this.ask(method.refresh, [{ type: attribute.lifetime, value }]);
  }

  indicate(host: string, port: number, data: Buffer): void {
    const transaction = randomBytes(12);
    const attributes = [
      { type: attribute.xorPeerAddress, value: writeXorAddress({ host, port }, transaction) },
      { type: attribute.data, value: data },
    ];
    this.socket.write(
      writeStun({ method: method.send, class: messageClass.indication, transaction, attributes }),
    );
  }

  send(channel: number, data: Buffer): void {
    this.socket.write(channelData(channel, data));
  }

  close(): void {
    this.socket.destroy();
  }

  #fresh = false;

  #about(kind: number, host: string, port: number, more: Attributes): Promise<number> {
    // The mask of an IPv6 address is the transaction's, so it is made with it.
    this.#transaction = randomBytes(12);
    const value = writeXorAddress({ host, port }, this.#transaction);
    return this.ask(kind, [...more, { type: attribute.xorPeerAddress, value }]);
  }

  #transaction: Buffer | undefined;

  async #once(kind: number, attributes: Attributes): Promise<number> {
    const transaction = this.#transaction ?? randomBytes(12);
    const { username, credential } = this.#credential;
    const known = this.#nonce !== '';
    const own = known
      ? [
          { type: attribute.username, value: Buffer.from(username) },
          { type: attribute.realm, value: Buffer.from(this.#realm) },
          { type: attribute.nonce, value: Buffer.from(this.#nonce) },
        ]
      : [];
    const raw = writeStun({
      method: kind,
      class: messageClass.request,
      transaction,
      attributes: [...attributes, ...own],
    });
    const key = createHash('md5').update(`${username}:${this.#realm}:${credential}`).digest();
    const answer = new Promise<StunMessage | undefined>((resolve) => {
      this.#waiting.set(transaction.toString('hex'), resolve);
      this.socket.once('close', () => resolve(undefined));
    });
    this.socket.write(known ? sealed(raw, key) : raw);
    const message = await answer;
    if (!message) return -1;
    this.#fresh = false;
    const nonce = firstOf(message, attribute.nonce);
    if (nonce) {
      this.#fresh = !known;
      this.#nonce = nonce.toString();
      this.#realm = firstOf(message, attribute.realm)!.toString();
    }
    if (message.class === messageClass.success) {
      if (!integrityHolds(message, key)) throw new Error('the answer is not signed');
      this.#transaction = undefined;
      return 0;
    }
    const error = firstOf(message, attribute.errorCode)!;
    const code = error[2]! * 100 + error[3]!;
    if (!nonce) this.#transaction = undefined;
    return code;
  }
}
