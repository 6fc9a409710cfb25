import { moveRules } from '@stoa/core/fleet';
import type { LinkId, OfferRefusal, PeerId, RelaySeat } from '@stoa/protocol';
import type { Wish } from '@stoa/protocol/fleet';
import type { EraMedia } from './era-media.ts';
import type { MoveReason } from './mover.ts';
import { SecondTransport } from './second-transport.ts';

/** Default deny: what a transport may do until the room says otherwise. */
export const nothingAllowed: RelaySeat = { publish: false, subscribe: false, onStage: false };

export type LineEvents = {
  /** `next`: of the second transport with that number. */
  answered(answer: string, next?: number): void;
  refused(why: OfferRefusal): void;
  connected(): void;
  /** `among`: how many lost theirs at the same moment. */
  lost(why: 'failed' | 'flooding' | 'relayLost', among?: number): void;
  /** A second transport is to be offered; false: it cannot be asked now. Whoever has no such word is not moved. */
  move?(why: MoveReason, byMs: number): boolean;
  /** The second transport carries everything from now on. */
  moved?(next: number): void;
  /** There is no such second transport any more. */
  nextLost?(next: number): void;
};

/** What a process that takes the era over must know of a transport. */
export type LineMemory = {
  readonly peer: PeerId;
  readonly link: LinkId;
  readonly connected: boolean;
  readonly next?: number | undefined;
};

/**
 * One participant's media. One transport carries it; a second one is there while it moves, or as a spare. Seat and sender
 * byte are those of every transport of it.
 */
export class MediaLine {
  /** Who hears about it: the guest first, then the member. */
  events: LineEvents;
  readonly #media: EraMedia;
  readonly #second: SecondTransport;
  #seat: RelaySeat = nothingAllowed;
  #sender = 0;
  #peer: PeerId | undefined;
  /** The one before a move, for as long as something of it may be under way. */
  #older: PeerId | undefined;
  /** Under which number the present one was offered as a second one. */
  #label: number | undefined;
  #connected = false;
  #closed = false;

  constructor(media: EraMedia, events: LineEvents) {
    this.#media = media;
    this.events = events;
    this.#second = new SecondTransport(media, {
      answered: (answer, next) => this.events.answered(answer, next),
      lost: (next) => this.events.nextLost?.(next),
      ready: () => this.#useSecond(),
    });
  }

  get isConnected(): boolean {
    return this.#connected;
  }

  get hasTransport(): boolean {
    return this.#peer !== undefined;
  }

  /** Number of the second transport that carries now: told once more to whoever may have missed it. */
  get movedTo(): number | undefined {
    return this.#label;
  }

  get memory(): LineMemory | undefined {
    const link = this.#peer === undefined ? undefined : this.#media.switchboard.linkOf(this.#peer);
    if (this.#peer === undefined || link === undefined) return undefined;
    const next = this.#label;
    return { peer: this.#peer, link, connected: this.#connected, ...(next !== undefined && { next }) };
  }

  /** A newer offer closes all older transports at once: nobody hears or speaks twice. */
  offer(offer: string, wish?: Wish) {
    this.#drop();
    if (this.#closed) return;
    const relay = this.#media.relay(wish);
    if (!relay) return this.events.lost('relayLost');
    const { switchboard } = this.#media;
    const about = { offer, seat: this.#seat, sender: this.#sender, wish };
    const peer = switchboard.join(
      relay,
      this.#media,
      about,
      this.#eventsOf(() => peer),
    );
    this.#peer = peer;
  }

  /** A second transport, which `move` asked for. */
  offerNext(offer: string, next: number, wish?: Wish): void {
    const from = this.#peer && this.#media.switchboard.relayOf(this.#peer);
    if (from && this.#connected && !this.#closed)
      this.#second.offer(offer, next, { seat: this.#seat, sender: this.#sender, from, wish });
    else this.events.nextLost?.(next);
  }

  /** Of an era that was taken over; false when its relay is not there. */
  adopt({ peer, link, connected, next }: LineMemory): boolean {
    const { switchboard } = this.#media;
    const events = this.#eventsOf(() => peer);
    if (this.#closed || !switchboard.adopt(peer, link, this.#media, connected, events)) return false;
    this.#peer = peer;
    this.#connected = connected;
    this.#label = next;
    switchboard.seat(peer, this.#seat);
    switchboard.sender(peer, this.#sender);
    return true;
  }

  seat(seat: RelaySeat): void {
    this.#publishes(seat.publish && !this.#closed);
    this.#seat = seat;
    if (!seat.onStage) this.#second.dropSpare();
    this.#second.seat(seat);
    for (const peer of [this.#peer, this.#older])
      if (peer !== undefined) this.#media.switchboard.seat(peer, seat);
  }

  /** Under which sender byte its frames are forwarded; 0 for none. */
  sender(sender: number): void {
    if (sender === this.#sender) return;
    this.#sender = sender;
    for (const peer of [this.#peer, this.#older, this.#second.peer])
      if (peer !== undefined) this.#media.switchboard.sender(peer, sender);
  }

  close(): void {
    this.#publishes(false);
    this.#closed = true;
    this.#drop();
  }

  #eventsOf(peer: () => PeerId) {
    const mine = () => this.#peer === peer();
    return {
      answered: (answer: string) => mine() && this.events.answered(answer),
      connected: () => {
        if (!mine()) return;
        this.#connected = true;
        this.events.connected();
      },
      refused: (why: OfferRefusal) => mine() && this.#forget() && this.events.refused(why),
      gone: (why: 'failed' | 'timeout' | 'flooding' | 'relayLost', among?: number) => {
        if (peer() === this.#older) this.#older = undefined;
        if (mine()) this.#lost(why === 'timeout' ? 'failed' : why, among);
      },
      move: (why: MoveReason, byMs: number) => mine() && this.#ask(why, byMs),
    };
  }

  #lost(why: 'failed' | 'flooding' | 'relayLost', among?: number): void {
    this.#forget();
    if (why !== 'flooding' && this.#second.isUp) {
      this.#useSecond();
      return;
    }
    this.#second.drop();
    this.events.lost(why, among);
  }

  #ask(why: MoveReason, byMs: number): boolean {
    if (this.#closed || !this.#connected || !this.events.move) return false;
    if (why !== 'spare' && this.#second.promote(this.#seat)) return true;
    return this.#second.ask(why, () => this.events.move!(why, byMs));
  }

  /** Make before break: the one before stays until nothing of it is under way. */
  #useSecond(): void {
    const taken = this.#second.take();
    if (!taken) return;
    const { switchboard } = this.#media;
    const older = this.#peer;
    if (this.#older !== undefined) switchboard.close(this.#older);
    this.#older = older;
    if (older !== undefined) switchboard.closeSoon(older, moveRules.overlapMs);
    this.#peer = taken.peer;
    this.#label = taken.next;
    this.#connected = true;
    switchboard.watch(
      taken.peer,
      this.#eventsOf(() => taken.peer),
    );
    switchboard.carry(taken.peer);
    switchboard.seat(taken.peer, this.#seat);
    this.events.moved?.(taken.next);
  }

  #publishes(does: boolean): void {
    if (this.#closed || does === this.#seat.publish) return;
    this.#media.publishers += does ? 1 : -1;
  }

  #drop(): void {
    this.#second.drop();
    const { switchboard } = this.#media;
    for (const peer of [this.#peer, this.#older]) if (peer !== undefined) switchboard.close(peer);
    this.#older = undefined;
    this.#forget();
  }

  #forget(): true {
    this.#peer = undefined;
    this.#label = undefined;
    this.#connected = false;
    return true;
  }
}
