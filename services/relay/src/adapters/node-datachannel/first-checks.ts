import { IceUdpMuxListener } from 'node-datachannel';

/** Where a packet came from. */
export type Source = { readonly host: string; readonly port: number };
/** Called once: with the source of a client's first check, or without one when nobody listens for checks any more. */
export type OnFirstCheck = (source: Source | undefined) => void;

/** The library's listener for connectivity checks that no connection of the port expects. */
export type StrayListener = {
  onUnhandledStunRequest(callback: (check: Source & { readonly localUfrag: string }) => void): void;
  stop(): void;
};

export type FirstChecksOptions = {
  readonly port: number;
  readonly bindAddress: string;
  /** Milliseconds, never going back. */
  readonly now: () => number;
  readonly onFault: () => void;
  readonly listen?: (port: number, bindAddress: string) => StrayListener;
};

/** Checks that nobody waits for come from clients of before a restart, some thousands in the worst second, or are an attack. */
export const strays = { perSecond: 3000, pauseMs: 10_000 } as const;

/**
 * Tells where the first ICE check of a client that has been answered comes from, so that its connection can be made
 * with that address known. A connection made before learns it from the check too, but then libjuice (1.7,
 * `agent_process_stun_binding`) puts its own check off by 50 ms, and by 50 more at every further check of the client's.
 * Browsers send theirs 48 ms apart, so that takes up to 150 ms, and what of the DTLS handshake arrives meanwhile is lost.
 *
 * Nothing has been verified of such a check but that it names the ufrag of an answer, which only its receiver knows
 * and whoever sees its packets. What follows from it is one connection and our own checks to that source.
 *
 * Each check costs a call into JavaScript, so whoever floods the port with made-up ones is not listened to for a while.
 */
export class FirstChecks {
  readonly #options: FirstChecksOptions;
  readonly #expected = new Map<string, OnFirstCheck>();
  #listener: StrayListener | undefined;
  #closed = false;
  #second = 0;
  #strays = 0;
  #deafUntil = 0;

  constructor(options: FirstChecksOptions) {
    this.#options = options;
    this.#listen();
  }

  /** Undoes itself when called. Undefined when nobody listens at present. */
  expect(ufrag: string, callback: OnFirstCheck): (() => void) | undefined {
    if (!this.#listener && !this.#closed && this.#options.now() >= this.#deafUntil) this.#listen();
    if (!this.#listener) return undefined;
    this.#expected.set(ufrag, callback);
    return () => this.#expected.delete(ufrag);
  }

  close(): void {
    this.#closed = true;
    this.#listener?.stop();
    this.#listener = undefined;
    this.#expected.clear();
  }

  #listen(): void {
    const { port, bindAddress, listen = nativeListener, onFault } = this.#options;
    try {
      this.#listener = listen(port, bindAddress);
      this.#listener.onUnhandledStunRequest(({ localUfrag, host, port }) => {
        // An exception in here would abort the process.
        try {
          this.#heard(localUfrag, { host, port });
        } catch {
          onFault();
        }
      });
    } catch {
      // Everything works without it, a little later.
      this.#listener = undefined;
      this.#deafUntil = this.#options.now() + strays.pauseMs;
    }
  }

  #heard(ufrag: string, source: Source): void {
    const callback = this.#expected.get(ufrag);
    if (callback) {
      this.#expected.delete(ufrag);
      callback(source);
    } else this.#stray();
  }

  #stray(): void {
    const now = this.#options.now();
    if (now - this.#second >= 1000) {
      this.#second = now;
      this.#strays = 0;
    }
    this.#strays++;
    if (this.#strays <= strays.perSecond || !this.#listener) return;
    const flooded = this.#listener;
    this.#listener = undefined;
    this.#deafUntil = now + strays.pauseMs;
    // Deferred: it would free the callback that is running.
    setImmediate(() => flooded.stop());
    const waiting = [...this.#expected.values()];
    this.#expected.clear();
    for (const callback of waiting) callback(undefined);
  }
}

const nativeListener = (port: number, bindAddress: string): StrayListener =>
  new IceUdpMuxListener(port, bindAddress);
