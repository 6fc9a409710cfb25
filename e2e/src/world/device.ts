import { createHash } from 'node:crypto';
import {
  createRoom,
  type Entry,
  type Life,
  type MediaTransport,
  type RoomPorts,
  type TokenCalls,
  type TransportEvents,
  type VoiceReport,
} from '@stoa/client/room';
import { createKeySession, type KeySession } from '@stoa/e2ee';
import {
  createFrameOpener,
  createFrameSealer,
  type FrameKeySource,
  type FrameOpener,
  type FrameSealer,
  type OpeningKey,
  type SealingKey,
} from '@stoa/e2ee/frame';
import { dtlsFingerprint, leaf as leafOf, toBase64Url } from '@stoa/protocol';
import type { Chance, VirtualClock } from '@stoa/testkit';
import type { Network } from './network.ts';
import type { SimulatedRelay, TransportEnd } from './relay.ts';

/** What surrounds a device. */
export type Surroundings = {
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly network: Network<Device>;
  readonly relay: SimulatedRelay;
  readonly offers: Map<string, TransportEnd>;
  readonly lives: Map<string, SimulatedLife>;
  /** Who keeps its keys when it should have lost them. */
  readonly spies: { keep(life: SimulatedLife): void };
  tokens(device: Device): TokenCalls;
  arrived(life: SimulatedLife, payload: Uint8Array<ArrayBuffer>): void;
  /** A device sealed a message. */
  wrote(life: SimulatedLife, body: Uint8Array, bytes: Uint8Array): void;
};

export type Track = 'microphone';

/** The whole client of one person, but for WebRTC, in virtual time, with a clock of its own. */
export class Device {
  readonly world: Surroundings;
  readonly n: number;
  readonly person: string;
  /** Keeps its keys and its ear at the relay when it has to go. */
  readonly keepsKeys: boolean;
  readonly room: ReturnType<typeof createRoom>;
  readonly #skew: number;
  alive = true;
  connected = true;
  /** A device that sleeps runs nothing until it wakes. */
  asleep = false;
  readonly #missed: (() => void)[] = [];
  readonly #networkListeners = new Set<() => void>();
  life: SimulatedLife | undefined;

  constructor(world: Surroundings, n: number, person: string, entry: Entry, keepsKeys: boolean) {
    this.world = world;
    this.n = n;
    this.person = person;
    this.keepsKeys = keepsKeys;
    this.#skew = world.chance.below(600_000) - 300_000;
    this.room = createRoom(entry, this.#ports());
    // A browser calls its listeners: whatever reads the view must be able to at any moment.
    this.room.subscribe(() => void this.room.view);
  }

  get online(): boolean {
    return this.alive && this.connected && !this.asleep;
  }

  get isLive(): boolean {
    return this.room.view.phase.is === 'live';
  }

  get isClosed(): boolean {
    return !this.alive || this.room.view.phase.is === 'closed';
  }

  get leaf(): number | undefined {
    return this.isLive ? this.room.view.me?.leaf : undefined;
  }

  now = (): number => this.world.clock.unix() + this.#skew;

  after = (ms: number, run: () => void): (() => void) =>
    this.world.clock.after(ms, () => {
      if (!this.alive) return;
      if (this.asleep) this.#missed.push(run);
      else run();
    });

  /** As by kill -9. */
  kill(): void {
    this.alive = false;
    this.world.network.cut(this);
    if (this.life) this.life.end();
  }

  lose(): void {
    if (!this.connected) return;
    this.connected = false;
    this.world.network.cut(this);
  }

  regain(tellsIt: boolean): void {
    if (this.connected) return;
    this.connected = true;
    if (tellsIt && this.alive) for (const listener of this.#networkListeners) listener();
  }

  sleep(): void {
    if (this.asleep || !this.alive) return;
    this.asleep = true;
    this.world.network.cut(this);
  }

  wake(): void {
    if (!this.asleep) return;
    this.asleep = false;
    for (const run of this.#missed.splice(0)) if (this.alive) run();
  }

  #ports(): RoomPorts<Track> {
    const { world } = this;
    return {
      clock: { now: this.now, after: this.after },
      chance: world.chance.fraction,
      tokens: world.tokens(this),
      openSocket: (events) => world.network.dial(this, events),
      makeLife: async () => {
        const life = new SimulatedLife(this, await createKeySession({ random: world.chance.bytes }));
        this.life = life;
        const { write } = life.keys;
        life.keys.write = async (body, now) => {
          const bytes = await write(body, now);
          if (bytes) world.wrote(life, body, bytes);
          return bytes;
        };
        world.lives.set(toBase64Url(new Uint8Array(life.keys.key)), life);
        return life;
      },
      microphone: {
        open: async () => ({ ok: true, track: 'microphone' }),
        setMuted() {},
        list: async () => [],
        choose() {},
        close() {},
      },
      sound: { state: 'playing', unlock: async () => {}, onChange() {}, close() {} },
      onNetworkChange: (callback) => {
        this.#networkListeners.add(callback);
        return () => void this.#networkListeners.delete(callback);
      },
    };
  }
}

/** The keys of one join and the frames they seal and open. */
export class SimulatedLife implements Life<Track> {
  readonly device: Device;
  readonly keys: KeySession;
  readonly sealer: FrameSealer;
  readonly opener: FrameOpener;
  /** Keys that were in this device's hands, for one that keeps them. */
  readonly kept = new Map<number, OpeningKey>();
  lastSealing: SealingKey | undefined;
  transportNow: SimulatedTransport | undefined;
  track: Track | undefined;
  frames = 0;
  /** CTRs of the sealed frames of others that were rendered: sender and leaf, then CTR. */
  readonly rendered = new Set<string>();
  lastHeard = new Map<number, number>();
  closed = false;
  /** Nobody reports anybody in this world. */
  readonly evidence = async (): Promise<undefined> => undefined;
  #voices: (reports: readonly VoiceReport[], ownLevel: number) => void = () => {};

  constructor(device: Device, keys: KeySession) {
    this.device = device;
    this.keys = keys;
    const { subtle } = globalThis.crypto;
    const source: FrameKeySource = {
      sealing: () => {
        const key = keys.frames.sealing();
        if (key) this.lastSealing = key;
        return key;
      },
      opening: (kid) => {
        const key = keys.frames.opening(kid);
        if (device.keepsKeys && typeof key === 'object') this.kept.set(kid, key);
        return key;
      },
    };
    this.sealer = createFrameSealer(source, { subtle });
    this.opener = createFrameOpener(source, {
      subtle,
      now: device.now,
      delay: (ms) => new Promise((resolve) => device.after(ms, () => resolve())),
    });
  }

  transport(events: TransportEvents): MediaTransport<Track> {
    const transport = new SimulatedTransport(this, events, this.device.world.chance);
    this.transportNow = transport;
    return transport;
  }

  listenTo(track: Track | undefined): void {
    this.track = track;
  }

  onVoices(callback: (reports: readonly VoiceReport[], ownLevel: number) => void): void {
    this.#voices = callback;
  }

  report(): void {
    if (this.closed) return;
    const reports = this.opener
      .voices()
      .map(({ leaf, level, verified }) => ({ leaf: leafOf(leaf), level, verified }));
    this.#voices(reports, 2);
  }

  close(): void {
    this.closed = true;
    this.end();
  }

  /** The device is gone or has to go: honest ones hold no key any more. */
  end(): void {
    if (this.device.keepsKeys) this.device.world.spies.keep(this);
    else this.keys.close();
  }
}

export class SimulatedTransport implements MediaTransport<Track>, TransportEnd {
  readonly life: SimulatedLife;
  readonly #events: TransportEvents;
  readonly #offer: string;
  published: Track | undefined;
  isUp = false;
  #closed = false;
  #signs = 0;

  constructor(life: SimulatedLife, events: TransportEvents, chance: Chance) {
    this.life = life;
    this.#events = events;
    const print = createHash('sha256')
      .update(chance.bytes(16))
      .digest('hex')
      .toUpperCase()
      .match(/../g)!
      .join(':');
    this.#offer = `v=0\r\ns=-\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=fingerprint:sha-256 ${print}\r\n`;
    life.device.world.offers.set(this.#offer, this);
  }

  get online(): boolean {
    return this.life.device.online && !this.#closed;
  }

  async offer() {
    return { text: this.#offer, fingerprint: dtlsFingerprint(this.#offer)! };
  }

  async answer(text: string): Promise<void> {
    if (text !== this.#offer) throw new Error('an answer to another offer');
    this.life.device.world.relay.connect(this);
  }

  async publish(track: Track | undefined): Promise<void> {
    this.published = track;
  }

  carry(): void {}

  async signsOfLife(): Promise<number> {
    if (this.life.device.world.relay.reaches(this)) this.#signs++;
    return this.#signs;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.isUp = false;
    this.life.device.world.relay.hangUp(this);
  }

  up(): void {
    if (this.#closed) return;
    this.isUp = true;
    this.#events.up();
  }

  down(): void {
    if (this.#closed || !this.isUp) return;
    this.isUp = false;
    this.#events.down();
  }

  take(payload: Uint8Array<ArrayBuffer>): void {
    this.#signs++;
    this.life.device.world.arrived(this.life, payload);
  }
}
