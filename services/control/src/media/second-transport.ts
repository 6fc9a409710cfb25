import { moveRules } from '@stoa/core/fleet';
import type { PeerId, RelaySeat } from '@stoa/protocol';
import type { Wish } from '@stoa/protocol/fleet';
import type { RelayHandle } from '../ports.ts';
import type { EraMedia } from './era-media.ts';
import type { MoveReason } from './mover.ts';

type Held = { readonly peer: PeerId; readonly next: number; readonly relay: RelayHandle; connected: boolean };

type About = {
  readonly seat: RelaySeat;
  readonly sender: number;
  /** Where the present one is: not there. */
  readonly from: RelayHandle;
  readonly wish?: Wish | undefined;
};

type Events = {
  answered(answer: string, next: number): void;
  lost(next: number): void;
  /** It has come up and is no spare. */
  ready(): void;
};

/** The transport beside the one that carries: on its way to take over, or a spare. Its device uses it when it is told to. */
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

  get isUp(): boolean {
    return this.#held?.connected ?? false;
  }

  /** A spare becomes the place to move to. False: there is none, or it is no better there. */
  promote(seat: RelaySeat): boolean {
    const held = this.#held;
    if (!this.#isSpare || !held?.connected || held.relay.draining) return false;
    this.#isSpare = false;
    const { switchboard } = this.#media;
    switchboard.carry(held.peer);
    switchboard.seat(held.peer, seat);
    switchboard.whenLinked(this.#media, () => this.#held === held && this.#events.ready());
    return true;
  }

  get peer(): PeerId | undefined {
    return this.#held?.peer;
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

  offer(offer: string, next: number, about: About): void {
    const { sender, from, wish, seat } = about;
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
    const spare = this.#isSpare;
    const joining = { offer, seat: spare ? unheard(seat) : seat, sender, wish, spare };
    const peer = switchboard.join(relay, this.#media, joining, {
      answered: (answer) => mine() && this.#events.answered(answer, next),
      connected: () => {
        if (!mine() || !this.#held) return;
        this.#held.connected = true;
        if (this.#isSpare) return;
        switchboard.whenLinked(this.#media, () => mine() && this.#events.ready());
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

  /**
   * Its relay knows it before anybody uses it: the device changes over as soon as it is told, and must not be quicker than the
   * word to the relay.
   */
  seat(seat: RelaySeat): void {
    if (this.#held) this.#media.switchboard.seat(this.#held.peer, this.#isSpare ? unheard(seat) : seat);
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

/** A spare hears nothing, and nothing is sent on it; it may publish so that it can begin without a word of control. */
const unheard = (seat: RelaySeat): RelaySeat => ({ ...seat, subscribe: false });
