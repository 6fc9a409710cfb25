import type { RelayHandle } from '@stoa/control';
import type { EraId, PeerId, RelayCommand, RelayEvent, RelaySeat } from '@stoa/protocol';
import type { Chance, VirtualClock } from '@stoa/testkit';

/** A device's end of one media transport. */
export type TransportEnd = {
  readonly online: boolean;
  up(): void;
  down(): void;
  take(payload: Uint8Array<ArrayBuffer>): void;
};

type Peer = {
  readonly peer: PeerId;
  readonly era: EraId;
  readonly end: TransportEnd;
  seat: RelaySeat;
  sender: number;
  connected: boolean;
  /** Since when its path is dead. */
  silentSince: number | undefined;
};

/** Of a sealed frame, behind the level and the first byte of its header. */
const senderAt = 2;

/** A relay gives up a transport from which nothing comes. */
const silenceMs = 6_000;

/**
 * A relay that forwards frames by the seats and sender bytes that control commands and by nothing else; or, when it is malicious, delivers
 * every frame to every transport, whatever control said.
 */
export class SimulatedRelay implements RelayHandle {
  isUp = true;
  readonly pressure = 0;
  readonly draining = false;
  /** The only relay of its world. */
  readonly link = undefined;
  malicious = false;
  readonly #peers = new Map<PeerId, Peer>();
  readonly #offers: Map<string, TransportEnd>;
  readonly #clock: VirtualClock;
  readonly #chance: Chance;
  readonly #events = new Set<(event: RelayEvent) => void>();
  readonly #downs = new Set<(lost: readonly PeerId[]) => void>();
  readonly #ups = new Set<() => void>();
  #life = 0;

  /** `offers`: whose transport an offer with this fingerprint is. */
  constructor(clock: VirtualClock, chance: Chance, offers: Map<string, TransportEnd>) {
    this.#clock = clock;
    this.#chance = chance;
    this.#offers = offers;
  }

  send(command: RelayCommand): void {
    if (!this.isUp) {
      if (command.type === 'join')
        this.#later(1, { type: 'refused', peer: command.peer, why: 'relayFailed' });
      return;
    }
    switch (command.type) {
      case 'join': {
        const end = this.#offers.get(command.offer);
        if (!end) throw new Error('an offer that no device made');
        const { peer, era, seat, sender = 0 } = command;
        this.#peers.set(peer, { peer, era, end, seat, sender, connected: false, silentSince: undefined });
        this.#later(3, { type: 'answered', peer, answer: command.offer });
        return;
      }
      case 'seat': {
        const peer = this.#peers.get(command.peer);
        if (peer) peer.seat = command.seat;
        return;
      }
      case 'sender': {
        const peer = this.#peers.get(command.peer);
        if (peer) peer.sender = command.sender;
        return;
      }
      case 'close':
        this.#drop(command.peer, 'closed');
        return;
      case 'endEra':
        for (const { peer, era } of [...this.#peers.values()])
          if (era === command.era) this.#drop(peer, 'closed');
        return;
      case 'ping':
      case 'stop':
    }
  }

  onEvent(listener: (event: RelayEvent) => void) {
    this.#events.add(listener);
    return () => void this.#events.delete(listener);
  }
  onDown(listener: (lost: readonly PeerId[]) => void) {
    this.#downs.add(listener);
    return () => void this.#downs.delete(listener);
  }
  onUp(listener: () => void) {
    this.#ups.add(listener);
    return () => void this.#ups.delete(listener);
  }

  /** The device took the answer: the connection comes up if both still want it. */
  connect(end: TransportEnd): void {
    const life = this.#life;
    this.#clock.after(20 + this.#chance.below(80), () => {
      const peer = this.#peerOf(end);
      if (!this.isUp || this.#life !== life || !peer || !end.online) return;
      peer.connected = true;
      this.#emit({ type: 'connected', peer: peer.peer });
      end.up();
    });
  }

  /** The device closed its end. */
  hangUp(end: TransportEnd): void {
    const life = this.#life;
    this.#clock.after(10 + this.#chance.below(50), () => {
      const peer = this.#peerOf(end);
      if (peer && this.#life === life) this.#drop(peer.peer, 'closed');
    });
  }

  /** Can this end hear that the relay lives? */
  reaches(end: TransportEnd): boolean {
    return this.isUp && end.online && this.#peerOf(end)?.connected === true;
  }

  /** Everybody to whom a frame of this end goes now. */
  forward(end: TransportEnd, payload: Uint8Array<ArrayBuffer>): void {
    const from = this.#peerOf(end);
    if (!this.isUp || !from?.connected || !end.online) return;
    if (!this.malicious && !from.seat.publish) return;
    const isOwnVoice = payload[senderAt] === from.sender;
    for (const peer of this.#peers.values()) {
      if (peer === from || !peer.connected || peer.era !== from.era) continue;
      if (!this.malicious && !peer.seat.subscribe) continue;
      const { end: to } = peer;
      this.#clock.after(5 + this.#chance.below(30), () => {
        // Here, so that histories have the same chances with and without it.
        if (to.online && (this.malicious || isOwnVoice)) to.take(payload);
      });
    }
  }

  /** Transports that may hear. */
  subscribers(): TransportEnd[] {
    return [...this.#peers.values()].filter(({ seat }) => seat.subscribe).map(({ end }) => end);
  }

  connectedSubscribers(): number {
    return [...this.#peers.values()].filter(({ seat, connected }) => seat.subscribe && connected).length;
  }

  /** Looks for transports whose device is gone. To be called now and then. */
  watch(): void {
    const now = this.#clock.now();
    for (const peer of [...this.#peers.values()]) {
      if (peer.end.online) peer.silentSince = undefined;
      else peer.silentSince ??= now;
      if (peer.silentSince !== undefined && now - peer.silentSince >= silenceMs)
        this.#drop(peer.peer, 'timeout');
    }
  }

  crash(): void {
    if (!this.isUp) return;
    this.isUp = false;
    this.#life++;
    const lost = [...this.#peers.keys()];
    this.#peers.clear();
    for (const listener of this.#downs) listener(lost);
  }

  recover(): void {
    if (this.isUp) return;
    this.isUp = true;
    for (const listener of this.#ups) listener();
  }

  #peerOf(end: TransportEnd): Peer | undefined {
    for (const peer of this.#peers.values()) if (peer.end === end) return peer;
    return undefined;
  }

  #drop(id: PeerId, why: 'closed' | 'timeout'): void {
    const peer = this.#peers.get(id);
    if (!peer) return;
    this.#peers.delete(id);
    this.#later(1, { type: 'gone', peer: id, why });
    this.#clock.after(30, () => {
      if (peer.end.online) peer.end.down();
    });
  }

  #later(ms: number, event: RelayEvent): void {
    const life = this.#life;
    this.#clock.after(ms, () => {
      if (this.#life === life) this.#emit(event);
    });
  }

  #emit(event: RelayEvent): void {
    for (const listener of this.#events) listener(event);
  }
}
