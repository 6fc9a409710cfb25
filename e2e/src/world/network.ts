import type { Control } from '@stoa/control';
import type { Chance, VirtualClock } from '@stoa/testkit';

/** Milliseconds one way, drawn for each message; order is kept, as a socket keeps it. */
export const signalingDelay = { least: 5, most: 60 } as const;
/** A server notices a dead socket after so long (limits.socketSilenceMs), a client after ten seconds by itself. */
const silenceMs = 9_000;

/** What passes on one signaling connection, seen by whoever keeps the truth. */
export type Wire<Owner> = {
  clientSaid(owner: Owner, line: number, text: string): void;
  serverSaid(owner: Owner, line: number, text: string): void;
};

/** One end at a device. */
export type ClientSocket = { send(text: string): void; close(): void };

/** Sockets between devices and control, with delay, loss of the network and no end in order. */
export class Network<Owner extends { readonly online: boolean }> {
  readonly #clock: VirtualClock;
  readonly #chance: Chance;
  readonly #control: () => Control;
  readonly #wire: Wire<Owner>;
  readonly #lines = new Set<Line<Owner>>();
  #last = 0;

  constructor(clock: VirtualClock, chance: Chance, control: () => Control, wire: Wire<Owner>) {
    this.#clock = clock;
    this.#chance = chance;
    this.#control = control;
    this.#wire = wire;
  }

  dial(owner: Owner, events: { text(text: string): void; closed(): void }): ClientSocket {
    const line = new Line(++this.#last, owner, events, this.#clock, this.#chance, this.#wire, (it) =>
      this.#lines.delete(it),
    );
    this.#lines.add(line);
    this.#clock.after(this.#delay(), () => line.reach(this.#control()));
    return { send: (text) => line.up(text), close: () => line.hangUp() };
  }

  /** The device's network is gone: nothing passes, nobody is told until somebody gets impatient. */
  cut(owner: Owner): void {
    for (const line of this.#lines) if (line.owner === owner) line.cut(silenceMs);
  }

  /** Is there a connection over which words pass both ways? Neither end may know that there is not. */
  reaches(owner: Owner): boolean {
    for (const line of this.#lines) if (line.owner === owner && line.passes) return true;
    return false;
  }

  /** Says something on the device's open socket that the device itself would not say. */
  inject(owner: Owner, text: string, unless: () => boolean): void {
    for (const line of this.#lines) if (line.owner === owner) line.up(text, unless);
  }

  #delay(): number {
    return signalingDelay.least + this.#chance.below(signalingDelay.most - signalingDelay.least);
  }
}

class Line<Owner extends { readonly online: boolean }> {
  readonly owner: Owner;
  readonly #n: number;
  readonly #events: { text(text: string): void; closed(): void };
  readonly #clock: VirtualClock;
  readonly #chance: Chance;
  readonly #wire: Wire<Owner>;
  readonly #freed: (line: Line<Owner>) => void;
  #server: ReturnType<Control['connect']> | undefined;
  #cut = false;
  #clientGone = false;
  #serverGone = false;
  #upAt = 0;
  #downAt = 0;

  constructor(
    n: number,
    owner: Owner,
    events: { text(text: string): void; closed(): void },
    clock: VirtualClock,
    chance: Chance,
    wire: Wire<Owner>,
    freed: (line: Line<Owner>) => void,
  ) {
    this.owner = owner;
    this.#n = n;
    this.#events = events;
    this.#clock = clock;
    this.#chance = chance;
    this.#wire = wire;
    this.#freed = freed;
  }

  get passes(): boolean {
    return this.#server !== undefined && !this.#cut && !this.#clientGone && !this.#serverGone;
  }

  reach(control: Control): void {
    if (this.#cut || this.#clientGone || !this.owner.online) return;
    this.#server = control.connect(
      {
        send: (text) => this.#down(text),
        backlog: 0,
        close: () => this.#serverEnds(),
        drop: () => this.#serverEnds(),
      },
      '192.0.2.1',
    );
  }

  up(text: string, unless: () => boolean = () => false): void {
    if (this.#cut || this.#clientGone) return;
    this.#upAt = this.#at(this.#upAt);
    this.#clock.after(this.#upAt - this.#clock.now(), () => {
      if (this.#cut || this.#serverGone || !this.#server || unless()) return;
      this.#wire.clientSaid(this.owner, this.#n, text);
      this.#server.text(text);
    });
  }

  #down(text: string): void {
    if (this.#serverGone) return;
    this.#wire.serverSaid(this.owner, this.#n, text);
    this.#downAt = this.#at(this.#downAt);
    this.#clock.after(this.#downAt - this.#clock.now(), () => {
      if (!this.#cut && !this.#clientGone) this.#events.text(text);
    });
  }

  #serverEnds(): void {
    if (this.#serverGone) return;
    this.#serverGone = true;
    this.#downAt = this.#at(this.#downAt);
    this.#clock.after(this.#downAt - this.#clock.now(), () => {
      if (!this.#cut && !this.#clientGone) this.#events.closed();
      this.#freed(this);
    });
  }

  hangUp(): void {
    if (this.#clientGone) return;
    this.#clientGone = true;
    this.#upAt = this.#at(this.#upAt);
    this.#clock.after(this.#upAt - this.#clock.now(), () => this.#serverHears());
  }

  cut(silence: number): void {
    if (this.#cut) return;
    this.#cut = true;
    this.#clock.after(silence, () => this.#serverHears());
  }

  #serverHears(): void {
    this.#freed(this);
    if (this.#serverGone) return;
    this.#serverGone = true;
    this.#server?.gone();
  }

  /** Never before what was sent before. */
  #at(last: number): number {
    const { least, most } = signalingDelay;
    return Math.max(last, this.#clock.now() + least + this.#chance.below(most - least));
  }
}
