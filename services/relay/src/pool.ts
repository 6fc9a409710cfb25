import type { LinkId, PeerId, RelayCommand, RelayEvent, RelayLoad } from '@stoa/protocol';
import type { RelayPlace } from './place.ts';
import type { NatsAccess } from './process-link.ts';

/** Undoes a subscription. */
export type Unsubscribe = () => void;

/** One relay process, as control sees it. It stays the same object while its process is replaced. */
export type RelayHandle = {
  readonly index: number;
  /** UDP port that clients reach; 0 until the process has been up once. */
  readonly port: number;
  readonly isUp: boolean;
  /** What clients are told of its IP addresses; undefined: it is on this machine, as this machine was set up. */
  readonly addresses?: readonly string[] | undefined;
  /** Where it stands, as the directory says; undefined: on this machine, which was not told. */
  readonly place?: RelayPlace | undefined;
  /** 0 to 1: the larger share of processor or packet budget in use during the last second. */
  readonly pressure: number;
  /** What its process said last, at most a second ago. */
  readonly load?: RelayLoad | undefined;
  /** It takes nobody new, and is about to end. */
  readonly draining: boolean;
  /** What other relays call this life of the process; undefined until it has been up once. */
  readonly link: LinkId | undefined;
  /**
   * While the process is down a `join` is refused with `relayFailed`, and all else is dropped. In a fleet a command carries
   * the term of its era's owner.
   */
  send(command: RelayCommand, term?: number): void;
  onEvent(listener: (event: RelayEvent) => void): Unsubscribe;
  /** The process died or hung and was killed, with these peers; they must join again, anywhere. */
  onDown(listener: (lost: readonly PeerId[]) => void): Unsubscribe;
  /** A process is ready, also the first time. */
  onUp(listener: () => void): Unsubscribe;
};

export type RelayPool = {
  readonly relays: readonly RelayHandle[];
  /** In a fleet relays appear and vanish; without it they stay the same. */
  onChange?(listener: () => void): Unsubscribe;
  /** Resolves when all processes are ready; rejects with one clear sentence if one cannot begin. */
  start(): Promise<void>;
  /**
   * New processes instead of the present ones, one after the other, while people move off each: no sound is lost.
   *
   * @param elsewhere other hosts can take people, too: they are waited for though none is left up here
   */
  renew?(elsewhere?: boolean): Promise<void>;
  /** Closes all transports and ends all processes. */
  stop(): Promise<void>;
};

export type RelayPoolOptions = {
  /** How many processes; one per core is a good number. */
  readonly count: number;
  /** Must be an address of this machine, or `0.0.0.0`. */
  readonly bindAddress: string;
  /** What clients are told instead of the bound address, behind NAT. */
  readonly announcedAddress?: string;
  /** UDP; process i takes `firstPort + i`. 0 takes free ones. */
  readonly firstPort: number;
  /** Transports per process. */
  readonly maxPeers?: number;
  /** 32 bytes that TURN has too, so that it can mend checks on their way; without it, TURN over TCP is not for Chromium. */
  readonly iceKey?: Uint8Array;
  /** Packets in and out that one process may handle in a second; without it, the processor alone counts. */
  readonly packetBudget?: number;
  /** Where it stands; undefined: nobody said. */
  readonly place?: RelayPlace;
  /** Relays of a fleet find each other over NATS; those of one machine through sockets of their own all the same. */
  readonly fleet?: { readonly host: string; readonly nats: NatsAccess };
  readonly log: (line: string) => void;
};

/** The three kinds of listeners of a handle. */
export class RelayListeners {
  readonly #event = new Set<(event: RelayEvent) => void>();
  readonly #down = new Set<(lost: readonly PeerId[]) => void>();
  readonly #up = new Set<() => void>();

  onEvent = (listener: (event: RelayEvent) => void): Unsubscribe => {
    this.#event.add(listener);
    return () => this.#event.delete(listener);
  };

  onDown = (listener: (lost: readonly PeerId[]) => void): Unsubscribe => {
    this.#down.add(listener);
    return () => this.#down.delete(listener);
  };

  onUp = (listener: () => void): Unsubscribe => {
    this.#up.add(listener);
    return () => this.#up.delete(listener);
  };

  event(event: RelayEvent): void {
    for (const listener of [...this.#event]) listener(event);
  }

  down(lost: readonly PeerId[]): void {
    for (const listener of [...this.#down]) listener(lost);
  }

  up(): void {
    for (const listener of [...this.#up]) listener();
  }
}
