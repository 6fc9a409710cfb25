import type { KeyEffect, WrittenMessage } from '@stoa/e2ee';
import { type ClientMessage, cleanTitle, type Leaf, type ServerMessage } from '@stoa/protocol';
import { faded, type MessageId, reacted, wrote } from '../chat/board.ts';
import type { ChatFacts } from '../chat/chat-view.ts';
import {
  type Body,
  cleanChat,
  cleanLink,
  decodeBody,
  decodeReaction,
  encodeBody,
  encodeReaction,
  type Reaction,
} from '../chat/words.ts';
import type { Outcome, RoomSignal } from '../room-view.ts';
import { answerMs, type OrderLine } from './order-sender.ts';
import type { Orders } from './orders.ts';
import { PinKeeper } from './pin-keeper.ts';
import type { Clock } from './ports.ts';
import type { RoomFacts } from './view.ts';

/** The part of a ViewStore that is needed. */
export type FactStore = {
  readonly facts: RoomFacts;
  set(change: Partial<RoomFacts>): void;
  emit(signal: RoomSignal): void;
};
type Line = OrderLine & { send(message: ClientMessage): boolean };

/** What people write in one room: sealed on the way out, and what came in on the board. */
export class Conversation {
  readonly #store: FactStore;
  readonly #line: Line;
  readonly #orders: Orders;
  readonly #clock: Clock;
  readonly #pins = new PinKeeper();
  /** Number of the last message of each author that came here; of this device's own, what the server has passed on. */
  #seen = new Map<number, number>();

  constructor(store: FactStore, line: Line, orders: Orders, clock: Clock) {
    this.#store = store;
    this.#line = line;
    this.#orders = orders;
    this.#clock = clock;
  }

  async say(text: string): Promise<Outcome> {
    const cleaned = cleanChat(text);
    return cleaned === undefined ? malformed : this.#write({ k: 'chat', text: cleaned });
  }

  async react(sign: Reaction): Promise<Outcome> {
    const { keys } = this.#line;
    if (!this.#line.isLive || !keys) return offline;
    const bytes = await keys.writeNameless(encodeReaction(sign), this.#clock.now()).catch(() => undefined);
    return bytes && this.#line.send({ t: 'react', bytes: new Uint8Array(bytes) }) ? { ok: true } : offline;
  }

  async pin(url: string, title: string): Promise<Outcome> {
    const link = cleanLink(url);
    const name = cleanTitle(title);
    if (!link || !name) return malformed;
    return this.#write({ k: 'pin', url: link.href, title: name }, 'moderators');
  }

  unpin(): Promise<Outcome> {
    return this.#write({ k: 'unpin' }, 'moderators');
  }

  hide({ leaf, counter }: MessageId): Promise<Outcome> {
    const isMine = leaf === this.#store.facts.roster?.me;
    return this.#write({ k: 'hide', leaf, counter }, isMine ? 'all' : 'moderators');
  }

  /** A fresh join is another participant, who saw nothing yet. */
  newLife(me: Leaf): void {
    this.#seen = new Map();
    this.#change({ earlierMe: [...this.#chat.earlierMe, me], silenced: false, silences: [] });
    this.#store.set({ probationEnds: new Map() });
  }

  received(message: ServerMessage): void {
    switch (message.t) {
      case 'resumed':
        // Away for longer than the server remembers: what is missing was missed, and nobody's fault.
        if (message.room) this.#seen = new Map();
        return;
      case 'silenced':
        if (this.#chat.silenced === message.silenced) return;
        this.#change({ silenced: message.silenced });
        this.#store.emit({ type: 'silenced', silenced: message.silenced });
        return;
      case 'silences':
        this.#change({ silences: message.leaves });
        return;
      case 'probations': {
        const now = this.#clock.now();
        const ends = message.ends.map(({ leaf, inMs }) => [leaf, now + inMs] as const);
        this.#store.set({ probationEnds: new Map(ends) });
        return;
      }
      default:
        return;
    }
  }

  opened(effect: Extract<KeyEffect, { type: 'message' | 'reactions' }>): void {
    if (effect.type === 'message') this.#written(effect.message);
    else {
      const now = this.#clock.now();
      const signs = effect.bodies.map(decodeReaction).filter((sign) => sign !== undefined);
      const board = signs.reduce((shown, sign) => reacted(shown, sign, now), this.#chat.board);
      if (board !== this.#chat.board) this.#change({ board });
    }
  }

  tick(now: number): void {
    const board = faded(this.#chat.board, now);
    if (board !== this.#chat.board) this.#change({ board });
    const { pin } = board;
    if (!pin || !this.#line.isLive || !this.#pins.isDue(this.#store.facts.roster, now)) return;
    this.#pins.said(this.#store.facts.roster, now);
    void this.#write({ k: 'pin', url: pin.url, title: pin.title }, 'moderators');
  }

  #written({ leaf, name, counter, body: bytes }: WrittenMessage): void {
    const last = this.#seen.get(leaf);
    this.#seen.set(leaf, counter);
    const read = decodeBody(bytes);
    if (!read) return;
    const { body, after } = read;
    const { roster } = this.#store.facts;
    const now = this.#clock.now();
    const moderates = roster?.stage.some((seat) => seat.leaf === leaf && seat.role === 'moderator') ?? false;
    const missedBefore = last !== undefined && after !== undefined && after > last;
    const author = { leaf, counter, moderates, ...(missedBefore && { missedBefore }) };
    const board = wrote(this.#chat.board, author, body, now);
    if (body.k === 'pin' && moderates) this.#pins.said(roster, now);
    const names = new Map(this.#chat.names).set(leaf, name);
    this.#change({ board, ...(name !== '' && this.#chat.names.get(leaf) !== name && { names }) });
  }

  async #write(body: Body, who: 'all' | 'moderators' = 'all'): Promise<Outcome> {
    const { keys } = this.#line;
    const { roster } = this.#store.facts;
    if (!this.#line.isLive || !keys || !roster) return offline;
    const isModerator = roster.stage.some(({ leaf, role }) => leaf === roster.me && role === 'moderator');
    if (who === 'moderators' && !isModerator) return { ok: false, why: 'notAllowed' };
    const encoded = encodeBody(body, this.#seen.get(roster.me));
    const bytes = await keys.write(encoded, this.#clock.now()).catch(() => undefined);
    if (!bytes) return offline;
    const { id, outcome } = this.#orders.message();
    if (!this.#line.send({ t: 'say', id, bytes: new Uint8Array(bytes) })) this.#orders.failed(id);
    const stop = this.#clock.after(answerMs, () => this.#orders.failed(id));
    return outcome.finally(stop);
  }

  get #chat(): ChatFacts {
    return this.#store.facts.chat;
  }

  #change(change: Partial<ChatFacts>): void {
    this.#store.set({ chat: { ...this.#chat, ...change } });
  }
}

const offline: Outcome = { ok: false, why: 'offline' };
const malformed: Outcome = { ok: false, why: 'malformed' };
