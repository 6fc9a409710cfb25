import {
  type ClientMessage,
  type CloseCode,
  decodeClientMessage,
  encodeServerMessage,
  limits,
  type ServerMessage,
} from '@stoa/protocol';
import type { Clock, LogLine, SocketEvents, SocketPort } from '../ports.ts';
import { TokenBucket } from './token-bucket.ts';

/** Whoever answers on this socket: the door first, then the room. */
export type Handler = {
  receive(message: ClientMessage): void | Promise<void>;
  /** The socket went without a word. Not called after `close`. */
  lost(): void;
};

/** Where what is said to a socket waits; undefined: it closes. */
export type Outbox = { hold(socket: SocketPort, text: string | undefined): void };

/** One socket: sizes, budgets, order and the closing word. What the messages mean is its handler's business. */
export class Connection implements SocketEvents {
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly #socket: SocketPort;
  readonly #clock: Clock;
  readonly #log: (line: LogLine) => void;
  readonly #onClosed: (connection: Connection) => void;
  #handler: Handler;
  #outbox: Outbox | undefined;
  /** Another control's: texts pass through. */
  #pipe: SocketEvents | undefined;
  #opening = '';
  #introduced = false;
  #steward = false;
  #bucket: TokenBucket;
  #busy: Promise<void> | undefined;
  #open = true;
  readonly #stopWaiting: () => void;

  constructor(
    socket: SocketPort,
    nonce: Uint8Array<ArrayBuffer>,
    door: (connection: Connection) => Handler,
    clock: Clock,
    log: (line: LogLine) => void,
    onClosed: (connection: Connection) => void,
    challenged: boolean = false,
  ) {
    this.nonce = nonce;
    this.#socket = socket;
    this.#clock = clock;
    this.#log = log;
    this.#onClosed = onClosed;
    this.#bucket = new TokenBucket(limits.messagesPerMinute, limits.messageBurst, clock.now());
    this.#stopWaiting = clock.after(limits.introductionMs, () => {
      if (this.#introduced) return;
      log({ event: 'socketClosed', why: 'silent' });
      this.abandon();
    });
    this.#handler = door(this);
    if (!challenged) this.send({ t: 'challenge', nonce });
  }

  /** The socket under it, and the first message as it came: for whoever it is to be carried to. */
  get opening(): { readonly socket: SocketPort; readonly text: string } {
    return { socket: this.#socket, text: this.#opening };
  }

  /** From now on its texts are another control's to understand. */
  pipe(events: SocketEvents): void {
    if (!this.#open) {
      events.gone();
      return;
    }
    this.#pipe = events;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** From now on this handler hears the messages, and what goes out may have to wait for its room. */
  handOver(handler: Handler, outbox?: Outbox): void {
    this.#handler = handler;
    this.#outbox = outbox;
    this.#opening = '';
  }

  /** A steward's device answers for the whole room, so it has larger budgets. */
  setSteward(steward: boolean): void {
    if (steward === this.#steward) return;
    this.#steward = steward;
    this.#socket.allow?.(steward ? limits.stewardBacklogBytes : limits.socketBacklogBytes);
    this.#bucket = steward
      ? new TokenBucket(limits.stewardMessagesPerMinute, limits.stewardMessageBurst, this.#clock.now())
      : new TokenBucket(limits.messagesPerMinute, limits.messageBurst, this.#clock.now());
  }

  send(message: ServerMessage): void {
    this.sendText(encodeServerMessage(message));
  }

  /** A message that was encoded once for many. */
  sendText(text: string): void {
    if (!this.#open) return;
    if (this.#outbox) this.#outbox.hold(this.#socket, text);
    else this.#socket.send(text);
    if (this.#socket.backlog <= (this.#steward ? limits.stewardBacklogBytes : limits.socketBacklogBytes))
      return;
    this.#log({ event: 'socketClosed', why: 'slowReader' });
    this.gone();
    this.#socket.drop();
  }

  /** It waits for nothing: it says that the socket lives, and nothing else. */
  pong(): void {
    if (this.#open) this.#socket.send(encodeServerMessage({ t: 'pong' }));
  }

  /** The last word. */
  close(code: CloseCode, retryInMs?: number): void {
    if (!this.#open) return;
    this.#pipe?.gone();
    this.send({ t: 'closed', code, ...(retryInMs === undefined ? {} : { retryInMs: Math.ceil(retryInMs) }) });
    if (!this.#open) return;
    this.#end();
    if (code === 'malformed' || code === 'tooFast') this.#log({ event: 'socketClosed', why: code });
    if (this.#outbox) this.#outbox.hold(this.#socket, undefined);
    else this.#socket.close();
  }

  /** Without a word: its participant is on a newer socket. */
  abandon(): void {
    if (!this.#open) return;
    this.#pipe?.gone();
    this.#end();
    this.#socket.drop();
  }

  text(text: string) {
    if (!this.#open) return;
    if (this.#pipe) return this.#through(text);
    const verdict = this.#bucket.take(this.#clock.now());
    if (verdict === 'flood') return this.#misbehaved('tooFast');
    const message = text.length <= this.#mostBytes() ? decodeClientMessage(text) : undefined;
    if (!message) return this.#misbehaved('malformed');
    const usual = message.t === 'offer' ? limits.offerMessageBytes : limits.messageBytes;
    if (this.#introduced && !this.#steward && text.length > usual + 256) return this.#misbehaved('malformed');
    if (message.t !== 'ping') {
      if (!this.#introduced) this.#opening = text;
      this.#introduced = true;
    }
    if (verdict === 'over' && !this.#steward) {
      if (message.t === 'command' || message.t === 'say')
        this.send({ t: 'refused', id: message.id, why: 'tooFast' });
      return;
    }
    if (this.#busy !== undefined) {
      this.#wait(this.#busy.then(() => (this.#pipe ? this.#through(text) : this.#pass(message))));
      return;
    }
    const work = this.#pass(message);
    if (work instanceof Promise) this.#wait(work);
  }

  gone(): void {
    if (!this.#open) return;
    this.#end();
    if (this.#pipe) this.#pipe.gone();
    else this.#handler.lost();
  }

  #through(text: string): void {
    if (text.length <= limits.stewardMessageBytes) this.#pipe?.text(text);
    else this.#misbehaved('malformed');
  }

  #pass(message: ClientMessage): void | Promise<void> {
    if (!this.#open) return;
    try {
      return this.#handler.receive(message);
    } catch {
      this.#failed();
    }
  }

  /** A mistake of ours ends one socket, not the server. */
  #failed(): void {
    this.#log({ event: 'fault' });
    this.#misbehaved('busy');
  }

  /** Messages are handled in the order in which they came, also when one takes time. */
  #wait(work: Promise<void>): void {
    const mine = work
      .catch(() => this.#failed())
      .then(() => {
        if (this.#busy === mine) this.#busy = undefined;
      });
    this.#busy = mine;
  }

  #mostBytes(): number {
    if (this.#steward) return limits.stewardMessageBytes;
    return this.#introduced ? limits.offerMessageBytes + 256 : limits.introductionBytes;
  }

  #misbehaved(code: CloseCode): void {
    if (!this.#open) return;
    const handler = this.#handler;
    this.close(code);
    handler.lost();
  }

  #end(): void {
    this.#open = false;
    this.#stopWaiting();
    this.#onClosed(this);
  }
}
