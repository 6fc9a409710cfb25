import type { RoomState } from '@stoa/core/room';
import {
  type ClientMessageOf,
  encodeServerMessage,
  type Leaf,
  type Policy,
  type ServerMessage,
  type ServerMessageOf,
} from '@stoa/protocol';
import type { Clock } from '../ports.ts';
import type { AdmissionLog } from './admission-log.ts';
import type { Door } from './door.ts';
import type { HeadStore } from './head-store.ts';
import type { Mail } from './mailbox.ts';
import type { Members } from './members.ts';
import type { Guest, Member } from './people.ts';

/** Longer than stewards may put off a leaver (60 s), so that a new steward misses no order and no fact. */
const newsKeptMs = 120_000;
/** Longer than from a step of the room to its report. */
const reportMs = 5;
/** Stewards that sign nothing are not sent more than this. */
const mostNews = 4_096;

/** What the desk has to know of its room. */
export type DeskRoom = {
  readonly log: AdmissionLog;
  readonly heads: HeadStore;
  readonly door: Door;
  readonly policy: Policy;
  readonly members: Pick<Members, 'stewards' | 'moderators'>;
  readonly state: RoomState;
  readonly clock: Pick<Clock, 'now'>;
};

type News = ServerMessageOf<'order'> | ServerMessageOf<'fact'>;
export type DeskNews = { readonly last: number; readonly signed: number; readonly news: readonly Numbered[] };
type Numbered = { readonly n: number; readonly message: News; readonly at: number };

/** Everything that goes to the stewards' devices. */
export class StewardDesk {
  readonly #room: DeskRoom;
  #news: Numbered[] = [];
  #lastNews = 0;
  /** News up to this one were known to a steward that signed a head since. */
  #signed = 0;
  /** Rises with each change of what whoever takes over has to know. */
  version = 0;

  constructor(room: DeskRoom, kept?: DeskNews) {
    this.#room = room;
    if (!kept) return;
    this.#news = [...kept.news];
    this.#lastNews = kept.last;
    this.#signed = kept.signed;
  }

  get kept(): DeskNews {
    return { last: this.#lastNews, signed: this.#signed, news: this.#news };
  }

  tell(message: ServerMessage): void {
    const stewards = this.#room.members.stewards();
    if (stewards.length === 0) return;
    const text = encodeServerMessage(message);
    for (const steward of stewards) steward.connection?.sendText(text);
  }

  /** Orders and facts: to every moderator, and kept for who becomes one before a head shows what they want. */
  report(message: News): void {
    const news = { n: ++this.#lastNews, message, at: this.#room.clock.now() };
    this.#news.push(news);
    this.version++;
    if (this.#news.length > 2 * mostNews) this.#forget();
    // Those who are away get on their next socket what they missed.
    for (const steward of this.#room.members.moderators()) this.#post(steward, message, news.n);
  }

  /** A head was accepted: what its steward knew is in it. Returns since when there is news that it did not know. */
  signed(by: Member): number {
    const known = by.mail.knownNews;
    const unknown = this.#news.find(({ n }) => n > known);
    this.#signed = Math.max(this.#signed, known);
    this.version++;
    this.#forget();
    return unknown ? unknown.at - reportMs : this.#room.clock.now();
  }

  committed(from: number, entry: Uint8Array<ArrayBuffer>): void {
    this.tell({ t: 'entries', from, entries: [entry], removed: [] });
  }

  /** An admission that does not continue the log: the true end of it, and the question once more. */
  putRight(steward: Member, refused: ClientMessageOf<'admit'>): void {
    this.#sendLog(steward, Math.min(refused.leaf, this.#room.log.size));
    const guest = this.#room.door.get(refused.request);
    if (guest) this.#ask(steward, guest);
  }

  /** A device that was made a steward's gets the whole log and what is not in a head yet. */
  handOver(steward: Member): void {
    this.#sendLog(steward, 0);
    // Whoever is on stage and in no head by then, it has to bring there, or down.
    for (const leaf of [...this.#room.state.stage.keys()])
      this.#post(steward, { t: 'fact', kind: 'onStage', leaf });
    this.#forget();
    for (const { message, n } of this.#news) this.#post(steward, message, n);
    this.#sendActing(steward);
    this.askAll();
  }

  /** Back on a new socket; everything up to this head it had seen. */
  catchUp(steward: Member, seenHead: number, head: () => void): void {
    const known = seenHead > (steward.stewardSince ?? Infinity) && this.#room.heads.sizeAt(seenHead);
    // Only a head that is sent after the log shows that the log arrived.
    if (!known) steward.stewardSince = this.#room.heads.head.seq;
    // The head first: its root vouches for entries of stewards that this device does not know yet.
    head();
    this.#sendLog(steward, known || 0);
    this.#sendActing(steward);
    for (const guest of this.#room.door.all()) guest.asked.delete(steward.leaf);
    this.askAll();
  }

  /** Asks who is to be asked: of a knock everybody, otherwise the acting steward and the next in line. */
  askAll(): void {
    const stewards = this.#room.members.stewards();
    const knock = this.#room.policy === 'knock';
    for (const steward of knock ? stewards : stewards.slice(0, 2)) {
      for (const guest of this.#room.door.unknownTo(steward.leaf)) this.#ask(steward, guest);
    }
  }

  /** Nobody need answer it any more. */
  withdraw(guest: Guest, except?: Leaf): void {
    const text = encodeServerMessage({ t: 'requestGone', request: guest.request });
    for (const steward of this.#room.members.stewards()) {
      if (guest.asked.has(steward.leaf) && steward.leaf !== except) steward.connection?.sendText(text);
    }
  }

  #ask(steward: Member, guest: Guest): void {
    guest.asked.add(steward.leaf);
    const { request, key, bytes } = guest;
    steward.connection?.send({ t: 'request', request, key, bytes });
  }

  #sendLog(steward: Member, from: number): void {
    const { log, heads } = this.#room;
    let removed = heads.removed;
    if (from >= log.size) steward.connection?.send({ t: 'entries', from: log.size, entries: [], removed });
    for (const piece of log.from(from)) {
      steward.connection?.send({ t: 'entries', ...piece, removed });
      removed = [];
    }
  }

  #forget(): void {
    const now = this.#room.clock.now();
    this.#news = this.#news.slice(-mostNews).filter(({ n, message, at }) => {
      if (n > this.#signed) return true;
      return message.t === 'fact' && message.kind === 'left' && at >= now - newsKeptMs;
    });
  }

  #post(steward: Member, message: Mail, news?: number): void {
    const mail = steward.mail.post(message, news);
    steward.connection?.send(mail);
  }

  #sendActing(steward: Member): void {
    const [acting] = this.#room.members.stewards();
    if (acting) steward.connection?.send({ t: 'acting', leaf: acting.leaf });
  }
}
