import {
  type EraId,
  type OfferRefusal,
  type PeerId,
  peerId,
  type RelayEvent,
  type RelaySeat,
} from '@stoa/protocol';
import type { LogLine, RelayHandle, RelayPool } from '../ports.ts';
import { EraRelays } from './era-relays.ts';

/** What happens to one media transport. */
export type TransportEvents = {
  answered(answer: string): void;
  refused(why: OfferRefusal): void;
  connected(): void;
  gone(why: 'failed' | 'timeout' | 'flooding' | 'relayLost'): void;
};

type Transport = { readonly relay: RelayHandle; readonly era: EraId; readonly events: TransportEvents };

/**
 * A relay that does not carry an era yet must have room for so many more transports than one that does: each further
 * relay costs a copy of every frame, and a room that fits stays whole.
 */
const usualSpread = 50;

/** All media transports of all eras: which relay each is on, and who wants to hear about it. */
export class Switchboard {
  readonly #pool: RelayPool;
  readonly #log: (line: LogLine) => void;
  readonly #spreadAfter: number;
  readonly #transports = new Map<PeerId, Transport>();
  readonly #eras = new Map<EraId, EraRelays>();
  readonly #load = new Map<RelayHandle, number>();
  readonly #subscriptions: (() => void)[] = [];
  #last = 0;

  constructor(pool: RelayPool, log: (line: LogLine) => void, spreadAfter: number = usualSpread) {
    this.#pool = pool;
    this.#spreadAfter = spreadAfter;
    this.#log = log;
    for (const relay of pool.relays) {
      this.#subscriptions.push(
        relay.onEvent((event) => this.#heard(event)),
        relay.onDown(() => this.#lost(relay)),
        relay.onUp(() => log({ event: 'relayBack' })),
      );
    }
  }

  /** Where a transport of this era, or the first one of a new era, is best off; undefined while no relay is up. */
  place(era?: EraId): RelayHandle | undefined {
    const carried = era === undefined ? undefined : this.#eras.get(era);
    let best: RelayHandle | undefined;
    let bestCost = Number.POSITIVE_INFINITY;
    for (const relay of this.#pool.relays) {
      if (!relay.isUp) continue;
      const further = carried !== undefined && !carried.has(relay);
      const cost = this.#loadOf(relay) + (further ? this.#spreadAfter : 0);
      if (cost >= bestCost) continue;
      best = relay;
      bestCost = cost;
    }
    return best;
  }

  join(
    relay: RelayHandle,
    { era, strict }: { readonly era: EraId; readonly strict: boolean },
    offer: string,
    seat: RelaySeat,
    sender: number,
    events: TransportEvents,
  ): PeerId {
    const peer = peerId(++this.#last);
    this.#transports.set(peer, { relay, era, events });
    this.#load.set(relay, this.#loadOf(relay) + 1);
    relay.send({ type: 'join', peer, era, offer, seat, sender, ...(strict && { strict }) });
    this.#relaysOf(era).add(relay);
    return peer;
  }

  seat(peer: PeerId, seat: RelaySeat): void {
    this.#transports.get(peer)?.relay.send({ type: 'seat', peer, seat });
  }

  sender(peer: PeerId, sender: number): void {
    this.#transports.get(peer)?.relay.send({ type: 'sender', peer, sender });
  }

  /** Nothing more is heard of it. */
  close(peer: PeerId): void {
    this.#forget(peer)?.relay.send({ type: 'close', peer });
  }

  /** Every transport of the era is closed by its relay, which says so. */
  endEra(era: EraId): void {
    for (const relay of this.#eras.get(era)?.relays() ?? []) relay.send({ type: 'endEra', era });
  }

  stop(): void {
    for (const undo of this.#subscriptions) undo();
    this.#transports.clear();
  }

  get size(): number {
    return this.#transports.size;
  }

  #heard(event: RelayEvent) {
    if (!('peer' in event)) return;
    const events = this.#transports.get(event.peer)?.events;
    if (!events) return;
    switch (event.type) {
      case 'answered':
        return events.answered(event.answer);
      case 'connected':
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

  #lost(relay: RelayHandle): void {
    this.#log({ event: 'relayLost' });
    const lost = [...this.#transports].filter(([, transport]) => transport.relay === relay);
    for (const [peer] of lost) this.#forget(peer);
    for (const [, transport] of lost) transport.events.gone('relayLost');
  }

  #forget(peer: PeerId) {
    const transport = this.#transports.get(peer);
    if (!transport) return undefined;
    this.#transports.delete(peer);
    this.#load.set(transport.relay, this.#loadOf(transport.relay) - 1);
    const relays = this.#relaysOf(transport.era);
    relays.remove(transport.relay);
    if (relays.isEmpty) this.#eras.delete(transport.era);
    return transport;
  }

  #relaysOf(era: EraId): EraRelays {
    let relays = this.#eras.get(era);
    if (relays === undefined) {
      relays = new EraRelays(era);
      this.#eras.set(era, relays);
    }
    return relays;
  }

  #loadOf(relay: RelayHandle): number {
    return this.#load.get(relay) ?? 0;
  }
}
