import type { Clock, SocketPort } from '../ports.ts';
import type { RoomMemory, RoomName } from './ports.ts';

/** May the room act? `alone`: yes, though nothing can be written down. `frozen`: nobody knows. */
export type Standing = 'owner' | 'alone' | 'frozen' | 'lost';

/** What changed of a room since it was last asked, in the order in which it is to be written. */
export type ChangedParts = {
  changed(): readonly (readonly [part: string, bytes: Uint8Array])[];
  /** Rises with whatever somebody signed: the next owner must know it before anybody else does. */
  readonly signed: number;
  /** Nobody knows what was written: everything is to be written anew. */
  forget(): void;
};

export type KeeperPorts = {
  readonly memory: RoomMemory;
  readonly name: RoomName;
  readonly term: number;
  readonly standing: () => Standing;
  readonly clock: Pick<Clock, 'after'>;
};

type Held = { readonly socket: SocketPort; readonly text: string | undefined };

const againMs = 100;
/** The last part of all that is written first: terms without it are not whole. */
export const wholePart = 'whole';

/**
 * Lets a room say nothing that the next owner would not know: whatever its people are to be told waits until what changed
 * with it is written down. Changes of one turn, and those that come while others are being written, are written together.
 */
export class RoomKeeper {
  readonly term: number;
  readonly #ports: KeeperPorts;
  readonly #parts: ChangedParts;
  #held: Held[] = [];
  #touched = false;
  #working = false;
  #ended = false;
  #signedWritten: number;

  constructor(ports: KeeperPorts, parts: ChangedParts) {
    this.term = ports.term;
    this.#ports = ports;
    this.#parts = parts;
    this.#signedWritten = -1;
  }

  get standing(): Standing {
    return this.#ended ? 'lost' : this.#ports.standing();
  }

  /** Undefined: the socket closes. */
  hold(socket: SocketPort, text: string | undefined): void {
    // Nothing changes then, and people whose sockets are well are not to look for another control.
    if (this.standing === 'frozen' && this.#parts.signed === this.#signedWritten) {
      say([{ socket, text }]);
      return;
    }
    this.#held.push({ socket, text });
    this.touch();
  }

  /** Something changed. */
  touch(): void {
    if (this.#touched || this.#ended) return;
    this.#touched = true;
    if (!this.#working) queueMicrotask(() => void this.#work());
  }

  /** All that was to be told is told, or the room is lost. */
  async settled(): Promise<void> {
    while (!this.#ended && (this.#touched || this.#working || this.#held.length > 0)) await this.#pause();
  }

  /** Nothing is told or written any more. */
  end(): void {
    this.#ended = true;
    this.#held = [];
  }

  /** The room is over: what was said last goes out. */
  over(): void {
    const held = this.#held;
    this.end();
    say(held);
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    while (this.#touched && !this.#ended) {
      this.#touched = false;
      const told = this.#held.length;
      const parts = this.#parts.changed();
      if (parts.length > 0) await this.#write(parts);
      while (!this.#ended && this.standing === 'frozen') await this.#pause();
      if (this.#ended || this.standing === 'lost') break;
      say(this.#held.splice(0, told));
      if (this.#held.length > 0) this.#touched = true;
    }
    this.#working = false;
  }

  async #write(first: readonly (readonly [string, Uint8Array])[]): Promise<void> {
    const { memory, name, term } = this.#ports;
    for (let parts = first; !this.#ended; parts = this.#parts.changed()) {
      const { signed } = this.#parts;
      try {
        await Promise.all(parts.map(([part, bytes]) => memory.put(name, term, part, bytes)));
        this.#signedWritten = signed;
        return;
      } catch {
        this.#parts.forget();
        if (this.standing === 'lost') return;
        if (this.standing === 'alone') {
          this.#ports.clock.after(againMs, () => this.touch());
          return;
        }
        await this.#pause();
      }
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => void this.#ports.clock.after(againMs, resolve));
  }
}

function say(held: readonly Held[]): void {
  for (const { socket, text } of held) {
    if (text === undefined) socket.close();
    else socket.send(text);
  }
}
