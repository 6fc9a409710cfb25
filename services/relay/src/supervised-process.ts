import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { LinkId, PeerId, RelayCommand, RelayEvent, RelayLoad } from '@stoa/protocol';
import type { RelayPlace } from './place.ts';
import { type RelayHandle, RelayListeners } from './pool.ts';
import type { BeginFault, FromProcess, RelaySettings, ToProcess } from './process-link.ts';

const pingMs = 1000;
const hungMs = 5000;
/** Loading the program can take long on a busy machine; nobody is served by then, so nothing is lost by waiting. */
const startMs = 30_000;
const stopMs = 3000;
const slackMs = 500;
/** For how long those who are on a relay that is to be replaced may take to move. */
const renewMs = 60_000;
/** Whom nobody else on this machine can take leaves soon for another one, or stays. */
const stuckMs = 10_000;
const emptyMs = 50;
const firstBackoffMs = 100;
/** Starting a process takes a second of processor time. While others carry the rooms, those who move to them go first. */
const calmBackoffMs = 1500;
const longestBackoffMs = 10_000;
/** A process that lived so long was healthy: the next failure starts again with the short wait. */
const healthyMs = 30_000;

/** The clock of the supervisor, replaceable in tests. */
export type Patience = { readonly pingMs: number; readonly hungMs: number };

const entry = fileURLToPath(new URL('./process/main.ts', import.meta.url));

/** Keeps one relay process alive and passes messages to and from it. */
export class SupervisedProcess implements RelayHandle {
  readonly index: number;
  readonly #settings: RelaySettings;
  readonly #log: (line: string) => void;
  readonly #patience: Patience;
  readonly #othersUp: () => boolean;
  readonly #listeners = new RelayListeners();
  readonly #peers = new Set<PeerId>();
  readonly onEvent = this.#listeners.onEvent;
  readonly onDown = this.#listeners.onDown;
  readonly onUp = this.#listeners.onUp;
  #child: ChildProcess | undefined;
  #port = 0;
  #link: LinkId | undefined;
  #load: RelayLoad | undefined;
  #up = false;
  #stopping = false;
  /** Its process is about to be replaced. */
  #draining = false;
  readonly #changed: () => void;
  #startedAt = 0;
  #pongAt = 0;
  #pings = 0;
  #pingedAt = 0;
  #backoffMs = firstBackoffMs;
  #pinging: NodeJS.Timeout | undefined;
  #restarting: NodeJS.Timeout | undefined;
  #firstResult: { resolve: () => void; reject: (error: Error) => void } | undefined;

  constructor(
    index: number,
    settings: RelaySettings,
    log: (line: string) => void,
    patience?: Partial<Patience>,
    othersUp: () => boolean = () => false,
    changed: () => void = () => {},
  ) {
    this.index = index;
    this.#settings = settings;
    this.#log = log;
    this.#patience = { pingMs, hungMs, ...patience };
    this.#othersUp = othersUp;
    this.#changed = changed;
  }

  get port(): number {
    return this.#port;
  }

  get link(): LinkId | undefined {
    return this.#link;
  }

  get pressure(): number {
    return this.#load?.pressure ?? 0;
  }

  /** As its process said it last, at most a second ago; undefined while it is down. */
  get load(): RelayLoad | undefined {
    return this.#load;
  }

  get place(): RelayPlace | undefined {
    return this.#settings.place;
  }

  get draining(): boolean {
    return this.#draining;
  }

  get isUp(): boolean {
    return this.#up;
  }

  /** For tests and operators: undefined while there is no process. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#firstResult = { resolve, reject };
      this.#spawn();
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restarting);
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const impatient = setTimeout(() => child.kill('SIGKILL'), stopMs);
    this.#tell({ type: 'stop' });
    await ended;
    clearTimeout(impatient);
  }

  /**
   * A new process instead of the present one: nobody new comes to it, and it ends when those who are here have moved to
   * others, or after a minute; where there is no other here, as soon as nobody leaves for `elsewhere`. Resolves when the
   * new one is ready, or when all is stopped.
   */
  async renew(elsewhere: boolean = false): Promise<void> {
    const child = this.#child;
    if (this.#draining || this.#stopping || !this.#up || !child) return;
    this.#draining = true;
    this.#changed();
    await this.#emptied(child, elsewhere);
    const impatient = setTimeout(() => child.kill('SIGKILL'), stopMs);
    if (this.#child === child) this.#tell({ type: 'stop' });
    while (!this.#stopping && (this.#child === child || !this.#up)) await pause(emptyMs);
    clearTimeout(impatient);
    this.#draining = false;
    this.#changed();
  }

  async #emptied(child: ChildProcess, elsewhere: boolean): Promise<void> {
    const until = performance.now() + renewMs;
    const stuckAfter = elsewhere ? stuckMs : 0;
    let fewest = this.#peers.size;
    let leftAt = performance.now();
    while (this.#peers.size > 0 && this.#child === child) {
      const now = performance.now();
      if (this.#peers.size < fewest) leftAt = now;
      fewest = Math.min(fewest, this.#peers.size);
      if (now >= until || (!this.#othersUp() && now - leftAt >= stuckAfter)) return;
      await pause(emptyMs);
    }
  }

  send(command: RelayCommand): void {
    if (!this.#up) {
      if (command.type === 'join') {
        const event: RelayEvent = { type: 'refused', peer: command.peer, why: 'relayFailed' };
        queueMicrotask(() => this.#listeners.event(event));
      }
      return;
    }
    if (command.type === 'join') this.#peers.add(command.peer);
    this.#tell(command);
  }

  #spawn(): void {
    const child = fork(entry, [], {
      serialization: 'advanced',
      // Nothing of this process's environment: it may hold database addresses and secrets.
      env: { NODE_ENV: 'production' },
      execArgv: ['--import', typescriptLoader(), '--max-semi-space-size=4'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.#startedAt = performance.now();
    this.#pongAt = this.#startedAt;
    this.#pingedAt = this.#startedAt;
    child.on('message', (message: FromProcess) => this.#hear(message));
    child.on('error', () => this.#log(`relay ${this.index}: the process cannot be reached`));
    child.once('exit', (code, signal) => this.#ended(child, code, signal));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => this.#log(`relay ${this.index}: ${printable(chunk)}`));
    }
    this.#tell({ type: 'begin', settings: this.#settings });
    this.#pinging = setInterval(() => this.#ping(child), this.#patience.pingMs);
  }

  #tell(message: ToProcess): void {
    const child = this.#child;
    if (!child?.connected) return;
    // The callback takes the error of a pipe that closes meanwhile; the exit event follows.
    child.send(message, () => {});
  }

  #ping(child: ChildProcess): void {
    const now = performance.now();
    // If we did not run ourselves (a busy server, a machine asleep), its answers may lie unread: ask again first.
    if (now - this.#pingedAt > 2 * this.#patience.pingMs + slackMs) this.#pongAt = now;
    this.#pingedAt = now;
    if (now - this.#pongAt >= (this.#up ? this.#patience.hungMs : startMs)) {
      this.#log(`relay ${this.index}: does not answer, killed`);
      child.kill('SIGKILL');
      return;
    }
    if (this.#up) this.#tell({ type: 'ping', n: ++this.#pings });
  }

  #hear(message: FromProcess): void {
    switch (message.type) {
      case 'unable':
        this.#unable(message.why);
        return;
      case 'ready':
        this.#port = message.port;
        this.#link = message.link;
        this.#up = true;
        this.#pongAt = performance.now();
        this.#firstResult?.resolve();
        this.#firstResult = undefined;
        this.#listeners.event(message);
        this.#listeners.up();
        return;
      case 'pong':
        this.#pongAt = performance.now();
        this.#load = message.load;
        break;
      case 'gone':
      case 'refused':
        this.#peers.delete(message.peer);
        break;
      default:
    }
    this.#listeners.event(message);
  }

  #unable(why: BeginFault): void {
    const { bindAddress, port } = this.#settings;
    const reasons: Record<BeginFault, string> = {
      portTaken: `UDP port ${port} is already in use; choose another one or stop the program that has it`,
      addressUnusable: `the address ${bindAddress} cannot be bound; it must belong to this machine`,
      libraryUnusable: 'node-datachannel has no binary for this system; run the installation again',
      backboneUnusable:
        'it cannot reach the other relays; see that the folder for temporary files can be written',
    };
    const error = new Error(`The relay cannot begin: ${reasons[why]}.`);
    if (this.#firstResult) {
      this.#stopping = true; // the caller decides what to do; nobody retries behind its back
      this.#firstResult.reject(error);
      this.#firstResult = undefined;
    } else this.#log(`relay ${this.index}: ${error.message}`);
  }

  #ended(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void {
    if (child !== this.#child) return;
    clearInterval(this.#pinging);
    this.#child = undefined;
    const lost = [...this.#peers];
    this.#peers.clear();
    const wasUp = this.#up;
    this.#up = false;
    this.#load = undefined;
    if (wasUp) this.#listeners.down(lost);
    if (this.#stopping) return;
    const lived = performance.now() - this.#startedAt;
    if (lived >= healthyMs) this.#backoffMs = firstBackoffMs;
    const wait = this.#draining
      ? 0
      : wasUp && this.#othersUp()
        ? Math.max(calmBackoffMs, this.#backoffMs)
        : this.#backoffMs;
    this.#log(`relay ${this.index}: ended (${signal ?? code}), starting again in ${wait} ms`);
    if (this.#firstResult && lived < healthyMs && this.#backoffMs > firstBackoffMs * 4) {
      this.#firstResult.reject(new Error('The relay cannot begin: its process ends at once.'));
      this.#firstResult = undefined;
      return;
    }
    this.#restarting = setTimeout(() => this.#spawn(), wait);
    this.#backoffMs = Math.min(this.#backoffMs * 2, longestBackoffMs);
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Source runs through tsx; asked for by its place, so that the current folder of the server does not matter. */
function typescriptLoader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}

/** One line, with network addresses blotted out: what a native library prints is not under our control. */
function printable(chunk: Buffer): string {
  return chunk
    .toString('utf8', 0, 2000)
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}\b/gi, '[address]')
    .replace(/\s+/g, ' ')
    .trim();
}
