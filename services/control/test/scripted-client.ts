import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  type ClientMessage,
  type ClientMessageOf,
  decodeServerMessage,
  dtlsFingerprint,
  encodeClientMessage,
  type JoinToken,
  joinProofBytes,
  type Leaf,
  offerProofBytes,
  type Policy,
  type RoomCommand,
  type RoomEvent,
  type RoomHandle,
  resumeProofBytes,
  type ServerMessage,
  type ServerMessageOf,
} from '@stoa/protocol';
import { cardVersion, encodeFence, type Fence, noFence } from '@stoa/protocol/fleet';
import { type Chance, type SocketEnd, settled } from '@stoa/testkit';

export const offerText = (fingerprintByte: string = 'AB'): string =>
  `v=0\r\ns=-\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=fingerprint:sha-256 ${Array(32).fill(fingerprintByte).join(':')}\r\n`;

/** What a client needs of the world around it. */
export type Surroundings = {
  readonly chance: Chance;
  dial: (address?: string) => SocketEnd;
  token(about: {
    room: RoomHandle;
    client: { readonly keyHash: Uint8Array };
    open?: boolean;
    subject?: string;
  }): Promise<JoinToken>;
};

/**
 * A client that says what tests want it to say. Its keys' material is random bytes, which is all that control ever
 * sees of them; as a steward it admits whoever asks.
 */
export class ScriptedClient {
  readonly world: Surroundings;
  readonly received: ServerMessage[] = [];
  readonly key: Uint8Array<ArrayBuffer>;
  readonly keyHash: Uint8Array<ArrayBuffer>;
  readonly #private: KeyObject;
  socket!: SocketEnd;
  nonce!: Uint8Array;
  gone = false;
  leaf: Leaf | undefined;
  /** As a steward: admits at once. */
  admits = true;
  headSeq = 0;
  generation = 0;
  epoch = 0;
  logSize = 1;
  #commands = 0;
  /** Offers a second transport when it is asked for one. */
  moves = true;
  next = 0;

  constructor(world: Surroundings) {
    this.world = world;
    const pair = generateKeyPairSync('ed25519');
    this.#private = pair.privateKey;
    this.key = new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
    this.keyHash = new Uint8Array(createHash('sha256').update(this.key).digest());
  }

  /** A new socket, and the challenge on it. */
  async connect(address?: string): Promise<this> {
    this.gone = false;
    const socket = this.world.dial(address);
    this.socket = socket;
    socket.onText((text) => {
      const message = decodeServerMessage(text);
      if (!message) throw new Error('the server sent something that is no message');
      this.received.push(message);
      this.#react(message);
    });
    socket.onGone(() => {
      if (this.socket === socket) this.gone = true;
    });
    await settled();
    this.nonce = this.last('challenge').nonce;
    return this;
  }

  say(message: ClientMessage): void {
    this.socket.send(encodeClientMessage(message));
  }

  sign(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    return new Uint8Array(sign(null, bytes, this.#private));
  }

  async open(room: RoomHandle, policy: Policy = 'open'): Promise<this> {
    await this.connect();
    this.say(await this.openMessage(room, policy));
    await settled();
    return this;
  }

  async openMessage(room: RoomHandle, policy: Policy = 'open', subject?: string, fence: Fence = noFence) {
    const token = await this.world.token({ room, client: this, open: true, ...(subject ? { subject } : {}) });
    const message: ClientMessageOf<'open'> = {
      t: 'open',
      token,
      key: this.key,
      proof: this.sign(joinProofBytes(this.nonce, token, dtlsFingerprint(offerText())!)),
      offer: offerText(),
      policy,
      card: cardOf(fence),
      entry: this.world.chance.bytes(200),
      head: { seq: 0, generation: 0, epoch: 0, size: 1, bytes: this.world.chance.bytes(300) },
    };
    return message;
  }

  async join(room: RoomHandle, subject?: string, address?: string): Promise<this> {
    await this.connect(address);
    const token = await this.world.token({ room, client: this, ...(subject ? { subject } : {}) });
    this.say(this.joinMessage(token));
    await settled();
    return this;
  }

  joinMessage(token: JoinToken, offer: string = offerText()): ClientMessageOf<'join'> {
    const proof = this.sign(joinProofBytes(this.nonce, token, dtlsFingerprint(offer)!));
    return { t: 'join', token, key: this.key, proof, offer, request: this.world.chance.bytes(64) };
  }

  async resume(room: RoomHandle, about: Partial<ClientMessageOf<'resume'>> = {}): Promise<this> {
    await this.connect();
    const leaf = about.leaf ?? this.leaf!;
    const proof = this.sign(resumeProofBytes(this.nonce, leaf));
    this.say({ t: 'resume', room, leaf, proof, seen: 0, headSeq: this.headSeq, ...about });
    await settled();
    return this;
  }

  async offer(offer: string = offerText(), next?: number): Promise<void> {
    const proof = this.sign(offerProofBytes(this.nonce, this.leaf!, dtlsFingerprint(offer)!));
    this.say({ t: 'offer', offer, proof, ...(next !== undefined && { next }) });
    await settled();
  }

  /** The answer's refusal; undefined when it was done. */
  async command(
    command: RoomCommand,
    order: Uint8Array<ArrayBuffer> | undefined = this.world.chance.bytes(80),
  ) {
    const id = ++this.#commands;
    this.say({ t: 'command', id, command, ...(order ? { order } : {}) });
    await settled();
    const answer = this.received.findLast((m) => (m.t === 'done' || m.t === 'refused') && m.id === id);
    if (!answer) return 'unanswered';
    return answer.t === 'refused' ? answer.why : undefined;
  }

  /** Signs the next head, as far as control can tell. */
  async head(about: Partial<ClientMessageOf<'head'>> & { epoch?: number; generation?: number } = {}) {
    const { epoch = this.epoch, generation = this.generation, ...rest } = about;
    const bytes = this.world.chance.bytes(300);
    this.say({
      t: 'head',
      head: { seq: this.headSeq + 1, generation, epoch, size: this.logSize, bytes },
      removed: [],
      wraps: [],
      rewraps: [],
      ...rest,
    });
    await settled();
  }

  all<T extends ServerMessage['t']>(t: T): ServerMessageOf<T>[] {
    return this.received.filter((message): message is ServerMessageOf<T> => message.t === t);
  }

  last<T extends ServerMessage['t']>(t: T): ServerMessageOf<T> {
    const found = this.all(t).at(-1);
    if (!found) throw new Error(`no ${t} was received`);
    return found;
  }

  has(t: ServerMessage['t']): boolean {
    return this.received.some((message) => message.t === t);
  }

  events(was: RoomEvent['was']) {
    return this.all('event').filter(({ event }) => event.was === was);
  }

  #react(message: ServerMessage): void {
    if (message.t === 'admitted') {
      this.leaf = message.leaf;
      this.headSeq = message.head.seq;
    }
    if (message.t === 'head') {
      this.headSeq = message.head.seq;
      this.epoch = message.head.epoch;
      this.generation = message.head.generation;
    }
    if (message.t === 'entries') this.logSize = message.from + message.entries.length;
    if (message.t === 'request' && this.admits) this.admit(message.request);
    if (message.t === 'move' && this.moves) void this.offer(offerText(), ++this.next);
  }

  admit(request: number, leaf: number = this.logSize++): void {
    const { chance } = this.world;
    this.say({
      t: 'admit',
      request,
      leaf: leaf as Leaf,
      entry: chance.bytes(200),
      wrap: chance.bytes(540),
    });
  }
}

/** As much of a card as control reads. */
export function cardOf(fence: Fence): Uint8Array<ArrayBuffer> {
  const card = new Uint8Array(1_000);
  card[0] = cardVersion;
  card.set(encodeFence(fence), 68);
  return card;
}
