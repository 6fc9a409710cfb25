import type { RoomSignal, RoomView } from '@stoa/client';

/** What others did, counted until the next breath. Speaking is never announced: it is heard. */
export type Gathered = {
  readonly joined: readonly string[];
  readonly left: readonly string[];
  readonly hands: readonly string[];
  readonly knocks: readonly string[];
  readonly queue: number | undefined;
};
export type OwnNews =
  | Exclude<RoomSignal['type'], 'handRaised' | 'personJoinedStage' | 'personLeftStage'>
  | 'muted'
  | 'unmuted'
  | 'handUp'
  | 'handDown'
  | 'frozen'
  | 'unfrozen'
  | 'lost'
  | 'back'
  | 'unsilenced';

export type AnnouncerPorts = {
  readonly now: () => number;
  /** Calls back after so many milliseconds; returns the canceller. */
  readonly after: (ms: number, callback: () => void) => () => void;
  /** Own changes: at once. */
  readonly tellOwn: (news: OwnNews) => void;
  /** The others, gathered: at most once in `breathMs`. */
  readonly tellOthers: (gathered: Gathered) => void;
  /** Does this device's person want to hear about others now? Asked when it is time to speak. */
  readonly wantsOthers: () => boolean;
};

export const breathMs = 3_000;
export const handDownMs = 700;

const nothing: Gathered = { joined: [], left: [], hands: [], knocks: [], queue: undefined };

/** Turns a room's life into few sentences for a screen reader. */
export class Announcer {
  readonly #ports: AnnouncerPorts;
  #gathered = nothing;
  #lastBreath = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;
  #cancelHand: (() => void) | undefined;
  #before: RoomView;

  constructor(ports: AnnouncerPorts, view: RoomView) {
    this.#ports = ports;
    this.#before = view;
  }

  signal(signal: RoomSignal): void {
    if (signal.type === 'personJoinedStage')
      this.#gather({ joined: [...this.#gathered.joined, signal.name] });
    else if (signal.type === 'personLeftStage') this.#gather({ left: [...this.#gathered.left, signal.name] });
    else if (signal.type === 'handRaised') {
      if (this.#before.me?.role === 'moderator')
        this.#gather({ hands: [...this.#gathered.hands, signal.name] });
    } else if (signal.type === 'silenced') this.#ports.tellOwn(signal.silenced ? 'silenced' : 'unsilenced');
    else this.#ports.tellOwn(signal.type);
  }

  /** What only the difference between two views tells. */
  view(after: RoomView): void {
    const before = this.#before;
    this.#before = after;
    if (before.phase.is === 'live' && after.phase.is === 'reconnecting') this.#ports.tellOwn('lost');
    if (before.phase.is === 'reconnecting' && after.phase.is === 'live') this.#ports.tellOwn('back');
    // A room that is (again) being looked at for the first time has no news, only a state.
    if (before.phase.is !== 'live' || after.phase.is !== 'live') return;
    if (before.frozen !== after.frozen) this.#ports.tellOwn(after.frozen ? 'frozen' : 'unfrozen');
    const known = new Set(before.knocks.map((knock) => knock.request));
    const fresh = after.knocks.filter((knock) => !known.has(knock.request)).map((knock) => knock.name);
    if (fresh.length > 0) this.#gather({ knocks: [...this.#gathered.knocks, ...fresh] });
    this.#queue(before.me, after.me);
  }

  #queue(before: RoomView['me'], after: RoomView['me']): void {
    const was = before?.handPosition;
    const is = after?.handPosition;
    if (was === is || before?.role !== after?.role) return;
    if (was === undefined) this.#ports.tellOwn('handUp');
    // A hand that was answered goes down too: a moment later the stage says so by itself.
    if (is === undefined) this.#cancelHand = this.#ports.after(handDownMs, () => this.#handDown());
    this.#gather({ queue: is });
  }

  #handDown(): void {
    const me = this.#before.me;
    if (me?.role === 'listener' && !me.invited && me.handPosition === undefined)
      this.#ports.tellOwn('handDown');
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#cancelHand?.();
  }

  #gather(more: Partial<Gathered>): void {
    this.#gathered = { ...this.#gathered, ...more };
    if (this.#cancel) return;
    // A short pause first, so that several things of one moment become one sentence.
    const wait = Math.max(400, this.#lastBreath + breathMs - this.#ports.now());
    this.#cancel = this.#ports.after(wait, () => this.#breathe());
  }

  #breathe(): void {
    this.#cancel = undefined;
    const gathered = this.#gathered;
    this.#gathered = nothing;
    this.#lastBreath = this.#ports.now();
    if (this.#ports.wantsOthers()) this.#ports.tellOthers(gathered);
    else if (gathered.queue !== undefined) this.#ports.tellOthers({ ...nothing, queue: gathered.queue });
  }
}
