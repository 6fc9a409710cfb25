import type { EraId, PeerId, RelayCommand, RelayEvent } from '@stoa/protocol';

type Join = Extract<RelayCommand, { type: 'join' }>;
type Links = Extract<RelayCommand, { type: 'links' }>;
type Census = Extract<RelayEvent, { type: 'census' }>;
type PeerThere = {
  readonly era: EraId;
  /** Undefined: taken over from another control, and its new owner has said nothing of it yet. */
  seat: Join['seat'] | undefined;
  sender: number;
  connected: boolean;
  /** A census that was asked for before does not know it. */
  readonly since: number;
};
type EraThere = { term: number; links: Links | undefined; peers: number; emptySince?: number };
export type Word = { readonly command: RelayCommand; readonly term: number };

const emptyMs = 30_000;

/** What this control believes that a relay has of its own. After words were lost, both sides are made equal again from it. */
export class Mirror {
  readonly #peers = new Map<PeerId, PeerThere>();
  readonly #eras = new Map<EraId, EraThere>();
  #order = 0;

  get peers(): readonly PeerId[] {
    return [...this.#peers.keys()];
  }

  /** A command goes out. */
  said(command: RelayCommand, term: number): void {
    switch (command.type) {
      case 'join': {
        const { era, seat, sender = 0 } = command;
        this.#add(command.peer, era, { seat, sender, connected: false }, term);
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
        this.#remove(command.peer);
        return;
      case 'endEra':
        for (const [peer, { era }] of [...this.#peers]) if (era === command.era) this.#remove(peer);
        return;
      case 'links':
        this.#era(command.era, term).links = command;
        return;
      case 'census':
        this.#era(command.era, term);
        return;
      default:
    }
  }

  /** An event came in. Whom the census of an era that was taken over names is this control's from now on. */
  heard(event: RelayEvent): void {
    if (event.type === 'gone' || event.type === 'refused') this.#remove(event.peer);
    if (event.type === 'connected') {
      const peer = this.#peers.get(event.peer);
      if (peer) peer.connected = true;
    }
    if (event.type !== 'census') return;
    for (const { peer, connected } of event.peers) {
      if (!this.#peers.has(peer)) this.#add(peer, event.era, { seat: undefined, sender: 0, connected }, 0);
    }
  }

  termOf(peer: PeerId): number {
    const era = this.#peers.get(peer)?.era;
    return (era === undefined ? undefined : this.#eras.get(era)?.term) ?? 0;
  }

  /** Everything that the relay may have missed; a census of each era comes last. */
  again(): readonly Word[] {
    const words: Word[] = [];
    for (const [peer, { era, seat, sender }] of this.#peers) {
      const term = this.#eras.get(era)?.term ?? 0;
      if (!seat) continue;
      words.push({ command: { type: 'seat', peer, seat }, term });
      words.push({ command: { type: 'sender', peer, sender }, term });
    }
    const ask = ++this.#order;
    for (const [era, { term, links }] of this.#eras) {
      if (links) words.push({ command: links, term });
      words.push({ command: { type: 'census', era, ask }, term });
    }
    return words;
  }

  /** What the answer to a census of `again` shows: who was lost, or came up, unheard; and who is a stranger there. */
  compare({ era, peers, ask = 0 }: Census): {
    readonly gone: readonly PeerId[];
    readonly connected: readonly PeerId[];
    readonly strangers: readonly Word[];
  } {
    const there = new Map(peers.map(({ peer, connected }) => [peer, connected]));
    const gone: PeerId[] = [];
    const connected: PeerId[] = [];
    for (const [peer, here] of this.#peers) {
      if (here.era !== era) continue;
      const isConnected = there.get(peer);
      if (isConnected === undefined && here.since < ask) gone.push(peer);
      if (isConnected && !here.connected) connected.push(peer);
    }
    const term = this.#eras.get(era)?.term ?? 0;
    const strangers = peers.flatMap(({ peer }): Word[] =>
      this.#peers.has(peer) ? [] : [{ command: { type: 'close', peer }, term }],
    );
    return { gone, connected, strangers };
  }

  /** An era whose last transport was closed is remembered until that would have been said again, had it been lost. */
  tidy(now: number): void {
    for (const [id, era] of this.#eras) {
      if (era.peers > 0) delete era.emptySince;
      else if (era.emptySince === undefined) era.emptySince = now;
      else if (now - era.emptySince >= emptyMs) this.#eras.delete(id);
    }
  }

  /** Forgets everything; what closes it at the relay, should that still have it. */
  giveUp(): readonly Word[] {
    const words = this.peers.map(
      (peer): Word => ({ command: { type: 'close', peer }, term: this.termOf(peer) }),
    );
    this.#peers.clear();
    this.#eras.clear();
    return words;
  }

  #add(peer: PeerId, era: EraId, rest: Pick<PeerThere, 'seat' | 'sender' | 'connected'>, term: number): void {
    this.#remove(peer);
    this.#peers.set(peer, { era, ...rest, since: ++this.#order });
    this.#era(era, term).peers++;
  }

  #era(era: EraId, term: number) {
    let here = this.#eras.get(era);
    if (!here) {
      here = { term, links: undefined, peers: 0 };
      this.#eras.set(era, here);
    }
    here.term = Math.max(here.term, term);
    return here;
  }

  #remove(peer: PeerId): void {
    const there = this.#peers.get(peer);
    if (!there || !this.#peers.delete(peer)) return;
    const era = this.#eras.get(there.era);
    if (era) era.peers--;
  }
}
