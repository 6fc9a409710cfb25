import type { KeyEffect, KeyMessage } from '@stoa/e2ee';
import {
  type ClientMessage,
  decodeServerMessage,
  encodeClientMessage,
  type Leaf,
  type ServerMessage,
} from '@stoa/protocol';
import {
  isMaking,
  newSession,
  type SessionEffect,
  type SessionInput,
  type SessionState,
} from '../session/state.ts';
import { step } from '../session/step.ts';
import { introduction, newOffer, resumption, type Standing } from './introductions.ts';
import { keyMessageOf } from './key-message.ts';
import type { Keys, Life, MediaTransport, Offer, RoomPorts, SocketLink } from './ports.ts';
import { meaningOf } from './server-words.ts';
import { type Entry, getTicket, type RoomCard, type Ticket } from './ticket.ts';

/** What the room around it wants to know. */
export type ConnectionEvents<Track> = {
  changed(state: SessionState): void;
  /** Handle, fragment, title and policy are known: from the card, or because this device made them. */
  roomKnown(card: RoomCard): void;
  life(life: Life<Track>): void;
  transport(transport: MediaTransport<Track>): void;
  transportGone(transport: MediaTransport<Track>): void;
  /** Any message but those that only the connection needs. */
  message(message: ServerMessage): void;
  keyEffects(effects: readonly KeyEffect[]): void;
  /** The keys have taken in what that message says; its effects came before. */
  digested(message: KeyMessage): void;
  /** Where this device stands in the present life; undefined until its keys let it in. */
  standing(): Standing | undefined;
};

const freshJoinSpreadMs = 5_000;

type HeldLife<Track> = { readonly n: number; readonly made: Promise<Life<Track>>; ready?: Life<Track> };
type HeldSocket = {
  readonly n: number;
  readonly link: SocketLink;
  nonce?: Uint8Array;
  /** Who we are was said on it. */
  introduced?: boolean;
};
type HeldTransport<Track> = {
  readonly n: number;
  readonly media: MediaTransport<Track>;
  offer?: Offer;
};

function newLife<Track>(n: number, { readyLife, makeLife }: RoomPorts<Track>): HeldLife<Track> {
  const ready = readyLife?.();
  return ready ? { n, made: Promise.resolve(ready), ready } : { n, made: makeLife() };
}

/** Carries out what the session machine decides. */
export class Connection<Track> {
  readonly #ports: RoomPorts<Track>;
  readonly #events: ConnectionEvents<Track>;
  #entry: Entry;
  #state: SessionState = newSession;
  #stopTimer: () => void = () => {};
  #stopNetwork: () => void = () => {};
  #life: HeldLife<Track> | undefined;
  #ticket: Ticket | undefined;
  #madeKeys = false;
  #socket: HeldSocket | undefined;
  /** Number of the last message that the keys took in and control must not lose. */
  #mail = 0;
  /** The present one, and what is beside it for a while. */
  readonly #transports = new Map<number, HeldTransport<Track>>();

  constructor(entry: Entry, ports: RoomPorts<Track>, events: ConnectionEvents<Track>) {
    this.#entry = entry;
    this.#ports = ports;
    this.#events = events;
  }

  get state(): SessionState {
    return this.#state;
  }

  get keys(): Keys | undefined {
    return this.#life?.ready?.keys;
  }

  async evidence(leaf: Leaf): Promise<Uint8Array | undefined> {
    return this.#life?.ready?.evidence(leaf);
  }

  /** In the room with a socket: commands can be sent. */
  get isLive(): boolean {
    const { stay, socket } = this.#state;
    return stay.is === 'in' && stay.lostAt === undefined && socket.is === 'open';
  }

  start(): void {
    this.#stopNetwork = this.#ports.onNetworkChange(() => this.input({ type: 'networkChanged' }));
    this.input({ type: 'start' });
  }

  /**
   * False when there is no socket to send it on. The first word on a socket says who we are, and on a slow device its proof may
   * not be made yet.
   */
  send(message: ClientMessage): boolean {
    return this.#socket?.introduced === true && this.#put(message);
  }

  #put(message: ClientMessage): boolean {
    if (!this.#socket || this.#state.socket.is !== 'open') return false;
    this.#socket.link.send(encodeClientMessage(message));
    return true;
  }

  /** This life hears nothing any more. Many may find that at once, so they take turns. */
  joinAfresh(): void {
    const retryInMs = Math.floor(this.#ports.chance() * freshJoinSpreadMs);
    this.input({ type: 'closed', socket: this.#state.sockets, code: 'resumeRefused', retryInMs });
  }

  async pollTraffic(expected: boolean, crowd: number): Promise<void> {
    const transport = this.#transports.get(this.#state.transports);
    if (!transport || this.#state.media.is !== 'up') return;
    const packets = await transport.media.signsOfLife().catch(() => undefined);
    if (packets === undefined) return;
    this.input({ type: 'traffic', transport: transport.n, packets, expected, crowd });
  }

  input(input: SessionInput): void {
    const { clock, chance } = this.#ports;
    const before = this.#state;
    const { state, effects, wakeAt } = step(before, input, clock.now(), chance());
    this.#state = state;
    this.#stopTimer();
    this.#stopTimer =
      wakeAt === undefined
        ? () => {}
        : clock.after(Math.max(0, wakeAt - clock.now()), () => this.input({ type: 'wake' }));
    for (const effect of effects) this.#perform(effect);
    if (state.stay.is === 'closed') this.#stopNetwork();
    if (state !== before) this.#events.changed(this.#state);
  }

  #perform(effect: SessionEffect): void {
    switch (effect.do) {
      case 'askTicket':
        void this.#askTicket(effect.life);
        return;
      case 'endLife':
        // One that is still being made is closed by whoever waits for it.
        if (this.#life?.n === effect.life) {
          this.#life.ready?.close();
          this.#life = undefined;
        }
        return;
      case 'openSocket':
        this.#openSocket(effect.socket);
        return;
      case 'closeSocket':
        if (this.#socket?.n === effect.socket) this.#socket.link.close();
        this.#socket = undefined;
        return;
      case 'introduce':
        this.#orLoseSocket(effect.socket, this.#introduce(effect.socket, effect.transport));
        return;
      case 'resume':
        this.#orLoseSocket(effect.socket, this.#resume(effect.socket));
        return;
      case 'ping':
        this.#put({ t: 'ping', mail: this.#mail });
        return;
      case 'sayLeave':
        // Past `send`: for the machine this socket is closed already.
        if (this.#socket?.n === effect.socket) this.#socket.link.send(encodeClientMessage({ t: 'leave' }));
        return;
      case 'makeOffer':
        this.#orLoseTransport(effect.transport, this.#makeOffer(effect.transport, effect.second));
        return;
      case 'sendOffer':
        this.#orLoseTransport(
          effect.transport,
          this.#sendOffer(effect.socket, effect.transport, effect.second),
        );
        return;
      case 'acceptAnswer':
        this.#accept(effect.transport, effect.answer);
        return;
      case 'carry':
        this.#transports.get(effect.transport)?.media.carry();
        return;
      case 'closeTransport':
        this.#closeTransport(effect.transport);
        return;
      default:
        effect satisfies never;
    }
  }

  #orLoseSocket(socket: number, work: Promise<void>): void {
    work.catch(() => this.input({ type: 'socketClosed', socket }));
  }

  #orLoseTransport(transport: number, work: Promise<void>): void {
    work.catch(() => this.input({ type: 'transportDown', transport }));
  }

  async #askTicket(n: number): Promise<void> {
    const { tokens, clock } = this.#ports;
    const held = newLife(n, this.#ports);
    this.#life = held;
    this.#mail = 0;
    this.#ticket = undefined;
    try {
      // What is ready is used in the same turn as the tap, before the page draws anything.
      held.ready ??= await held.made;
      this.#madeKeys = true;
    } catch {
      // A browser that has made keys before can do it again: what failed is loading the worker while offline.
      if (this.#madeKeys) this.input({ type: 'ticketFailed', life: n, why: 'network' });
      else this.input({ type: 'keysRefused', life: n, why: 'unsupportedBrowser' });
      return;
    }
    if (this.#life !== held) {
      held.ready.close();
      return;
    }
    this.#events.life(held.ready);
    const result = await getTicket(this.#entry, held.ready.keys, tokens, clock, n).catch(
      () => ({ type: 'ticketFailed', life: n, why: 'network' }) as const,
    );
    if (this.#life !== held) return;
    if ('type' in result) {
      this.input(result);
      return;
    }
    this.#ticket = result;
    this.#events.roomKnown(result.card);
    this.input({ type: 'ticketHeld', life: n });
  }

  #openSocket(n: number): void {
    const link = this.#ports.openSocket({
      text: (text) => {
        if (this.#socket?.n === n) this.#received(n, text);
      },
      closed: () => this.input({ type: 'socketClosed', socket: n }),
    });
    this.#socket = { n, link };
  }

  #accept(transport: number, answer: string): void {
    const held = this.#transports.get(transport);
    if (held) this.#orLoseTransport(transport, held.media.answer(answer));
  }

  #closeTransport(n: number): void {
    const held = this.#transports.get(n);
    if (!held) return;
    this.#transports.delete(n);
    held.media.close();
    this.#events.transportGone(held.media);
  }

  async #makeOffer(n: number, second = false): Promise<void> {
    const life = this.#life?.ready ?? (await this.#life?.made);
    if (!life || !isMaking(this.#state, n)) return;
    const events = {
      up: () => this.input({ type: 'transportUp', transport: n }),
      down: () => this.input({ type: 'transportDown', transport: n }),
    };
    const media = life.transport(events, second);
    const held: HeldTransport<Track> = { n, media };
    this.#transports.set(n, held);
    this.#events.transport(media);
    held.offer = await media.offer();
    this.input({ type: 'offerMade', transport: n });
  }

  async #introduce(socket: number, transport: number): Promise<void> {
    const { offer, nonce, keys, ticket } = this.#at(socket, transport);
    if (offer && nonce && keys && ticket) await this.#say(socket, introduction(keys, nonce, ticket, offer));
  }

  async #resume(socket: number): Promise<void> {
    const { nonce, keys, ticket } = this.#at(socket);
    const standing = this.#events.standing();
    if (nonce && keys && ticket && standing) {
      await this.#say(socket, resumption(keys, nonce, ticket, { ...standing, mail: this.#mail }));
    }
  }

  async #sendOffer(socket: number, transport: number, second = false): Promise<void> {
    const { offer, nonce, keys } = this.#at(socket, transport);
    const next = second ? transport : undefined;
    if (offer && nonce && keys) await this.#say(socket, newOffer(keys, nonce, offer, next));
  }

  /** A proof holds for one socket alone. */
  async #say(socket: number, message: Promise<ClientMessage>): Promise<void> {
    const said = await message;
    if (this.#socket?.n !== socket) return;
    if (said.t !== 'offer') this.#socket.introduced = true;
    this.send(said);
  }

  #at(socket: number, transport?: number) {
    return {
      nonce: this.#socket?.n === socket ? this.#socket.nonce : undefined,
      offer: transport === undefined ? undefined : this.#transports.get(transport)?.offer,
      keys: this.keys,
      ticket: this.#ticket,
    };
  }

  #received(n: number, text: string): void {
    const message = decodeServerMessage(text);
    switch (message?.t) {
      case 'admitted':
        // First the keys, which work elsewhere: what the room makes of it can take a page tens of milliseconds.
        void this.#admitted(n, message);
        this.#events.message(message);
        return;
      case 'challenge':
        if (this.#socket) this.#socket.nonce = message.nonce;
        break;
      case 'closed':
      case 'resumed':
        // The room is told before: what the session makes of it may end everything.
        this.#events.message(message);
        break;
      default:
    }
    const meaning = meaningOf(message, n);
    this.input(meaning);
    if (!message || meaning.type !== 'heard') return;
    const forKeys = keyMessageOf(message);
    if (forKeys) void this.#toKeys(forKeys);
    this.#events.message(message);
  }

  async #toKeys(message: KeyMessage): Promise<void> {
    const life = this.#life;
    const effects = await life?.ready?.keys.receive(message, this.#ports.clock.now()).catch(() => []);
    if (!effects || this.#life !== life) return;
    if ('mail' in message) this.#mail = Math.max(this.#mail, message.mail ?? 0);
    this.#events.keyEffects(effects);
    this.#events.digested(message);
  }

  /** Control let us in; the keys must agree before it counts. */
  async #admitted(n: number, message: Extract<ServerMessage, { t: 'admitted' }>): Promise<void> {
    const life = this.#life;
    await this.#toKeys(message);
    if (!life || this.#life !== life) return;
    if (!this.#events.standing()) {
      this.input({ type: 'keysRefused', life: life.n, why: 'wrongLink' });
      return;
    }
    // The room exists: from now on this device comes back by its link like anybody else.
    if (this.#entry.how === 'open' && this.#ticket) {
      const { room, fragment } = this.#ticket.card;
      const { name, account, ownFence } = this.#entry;
      this.#entry = { how: 'join', name, room, fragment, account, ownFence };
    }
    this.input({ type: 'admitted', socket: n });
  }
}
