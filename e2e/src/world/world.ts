import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { TokenCalls } from '@stoa/client/room';
import { type Control, createControl, verifyEd25519 } from '@stoa/control';
import type { OpenedFrame } from '@stoa/e2ee/frame';
import {
  linkFragment,
  type Policy,
  type RoomHandle,
  roomHandle,
  signToken,
  subject,
  toBase64Url,
  tokenLifetimeMs,
} from '@stoa/protocol';
import { Chance, settled, VirtualClock } from '@stoa/testkit';
import { Device, type SimulatedLife } from './device.ts';
import { Network } from './network.ts';
import { SimulatedRelay, type TransportEnd } from './relay.ts';
import { Rules } from './rules.ts';
import type { Sealed } from './sealed.ts';
import { Spies } from './spies.ts';
import { Talk } from './talk.ts';
import { Truth } from './truth.ts';

/** Milliseconds between two frames of one microphone: sound is thinner here than in life. */
export const frameEveryMs = 250;
/** So much of the past is tried with the keys of newcomers. */
const recordedMs = 40_000;

/** Clients, control and a relay in one process: one seed, virtual time. */
export class World {
  readonly clock = new VirtualClock();
  readonly chance: Chance;
  readonly offers = new Map<string, TransportEnd>();
  readonly relay: SimulatedRelay;
  readonly control: Control;
  readonly network: Network<Device>;
  readonly truth: Truth;
  readonly spies: Spies;
  readonly rules: Rules;
  readonly talk: Talk;
  readonly lives = new Map<string, SimulatedLife>();
  readonly devices: Device[] = [];
  readonly policy: Policy;
  link: { readonly room: RoomHandle; readonly fragment: ReturnType<typeof linkFragment> } | undefined;
  readonly recorded: Sealed[] = [];
  readonly #sealed = new WeakMap<Uint8Array, Sealed>();
  readonly #issuer = generateKeyPairSync('ed25519');
  readonly #audience: Uint8Array;
  readonly #subjects = new Map<string, string>();
  #lastDevice = 0;
  #headsTold = 0;
  #admissionsSeen = 0;
  #pumpAt = 0;
  /** Awaited before time goes on. */
  #work: Promise<unknown>[] = [];

  constructor(seed: number, policy: Policy) {
    this.chance = new Chance(seed);
    this.policy = policy;
    this.truth = new Truth(this.clock.now);
    this.relay = new SimulatedRelay(this.clock, this.chance, this.offers);
    const key = new Uint8Array(this.#issuer.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
    this.#audience = new Uint8Array(createHash('sha256').update(key).digest().subarray(0, 16));
    this.control = createControl(
      {
        relays: { relays: [this.relay] },
        clock: this.clock,
        random: this.chance.bytes,
        verify: verifyEd25519,
        tokens: { audience: this.#audience, key },
        log() {},
      },
      { socketsPerAddressPerMinute: 1_000_000 },
    );
    this.network = new Network<Device>(this.clock, this.chance, () => this.control, {
      clientSaid: (device, line, text) => {
        this.truth.clientSaid(device, line, text);
        this.talk.passes(text);
      },
      serverSaid: (device, line, text) => {
        this.truth.serverSaid(device, line, text);
        this.talk.serverSaid(device, text);
      },
    });
    this.rules = new Rules(this);
    this.talk = new Talk({
      now: this.clock.now,
      broken: (what) => this.rules.broken(what),
      read: (reader, sealed) => this.rules.opened(reader, sealed),
    });
    this.spies = new Spies(
      this.clock.now,
      () => this.truth.heads.at(-1)?.message.head.epoch ?? 0,
      (life, effects) => this.talk.heard(life, effects),
    );
  }

  /** The first device opens the room. */
  async start(): Promise<Device> {
    const host = this.#add(
      'host',
      { how: 'open', name: 'host', title: 'A room', policy: this.policy },
      false,
    );
    await this.advance(2_000);
    const [, room, fragment] = /^\/r\/([^#]+)#(.+)$/.exec(host.room.link) ?? [];
    if (!room || !fragment || !host.isLive) throw new Error('the room could not be opened');
    this.link = { room: roomHandle(room), fragment: linkFragment(fragment) };
    return host;
  }

  /** A device of this person follows the link. */
  join(person: string, keepsKeys: boolean): Device {
    if (!this.link) throw new Error('no room yet');
    return this.#add(person, { how: 'join', name: person, ...this.link }, keepsKeys);
  }

  #add(person: string, entry: ConstructorParameters<typeof Device>[3], keepsKeys: boolean): Device {
    const device = new Device(this, this.#lastDevice++, person, entry, keepsKeys);
    this.devices.push(device);
    this.talk.follow(device);
    return device;
  }

  /** A room may end when nobody is there to be told. */
  get isOver(): boolean {
    return this.truth.ended || (this.link !== undefined && this.control.load.rooms === 0);
  }

  /** Those whose place in the room nobody has ended. */
  here(): Device[] {
    return this.devices.filter((device) => !device.isClosed);
  }

  deviceAt(leaf: number): Device | undefined {
    const member = this.truth.members.get(leaf);
    return member && this.lives.get(member.key)?.device;
  }

  tokens(device: Device): TokenCalls {
    const token = (room: RoomHandle, keyHash: Uint8Array, open: boolean) =>
      signToken(
        {
          audience: this.#audience,
          room,
          keyHash,
          subject: this.subjectOf(device.person),
          grants: { open },
          expires: this.clock.unix() + tokenLifetimeMs,
          jti: this.chance.bytes(16),
        },
        async (message) => sign(null, message, this.#issuer.privateKey),
      );
    const trip = () => new Promise<void>((resolve) => device.after(20 + this.chance.below(100), resolve));
    return {
      newRoom: async (keyHash) => {
        await trip();
        const room = roomHandle(toBase64Url(this.chance.bytes(16)));
        return { ok: true, room, token: await token(room, keyHash, true) };
      },
      join: async (room, keyHash) => {
        await trip();
        if (!device.online) return { ok: false, why: 'network' };
        const card = this.control.card(room, this.subjectOf(device.person));
        if (!card) return { ok: false, why: 'roomNotFound' };
        return { ok: true, card, token: await token(room, keyHash, false) };
      },
    };
  }

  subjectOf(person: string): ReturnType<typeof subject> {
    let known = this.#subjects.get(person);
    if (!known) {
      known = toBase64Url(this.chance.bytes(16));
      this.#subjects.set(person, known);
    }
    return subject(known);
  }

  /** Lets time pass, with frames, spies and rules at their times. */
  async advance(ms: number): Promise<void> {
    const until = this.clock.now() + ms;
    for (;;) {
      const next = Math.min(until, this.#pumpAt);
      await this.clock.advance(next - this.clock.now());
      await this.#settle();
      if (next < this.#pumpAt) return;
      this.#pumpAt += frameEveryMs;
      await this.#pump();
      if (this.clock.now() >= until) return;
    }
  }

  async #settle(): Promise<void> {
    while (this.#work.length > 0) await Promise.all(this.#work.splice(0));
    await settled();
    const { heads } = this.truth;
    for (; this.#headsTold < heads.length; this.#headsTold++)
      this.spies.head(heads[this.#headsTold]!.message);
    const { members } = this.truth;
    for (; this.#admissionsSeen < members.size; this.#admissionsSeen++) {
      const member = members.get(this.#admissionsSeen);
      if (!member) break;
      // Its keys are on their way: what it can do with them is tried when they are there.
      this.clock.after(300, () => this.#work.push(this.#tryPast(member.leaf)));
    }
  }

  async #tryPast(leaf: number): Promise<void> {
    const member = this.truth.members.get(leaf);
    const life = member && this.lives.get(member.key);
    if (!life) return;
    await this.rules.newcomerTriesPast(leaf, life, this.recorded);
  }

  async #pump(): Promise<void> {
    this.relay.watch();
    this.spies.tick();
    this.rules.observe();
    const oldest = this.clock.now() - recordedMs;
    while (this.recorded[0] && this.recorded[0].at < oldest) this.recorded.shift();
    for (const device of this.devices) {
      const life = device.life;
      if (!life || life.closed || !device.online) continue;
      life.report();
      if (life.transportNow?.published && life.transportNow.isUp) await this.speak(life);
    }
    await settled();
    this.rules.always();
  }

  /** One frame from this device's microphone. */
  async speak(life: SimulatedLife): Promise<void> {
    const opus = this.chance.bytes(20 + this.chance.below(60));
    const payload = await life.sealer.seal(opus, 2);
    if (payload) await this.send(life, payload, opus);
  }

  /** Puts a frame on this device's line to the relay, and into the hands of everybody who listens on the way. */
  async send(
    life: SimulatedLife,
    payload: Uint8Array<ArrayBuffer>,
    opus: Uint8Array<ArrayBuffer>,
    honest = true,
  ): Promise<void> {
    const sealed: Sealed = { payload, life, opus, at: this.clock.now(), honest };
    this.#sealed.set(payload, sealed);
    this.recorded.push(sealed);
    for (const spy of await this.spies.opening(sealed)) this.rules.opened(spy, sealed);
    const end = life.transportNow;
    if (end) this.clock.after(5 + this.chance.below(20), () => this.relay.forward(end, payload));
  }

  /** A message was sealed: whoever is out gets it before anybody else. */
  wrote(life: SimulatedLife, body: Uint8Array, bytes: Uint8Array): void {
    this.talk.wrote(body, bytes);
    const { leaf } = life.device;
    if (leaf !== undefined) this.spies.said(leaf, bytes);
  }

  /** A frame came to a device. */
  arrived(life: SimulatedLife, payload: Uint8Array<ArrayBuffer>): void {
    const sealed = this.#sealed.get(payload);
    if (!sealed) throw new Error('a frame that nobody sent');
    const opening = life.opener.open(payload).then((outcome) => {
      if (typeof outcome === 'object') this.#heard(life, sealed, outcome);
      else this.rules.dropped(outcome);
    });
    void opening;
  }

  #heard(life: SimulatedLife, sealed: Sealed, frame: OpenedFrame): void {
    this.rules.opened(life, sealed);
    this.rules.rendered(life, sealed, frame);
  }
}
