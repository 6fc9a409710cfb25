import type { RoomEvent, RoomSnapshot, ServerMessage } from '@stoa/protocol';
import { applyEvent, endIn, endOf } from './control-facts.ts';
import type { OwnSeat } from './own-seat.ts';
import type { Clock } from './ports.ts';
import type { ViewStore } from './view-store.ts';

type Seat = Pick<OwnSeat<unknown>, 'happened' | 'seeHands'>;

/** Keeps control's word on the room: its snapshot, and each numbered event on top of it. */
export class SnapshotKeeper {
  readonly #store: ViewStore;
  readonly #clock: Clock;
  readonly #seat: Seat;
  readonly #changed: () => void;
  #seen = 0;

  constructor(store: ViewStore, clock: Clock, seat: Seat, changed: () => void) {
    this.#store = store;
    this.#clock = clock;
    this.#seat = seat;
    this.#changed = changed;
  }

  /** Number of the last event that came here. */
  get seen(): number {
    return this.#seen;
  }

  received(message: ServerMessage): void {
    switch (message.t) {
      case 'admitted':
        this.#seen = message.n;
        this.#anew(message.room);
        return;
      case 'resumed':
        this.#seen = message.n;
        if (!message.room) return;
        this.#anew(message.room);
        this.#seat.seeHands();
        return;
      case 'event':
        this.#seen = message.n;
        this.#happened(message.event);
        return;
      default:
        return;
    }
  }

  #anew(control: RoomSnapshot): void {
    this.#store.set({ control, endsAt: endIn(control, this.#clock.now()) });
    this.#changed();
  }

  #happened(event: RoomEvent): void {
    const { control, endsAt } = this.#store.facts;
    if (!control) return;
    const muted = this.#seat.happened(event);
    this.#store.set({
      control: applyEvent(control, event),
      endsAt: endOf(endsAt, event, this.#clock.now()),
      ...(muted && { muted }),
    });
    this.#changed();
    if (event.was === 'handsChanged') this.#seat.seeHands();
    if (muted) this.#store.emit({ type: 'mutedByModerator' });
  }
}
