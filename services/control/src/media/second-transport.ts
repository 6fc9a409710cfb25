import { moveRules } from '@stoa/core/fleet';
import type { PeerId } from '@stoa/protocol';
import type { Wish } from '@stoa/protocol/fleet';
import type { RelayHandle } from '../ports.ts';
import type { EraMedia } from './era-media.ts';
import type { MoveReason } from './mover.ts';

type Held = { readonly peer: PeerId; readonly next: number; readonly relay: RelayHandle; connected: boolean };

type Events = {
  answered(answer: string, next: number): void;
  lost(next: number): void;
  /** It has come up and is no spare. */
  ready(): void;
};

/** The transport beside the one that carries: on its way to take over, or a spare. Until then nothing passes through it. */
export class SecondTransport {
  readonly #media: EraMedia;
  readonly #events: Events;
  #asked: { readonly why: MoveReason; readonly undo: () => void } | undefined;
  #held: Held | undefined;
  #isSpare = false;

  constructor(media: EraMedia, events: Events) {
    this.#media = media;
    this.#events = events;
  }

  get isReady(): boolean {
    return this.#held?.connected ?? false;
  }

  get peer(): PeerId | undefined {
    return this.#held?.peer;
  }

  get relay(): RelayHandle | undefined {
    return this.#held?.relay;
  }

  /** Asks for one, unless one was just asked for or is there. A move outdoes the wish for a spare. */
  ask(why: MoveReason, say: () => boolean): boolean {
    if (this.#asked && (why === 'spare' || this.#asked.why !== 'spare')) return false;
    if (this.#held && (why === 'spare' || !this.#isSpare)) return false;
    if (!say()) return false;
    this.#asked?.undo();
    const { switchboard } = this.#media;
    const undo = switchboard.after(moveRules.askAgainMs, () => {
      this.#asked = undefined;
    });
    this.#asked = { why, undo };
    return true;
  }

  offer(offer: string, next: number, sender: number, from: RelayHandle, wish?: Wish): void {
    const why = this.#asked?.why;
    this.#notAsked();
    this.drop();
    const relay = why && this.#media.place(wish, from);
    if (!relay || typeof relay === 'string') {
      this.#events.lost(next);
      return;
    }
    this.#isSpare = why === 'spare';
    const { switchboard } = this.#media;
    const mine = () => this.#held?.peer === peer;
    const lost = () => {
      if (!mine()) return;
      this.#held = undefined;
      this.#events.lost(next);
    };
    const about = { offer, seat: nothing, sender, wish, spare: true };
    const peer = switchboard.join(relay, this.#media, about, {
      answered: (answer) => mine() && this.#events.answered(answer, next),
      connected: () => {
        if (!mine() || !this.#held) return;
        this.#held.connected = true;
        if (!this.#isSpare) this.#events.ready();
      },
      refused: lost,
      gone: lost,
      // Its relay is about to end: another spare is asked for in time.
      move: () => {
        if (mine()) this.drop();
        this.#events.lost(next);
        return true;
      },
    });
    this.#held = { peer, next, relay, connected: false };
  }

  /** Hands it over to whoever uses it from now on. */
  take(): { readonly peer: PeerId; readonly next: number } | undefined {
    const held = this.#held;
    if (!held?.connected) return undefined;
    this.#notAsked();
    this.#held = undefined;
    return held;
  }

  drop(): void {
    this.#notAsked();
    if (this.#held) this.#media.switchboard.close(this.#held.peer);
    this.#held = undefined;
  }

  /** Whoever leaves the stage needs none. */
  dropSpare(): void {
    if (!this.#isSpare) return;
    const next = this.#held?.next;
    this.drop();
    if (next !== undefined) this.#events.lost(next);
  }

  #notAsked(): void {
    this.#asked?.undo();
    this.#asked = undefined;
  }
}

const nothing = { publish: false, subscribe: false, onStage: false };
