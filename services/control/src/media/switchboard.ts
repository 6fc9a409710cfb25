import { busyRetryMs, busyRules, together } from '@stoa/core/fleet';
import {
  type EraId,
  type LinkId,
  type OfferRefusal,
  type PeerId,
  peerId,
  type RelayEvent,
  type RelaySeat,
} from '@stoa/protocol';
import { type Wish, writeFence } from '@stoa/protocol/fleet';
import type { Clock, LogLine, RelayHandle, RelayPool } from '../ports.ts';
import { EraRelays } from './era-relays.ts';
import type { MediaOfEra } from './media-of-era.ts';
import { type Moved, type MoveReason, Mover } from './mover.ts';
import { RelayChoice, type Unplaced } from './relay-choice.ts';

/** What happens to one media transport. */
export type TransportEvents = {
  answered(answer: string): void;
  refused(why: OfferRefusal): void;
  connected(): void;
  /** `among`: how many lost theirs at the same moment. */
  gone(why: 'failed' | 'timeout' | 'flooding' | 'relayLost', among?: number): void;
  /** It should be elsewhere. False: nobody can be asked now. */
  move?(why: MoveReason, byMs: number): boolean;
};

type Transport = {
  readonly relay: RelayHandle;
  readonly media: MediaOfEra;
  events: TransportEvents;
  /** Of its relay. */
  readonly share: number;
  seat: RelaySeat;
  connected: boolean;
  /** A spare carries nothing: its relay is none of the era's on its account. */
  carries: boolean;
  /** Nobody has said yet that its relay still has it. */
  adopted?: boolean;
};

export type JoinOptions = {
  readonly offer: string;
  readonly seat: RelaySeat;
  readonly sender: number;
  readonly wish?: Wish | undefined;
  readonly spare?: boolean;
};

export type SwitchboardOptions = {
  readonly clock: Pick<Clock, 'after' | 'now'>;
  /** How much emptier a relay must be, in transports, that a room reaches out to it. */
  readonly spreadAfter?: number | undefined;
  /** Packets in a second that one relay may handle, for what is calculated ahead of what relays say. */
  readonly packetBudget?: number | undefined;
  /** Peers are numbered from here: processes that share relays must not draw the same numbers. */
  readonly firstPeer?: number | undefined;
};

/** All media transports of all eras: which relay each is on, and who wants to hear about it. */
export class Switchboard {
  readonly #pool: RelayPool;
  readonly #log: (line: LogLine) => void;
  readonly #choice: RelayChoice;
  readonly #mover: Mover;
  readonly #clock: Pick<Clock, 'after' | 'now'>;
  readonly #transports = new Map<PeerId, Transport>();
  readonly #eras = new Map<EraId, EraRelays>();
  /** Questions that relays answer when they have heard all that was said before. */
  readonly #asked = new Map<number, EraRelays>();
  readonly #watched = new Map<RelayHandle, () => void>();
  readonly #stopPool: (() => void) | undefined;
  #last: number;
  #refused = { lately: 0, at: 0 };

  constructor(pool: RelayPool, log: (line: LogLine) => void, options: SwitchboardOptions) {
    this.#pool = pool;
    this.#log = log;
    this.#clock = options.clock;
    this.#last = options.firstPeer ?? 0;
    this.#choice = new RelayChoice(pool, options.spreadAfter, options.packetBudget);
    this.#mover = new Mover(options.clock, {
      relays: () => pool.relays,
      moved: () => this.#movable(),
      people: (era) => this.#eras.get(era)?.size ?? 0,
      usable: () => this.#choice.usable,
      elsewhere: (media, from) => typeof this.place(media, undefined, from) !== 'string',
    });
    this.#stopPool = pool.onChange?.(() => this.#poolChanged());
    this.#poolChanged();
  }

  /** Where a transport of this era, or the first one of a new era, is best off. */
  place(media?: MediaOfEra, wish?: Wish, not?: RelayHandle): RelayHandle | Unplaced {
    const carried = media && this.#eras.get(media.era);
    return this.#choice.choose(media, (relay) => carried?.has(relay) ?? false, wish, not);
  }

  /** Nobody can come in at all: not worth looking at a token. */
  get allFull(): boolean {
    return this.#choice.allFull;
  }

  /** Somebody is refused for want of room: when to ask again. `chance` in [0, 1). */
  busyRetryMs(chance: number): number {
    const now = this.#clock.now();
    const { lately, at } = this.#refused;
    this.#refused = { lately: lately * Math.exp((at - now) / busyRules.rememberMs) + 1, at: now };
    return busyRetryMs(this.#refused.lately, chance);
  }

  /** Relays that are up and take people. */
  get usable(): number {
    return this.#choice.usable;
  }

  join(relay: RelayHandle, media: MediaOfEra, options: JoinOptions, events: TransportEvents): PeerId {
    const { offer, seat, sender, wish, spare = false } = options;
    const { era, strict, term } = media;
    const peer = peerId(++this.#last);
    const limits = media.limits(wish);
    const fence = limits.length > 0 ? writeFence(together(limits)) : undefined;
    this.#keep(peer, { relay, media, events, seat, connected: false, carries: !spare });
    relay.send(
      { type: 'join', peer, era, offer, seat, sender, ...(strict && { strict }), ...(fence && { fence }) },
      term,
    );
    if (!spare) this.#relaysOf(media).add(relay);
    return peer;
  }

  /**
   * One that lives at a relay already, of an era that was taken over; false when its relay is not there. Seat, sender and
   * links are to be said once more, with the new term.
   */
  adopt(peer: PeerId, link: LinkId, media: MediaOfEra, connected: boolean, events: TransportEvents): boolean {
    const relay = this.#pool.relays.find((each) => each.isUp && each.link === link);
    if (!relay) return false;
    this.#keep(peer, { relay, media, events, seat: noSeat, connected, carries: true, adopted: true });
    if (connected) this.#choice.count(relay, { joining: -this.#transports.get(peer)!.share });
    this.#relaysOf(media).adopt(relay);
    return true;
  }

  /** Under which name a transport's relay is found by whoever takes over. */
  linkOf(peer: PeerId): LinkId | undefined {
    return this.#transports.get(peer)?.relay.link;
  }

  relayOf(peer: PeerId): RelayHandle | undefined {
    return this.#transports.get(peer)?.relay;
  }

  seat(peer: PeerId, seat: RelaySeat): void {
    const transport = this.#transports.get(peer);
    if (!transport) return;
    transport.seat = seat;
    transport.relay.send({ type: 'seat', peer, seat }, transport.media.term);
    if (seat.onStage && seat.publish) this.#mover.considerSpares();
  }

  sender(peer: PeerId, sender: number): void {
    const transport = this.#transports.get(peer);
    transport?.relay.send({ type: 'sender', peer, sender }, transport.media.term);
  }

  /** A spare is needed: its relay carries the era from now on. */
  carry(peer: PeerId): void {
    const transport = this.#transports.get(peer);
    if (!transport || transport.carries) return;
    transport.carries = true;
    this.#relaysOf(transport.media).add(transport.relay);
  }

  /**
   * Runs it when all relays of the era know of each other: somebody who changes over before that hears nothing, or is not heard.
   * A relay that does not answer in time is not waited for.
   */
  whenLinked(media: MediaOfEra, run: () => void): void {
    const relays = this.#eras.get(media.era);
    let done = false;
    const once = () => {
      if (!done) run();
      done = true;
    };
    relays?.whenTold(once);
    if (!relays) once();
    else if (!done) this.#clock.after(linkPatienceMs, once);
  }

  /** Nothing more is heard of it. */
  close(peer: PeerId): void {
    const transport = this.#forget(peer);
    transport?.relay.send({ type: 'close', peer }, transport.media.term);
  }

  /** The same, when what is under way has arrived. */
  closeSoon(peer: PeerId, ms: number): void {
    this.#clock.after(ms, () => this.close(peer));
  }

  /** Who hears of it from now on. */
  watch(peer: PeerId, events: TransportEvents): void {
    const transport = this.#transports.get(peer);
    if (transport) transport.events = events;
  }

  after(ms: number, run: () => void): () => void {
    return this.#clock.after(ms, run);
  }

  /** Every transport of the era is closed by its relay, which says so. */
  endEra({ era, term }: MediaOfEra): void {
    for (const relay of this.#eras.get(era)?.relays() ?? []) relay.send({ type: 'endEra', era }, term);
  }

  /** Not a word to any relay: another process owns the era. */
  abandon(era: EraId): void {
    this.#eras.delete(era);
    for (const [peer, { media, relay, share, connected }] of this.#transports) {
      if (media.era !== era) continue;
      this.#transports.delete(peer);
      this.#choice.count(relay, { placed: -share, ...(!connected && { joining: -share }) });
    }
  }

  /** Of an era that was taken over: relays say what they have of it, and that counts. */
  takeStock({ era, term }: MediaOfEra): void {
    const relays = this.#eras.get(era);
    relays?.tell();
    for (const relay of relays?.relays() ?? []) relay.send({ type: 'census', era }, term);
  }

  stop(): void {
    this.#stopPool?.();
    this.#mover.stop();
    for (const undo of this.#watched.values()) undo();
    this.#watched.clear();
    this.#transports.clear();
  }

  get size(): number {
    return this.#transports.size;
  }

  #poolChanged(): void {
    for (const relay of this.#pool.relays) if (!this.#watched.has(relay)) this.#watch(relay);
    for (const [relay, undo] of this.#watched) {
      if (this.#pool.relays.includes(relay)) continue;
      undo();
      this.#watched.delete(relay);
      this.#lost(relay);
    }
    this.#mover.look();
    this.#mover.considerSpares();
  }

  #watch(relay: RelayHandle): void {
    const undo = [
      relay.onEvent((event) => this.#heard(event, relay)),
      relay.onDown(() => this.#lost(relay)),
      relay.onUp(() => {
        this.#log({ event: 'relayBack' });
        this.#mover.considerSpares();
      }),
    ];
    this.#watched.set(relay, () => {
      for (const each of undo) each();
    });
  }

  #heard(event: RelayEvent, relay: RelayHandle) {
    if (event.type === 'census') return this.#tookStock(event, relay);
    if (event.type === 'pong') {
      this.#asked.get(event.n)?.answered(event.n);
      this.#asked.delete(event.n);
    }
    if (!('peer' in event)) return;
    const transport = this.#transports.get(event.peer);
    // A relay speaks for its own transports alone, whatever numbers it names.
    if (!transport || transport.relay.link !== relay.link) return;
    const { events } = transport;
    switch (event.type) {
      case 'answered':
        return events.answered(event.answer);
      case 'connected':
        this.#arrived(transport);
        return events.connected();
      case 'refused':
        this.#forget(event.peer);
        this.#log({ event: 'offerRefused' });
        return events.refused(event.why);
      case 'gone':
        this.#forget(event.peer);
        return events.gone(event.why === 'closed' ? 'failed' : event.why);
      case 'flooding':
        this.#log({ event: 'publisherFlooding' });
        return;
      default:
        event satisfies never;
    }
  }

  /** Whatever happened while nobody owned the era happens now; what nobody knows of is closed. */
  #tookStock({ era, peers, ask }: Extract<RelayEvent, { type: 'census' }>, relay: RelayHandle): void {
    // Numbered ones are for whoever carries the words between here and there.
    if (ask !== undefined || !this.#eras.has(era)) return;
    const there = new Map(peers.map(({ peer, connected }) => [peer, connected]));
    const term = this.#eras.get(era)?.term;
    for (const peer of there.keys())
      if (!this.#transports.has(peer)) relay.send({ type: 'close', peer }, term);
    for (const [peer, transport] of [...this.#transports]) {
      if (!transport.adopted || transport.relay !== relay || transport.media.era !== era) continue;
      const connected = there.get(peer);
      transport.adopted = false;
      if (connected === undefined) {
        this.#forget(peer);
        transport.events.gone('failed');
      } else if (connected && !transport.connected) {
        this.#arrived(transport);
        transport.events.connected();
      }
    }
  }

  /** Those on stage hear of it first. */
  #lost(relay: RelayHandle): void {
    this.#log({ event: 'relayLost' });
    const lost = [...this.#transports].filter(([, transport]) => transport.relay === relay);
    for (const [peer] of lost) this.#forget(peer);
    // What it was asked it will not answer.
    for (const [n, era] of this.#asked) if (!era.awaits(n)) this.#asked.delete(n);
    this.#mover.rest();
    for (const stage of [true, false]) {
      for (const [, { events, seat }] of lost)
        if (seat.onStage === stage) events.gone('relayLost', lost.length);
    }
  }

  *#movable(): Iterable<Moved> {
    for (const { relay, media, events, seat, connected, carries } of this.#transports.values()) {
      if (connected && events.move)
        yield { relay, media, seat, spare: !carries, ask: (why, by) => events.move!(why, by) };
    }
  }

  #keep(peer: PeerId, about: Omit<Transport, 'share'>): void {
    const share = this.#choice.share(about.media);
    this.#transports.set(peer, { ...about, share });
    this.#choice.count(about.relay, { placed: share, joining: share });
  }

  #arrived(transport: Transport): void {
    if (transport.connected) return;
    transport.connected = true;
    this.#choice.count(transport.relay, { joining: -transport.share });
    this.#mover.considerSpares();
    if (transport.relay.draining) this.#mover.look();
  }

  #forget(peer: PeerId): Transport | undefined {
    const transport = this.#transports.get(peer);
    if (!transport) return undefined;
    const { relay, media, share, connected, carries } = transport;
    this.#transports.delete(peer);
    this.#choice.count(relay, { placed: -share, ...(!connected && { joining: -share }) });
    if (!carries) return transport;
    const relays = this.#relaysOf(media);
    relays.remove(relay);
    if (relays.isEmpty) this.#eras.delete(media.era);
    return transport;
  }

  #ask(relay: RelayHandle, who: EraRelays): number {
    const n = ++this.#last;
    this.#asked.set(n, who);
    relay.send({ type: 'ping', n });
    return n;
  }

  #relaysOf(media: MediaOfEra): EraRelays {
    let relays = this.#eras.get(media.era);
    if (relays === undefined) {
      const made: EraRelays = new EraRelays(media, (relay) => this.#ask(relay, made));
      relays = made;
      this.#eras.set(media.era, relays);
    }
    return relays;
  }
}

/** Relays answer in milliseconds; one that is stopped does not. */
const linkPatienceMs = 1_500;

const noSeat: RelaySeat = { publish: false, subscribe: false, onStage: false };
