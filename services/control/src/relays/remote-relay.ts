import type { LinkId, RelayCommand, RelayEvent, RelayLoad } from '@stoa/protocol';
import type { Presence } from '@stoa/protocol/fleet';
import type { RelayHandle, RelayPlace } from '../ports.ts';
import { RelayListeners } from './listeners.ts';
import { Mirror, type Word } from './mirror.ts';

export type Outgoing = { readonly link: LinkId; readonly term: number; readonly command: RelayCommand };

/** One relay process of another program, as its host's presence shows it. It stays while its processes come and go. */
export class RemoteRelay implements RelayHandle {
  readonly index: number;
  readonly #say: (word: Outgoing) => void;
  readonly #reached: () => boolean;
  readonly #listeners = new RelayListeners();
  readonly #mirror = new Mirror();
  /** Given up while nothing was heard of the relay: closed there when it is back. */
  #abandoned: readonly Word[] = [];
  #isUp = false;
  readonly onEvent = this.#listeners.onEvent;
  readonly onDown = this.#listeners.onDown;
  readonly onUp = this.#listeners.onUp;
  place: RelayPlace | undefined;
  /** What clients are told. */
  addresses: readonly string[] = [];
  /** UDP port that answers round-trip probes. */
  probePort: number | undefined;
  port = 0;
  pressure = 0;
  load: RelayLoad | undefined;
  draining = false;
  link: LinkId | undefined;

  constructor(index: number, say: (word: Outgoing) => void, reached: () => boolean) {
    this.index = index;
    this.#say = say;
    this.#reached = reached;
  }

  /** Is it there, and can it be told something? */
  get isUp(): boolean {
    return this.#isUp && this.#reached();
  }

  send(command: RelayCommand, term?: number): void {
    if (!this.#isUp || (command.type === 'join' && !this.#reached())) {
      if (command.type === 'join') {
        const event: RelayEvent = { type: 'refused', peer: command.peer, why: 'relayFailed' };
        queueMicrotask(() => this.#listeners.event(event));
      }
      return;
    }
    const known =
      term ?? ('peer' in command && command.type !== 'join' ? this.#mirror.termOf(command.peer) : 0);
    this.#mirror.said(command, known);
    this.#tell(command, known);
  }

  /** What its host says of it. */
  seen(row: Presence['relays'][number], host: Presence): void {
    if (row.link !== this.link) this.down();
    this.place = placeOf(host);
    this.addresses = host.addresses;
    this.probePort = host.probe;
    this.draining = host.draining || host.ended === true || row.draining === true;
    this.port = row.port;
    this.pressure = row.pressure;
    this.load = row.load;
    if (!row.up || row.link === undefined) {
      this.down();
      return;
    }
    if (row.link !== this.link) this.#abandoned = [];
    this.link = row.link;
    if (this.#isUp) return;
    this.#isUp = true;
    for (const { command, term } of this.#abandoned) this.#tell(command, term);
    this.#abandoned = [];
    this.#listeners.event({ type: 'ready', port: row.port, link: row.link });
    this.#listeners.up();
  }

  /** Its process ended, or nobody hears of it. */
  down(): void {
    if (!this.#isUp) return;
    this.#isUp = false;
    const lost = this.#mirror.peers;
    this.#abandoned = this.#mirror.giveUp();
    this.#listeners.down(lost);
  }

  heard(link: LinkId, event: RelayEvent): void {
    if (link !== this.link || !this.#isUp) return;
    if (event.type === 'census' && event.ask !== undefined) this.#compare(event);
    else this.#pass(event);
  }

  /** Now and then. */
  tidy(now: number): void {
    this.#mirror.tidy(now);
  }

  /** Words were lost, on the way there or back: both sides are made equal. */
  resync(): void {
    if (!this.#isUp) return;
    for (const { command, term } of this.#mirror.again()) this.#tell(command, term);
  }

  #compare(census: Extract<RelayEvent, { type: 'census' }>): void {
    const { gone, connected, strangers } = this.#mirror.compare(census);
    for (const peer of connected) this.#pass({ type: 'connected', peer });
    for (const peer of gone) this.#pass({ type: 'gone', peer, why: 'failed' });
    for (const { command, term } of strangers) this.#tell(command, term);
  }

  #pass(event: RelayEvent): void {
    this.#mirror.heard(event);
    this.#listeners.event(event);
  }

  #tell(command: RelayCommand, term: number): void {
    if (this.link !== undefined) this.#say({ link: this.link, term, command });
  }
}

function placeOf({ host, region, jurisdiction, operator }: Presence): RelayPlace | undefined {
  if (jurisdiction === undefined && operator === undefined) return undefined;
  return { host, region: region ?? '', jurisdiction: jurisdiction ?? '', operator: operator ?? '' };
}
