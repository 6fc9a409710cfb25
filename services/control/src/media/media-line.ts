import type { OfferRefusal, PeerId, RelaySeat } from '@stoa/protocol';
import type { EraMedia } from './era-media.ts';

/** Default deny: what a transport may do until the room says otherwise. */
export const nothingAllowed: RelaySeat = { publish: false, subscribe: false, onStage: false };

export type LineEvents = {
  answered(answer: string): void;
  refused(why: OfferRefusal): void;
  connected(): void;
  lost(why: 'failed' | 'flooding' | 'relayLost'): void;
};

/** One participant's media: at most one transport at a time; seat and sender byte are those of every transport of it. */
export class MediaLine {
  /** Who hears about it: the guest first, then the member. */
  events: LineEvents;
  readonly #media: EraMedia;
  #seat: RelaySeat = nothingAllowed;
  #sender = 0;
  #peer: PeerId | undefined;
  #connected = false;
  #closed = false;

  constructor(media: EraMedia, events: LineEvents) {
    this.#media = media;
    this.events = events;
  }

  get isConnected(): boolean {
    return this.#connected;
  }

  get hasTransport(): boolean {
    return this.#peer !== undefined;
  }

  /** A newer offer closes the older transport at once: nobody hears or speaks twice. */
  offer(offer: string) {
    this.#drop();
    if (this.#closed) return;
    const relay = this.#media.relay();
    if (!relay) return this.events.lost('relayLost');
    const mine = () => this.#peer === peer;
    const peer = this.#media.switchboard.join(relay, this.#media, offer, this.#seat, this.#sender, {
      answered: (answer) => mine() && this.events.answered(answer),
      connected: () => {
        if (!mine()) return;
        this.#connected = true;
        this.events.connected();
      },
      refused: (why) => mine() && this.#forget() && this.events.refused(why),
      gone: (why) => mine() && this.#forget() && this.events.lost(why === 'timeout' ? 'failed' : why),
    });
    this.#peer = peer;
  }

  seat(seat: RelaySeat): void {
    this.#seat = seat;
    if (this.#peer !== undefined) this.#media.switchboard.seat(this.#peer, seat);
  }

  /** Under which sender byte its frames are forwarded; 0 for none. */
  sender(sender: number): void {
    if (sender === this.#sender) return;
    this.#sender = sender;
    if (this.#peer !== undefined) this.#media.switchboard.sender(this.#peer, sender);
  }

  close(): void {
    this.#closed = true;
    this.#drop();
  }

  #drop(): void {
    if (this.#peer !== undefined) this.#media.switchboard.close(this.#peer);
    this.#forget();
  }

  #forget(): true {
    this.#peer = undefined;
    this.#connected = false;
    return true;
  }
}
