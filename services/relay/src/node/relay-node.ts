import type { PeerId } from '@stoa/protocol';
import {
  type ControlWord,
  fleetWords,
  type Presence,
  presenceRules,
  type RelayWord,
} from '@stoa/protocol/fleet';
import type { RelayHandle, RelayPool, Unsubscribe } from '../pool.ts';
import { Gate } from './gate.ts';
import type { NodeCarrier } from './node-carrier.ts';

export type RelayNodeOptions = {
  readonly pool: RelayPool;
  readonly carriers: readonly NodeCarrier[];
  /** Its id in the directory and in its credentials. */
  readonly host: string;
  /** Fresh for each start of the program: letters, digits, `-` and `_`, at most 32. */
  readonly life: string;
  /** Shows controls that it has the deployment's key. */
  readonly mark?: string | undefined;
  /** Controls do not use it since they have another key. Once. */
  readonly onRefused?: (() => void) | undefined;
  readonly place: Pick<Presence, 'region' | 'jurisdiction' | 'operator'>;
  /** What clients are told. */
  readonly addresses: readonly string[];
  /** UDP port that answers round-trip probes. */
  readonly probePort?: number | undefined;
  readonly now: () => number;
  /** Runs it once after so many milliseconds; call the result to take it back. */
  readonly after: (ms: number, run: () => void) => () => void;
};

/** What is known of one control. */
type Line = { readonly carrier: NodeCarrier; sent: number; heard: number; gaps: number; heardAt: number };

/** A control that says nothing for so long has ended: each start of its program has another name. */
const forgottenMs = 600_000;

const drainMs = 60_000;
const drainLookMs = 100;

/** A pool of relays that serves the controls of a fleet: each of its eras obeys the owner with the highest term. */
export class RelayNode {
  readonly #options: RelayNodeOptions;
  readonly #gate = new Gate();
  readonly #lines = new Map<string, Line>();
  /** Who asked a relay how it is, by the relay's index and the number of the question. */
  readonly #pings = new Map<string, string>();
  readonly #subscriptions: Unsubscribe[] = [];
  #stopTimer = () => {};
  #draining = false;
  #ended = false;
  #staleWords = 0;
  #refused = false;

  constructor(options: RelayNodeOptions) {
    this.#options = options;
    for (const carrier of options.carriers) carrier.listen((word) => this.#hear(word, carrier));
    for (const relay of options.pool.relays) {
      this.#subscriptions.push(
        relay.onEvent((event) => {
          const control =
            event.type === 'pong' ? this.#asked(relay.index, event.n) : this.#gate.addressee(event);
          if (control === undefined || relay.link === undefined) return;
          this.#tell(control, { relay: { index: relay.index, link: relay.link, event } });
        }),
        relay.onDown((lost) => this.#down(relay, lost)),
        relay.onUp(() => this.announce()),
      );
    }
    this.#subscriptions.push(options.pool.onChange?.(() => this.announce()) ?? (() => {}));
    this.#tick();
  }

  /** How many words of owners that were replaced it refused. */
  get staleWords(): number {
    return this.#staleWords;
  }

  /** Of how many controls it knows how far their words came. */
  get controls(): number {
    return this.#lines.size;
  }

  presence(): Presence {
    const { host, life, mark, place, addresses, probePort, pool } = this.#options;
    return {
      v: 1,
      speaks: fleetWords,
      host,
      life,
      ...(mark !== undefined && { mark }),
      ...place,
      addresses: [...addresses],
      ...(probePort !== undefined && { probe: probePort }),
      draining: this.#draining,
      ...(this.#ended && { ended: true }),
      relays: pool.relays.map((relay) => ({
        index: relay.index,
        up: relay.isUp && !this.#ended,
        ...(relay.draining && { draining: true }),
        link: relay.link,
        port: relay.port,
        pressure: relay.pressure,
        load: relay.load,
      })),
    };
  }

  announce(): void {
    const presence = this.presence();
    for (const carrier of this.#options.carriers) carrier.announce(presence);
  }

  /** Takes nobody new, and resolves when nobody is left, after a minute at most. */
  async drain(mostMs: number = drainMs): Promise<void> {
    const { now, after } = this.#options;
    this.#draining = true;
    this.announce();
    const until = now() + mostMs;
    while (this.#gate.peers > 0 && now() < until) {
      await new Promise<void>((resolve) => void after(drainLookMs, resolve));
    }
  }

  /** Its last word is said; the pool is the caller's to stop. */
  stop(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopTimer();
    for (const undo of this.#subscriptions) undo();
    this.announce();
  }

  #tick(): void {
    const { now, after, pool } = this.#options;
    for (const era of this.#gate.abandoned(now())) {
      for (const relay of pool.relays) relay.send({ type: 'endEra', era });
    }
    for (const [control, { heardAt }] of this.#lines)
      if (now() - heardAt >= forgottenMs) this.#lines.delete(control);
    this.announce();
    this.#stopTimer = after(presenceRules.everyMs, () => this.#tick());
  }

  #hear(word: ControlWord, carrier: NodeCarrier): void {
    const { life, pool, now } = this.#options;
    if (this.#ended || word.to !== life) return;
    if (word.refused) {
      if (!this.#refused) this.#options.onRefused?.();
      this.#refused = true;
      return;
    }
    let line = this.#lines.get(word.from);
    if (!line) {
      line = { carrier, sent: 0, heard: 0, gaps: 0, heardAt: 0 };
      this.#lines.set(word.from, line);
    }
    if (word.n !== line.heard + 1) line.gaps++;
    line.heard = word.n;
    line.heardAt = now();
    if (!word.relay) {
      this.#gate.alive(word.from, now());
      this.#tell(word.from, {});
      return;
    }
    const { index, link, term, command } = word.relay;
    const relay = pool.relays[index];
    const here = relay !== undefined && relay.link === link && relay.isUp;
    if (!here) {
      if (command.type === 'join') {
        const event = { type: 'refused', peer: command.peer, why: 'relayFailed' } as const;
        this.#tell(word.from, { relay: { index, link, event } });
      }
      return;
    }
    if (command.type === 'ping') {
      this.#gate.alive(word.from, now());
      this.#pings.set(`${index}:${command.n}`, word.from);
      relay.send(command);
      return;
    }
    const verdict = this.#gate.hear(word.from, term, index, command, now());
    if (verdict === 'obey') relay.send(command);
    if (verdict !== 'stale') return;
    this.#staleWords++;
    if ('era' in command) {
      this.#tell(word.from, { stale: { era: command.era, term: this.#gate.term(command.era) } });
    }
  }

  #asked(index: number, n: number): string | undefined {
    const key = `${index}:${n}`;
    const control = this.#pings.get(key);
    if (control !== undefined) this.#pings.delete(key);
    return control;
  }

  #down(relay: RelayHandle, lost: readonly PeerId[]): void {
    this.#pings.clear();
    if (relay.link === undefined) return;
    for (const [control, peers] of this.#gate.lost(lost)) {
      this.#tell(control, { lost: { index: relay.index, link: relay.link, peers } });
    }
    this.announce();
  }

  #tell(control: string, word: Omit<RelayWord, 'from' | 'n' | 'gaps'>): void {
    const line = this.#lines.get(control);
    if (!line) return;
    line.carrier.tell(control, { from: this.#options.life, n: ++line.sent, gaps: line.gaps, ...word });
  }
}
