import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  type ClientMessage,
  decodeServerMessage,
  dtlsFingerprint,
  encodeClientMessage,
  joinProofBytes,
  leaf,
  type RoomHandle,
  roomHandle,
  type ServerMessage,
  signToken,
  subject,
  toBase64Url,
  tokenLifetimeMs,
} from '@stoa/protocol';
import { cardVersion, deploymentKeyBytes, fenceBytes } from '@stoa/protocol/fleet';
import type { Crowd } from './crowd.ts';
import { RawWebSocket } from './raw-websocket.ts';

const offer = `v=0\r\ns=-\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}\r\n`;
/** A person may write twenty times a minute; ten a second take thirty people and more. */
const writers = 40;
/** A room whose steward is not heard of for a minute ends; a round of others may last longer. */
const stewardSignMs = 20_000;
/** A room takes 200 people a second. */
const joinsPerSecond = 150;

export type Issuer = { readonly privateKey: KeyObject; readonly publicKey: Uint8Array<ArrayBuffer> };

export function newIssuer(): Issuer {
  const pair = generateKeyPairSync('ed25519');
  return { privateKey: pair.privateKey, publicKey: rawKey(pair.publicKey) };
}

/** People in one room: they come in as any client does, and one of them answers for all as a steward. */
export async function enterRoom(
  port: number,
  people: number,
  issuer: Issuer,
  heard: (payload: Buffer) => void,
): Promise<Crowd> {
  const room = roomHandle(toBase64Url(randomBytes(16)));
  const steward = new Person(port, issuer, room);
  await steward.open();
  const all = [steward];
  for (let i = 1; i < people; i++) {
    const one = new Person(port, issuer, room);
    all.push(one);
    void one.join();
    await new Promise((resolve) => setTimeout(resolve, 1_000 / joinsPerSecond));
  }
  for (const one of all) await one.isIn;
  for (const one of all) one.socket.onFrame(heard);
  await steward.head(people);
  const signs = setInterval(() => void steward.head(people), stewardSignMs);
  let next = 0;
  return {
    listeners: people,
    say(bytes) {
      const writer = all[1 + (next++ % Math.min(writers, people - 1))]!;
      writer.send({ t: 'say', id: next, bytes });
    },
    async rest() {
      // Nobody else has come; the steward shows that it lives.
      await steward.head(people);
      const lost = all.filter(({ socket }) => socket.gone !== undefined).length;
      if (lost > 0) throw new Error(`${lost} people lost their sockets`);
    },
    close: () => {
      clearInterval(signs);
      for (const { socket } of all) socket.close();
    },
  };
}

class Person {
  readonly #issuer: Issuer;
  readonly #room: RoomHandle;
  readonly #private: KeyObject;
  readonly #key: Uint8Array<ArrayBuffer>;
  readonly socket: RawWebSocket;
  readonly isIn: Promise<void>;
  #in: () => void = () => {};
  #challenge: (nonce: Uint8Array) => void = () => {};
  readonly #nonce: Promise<Uint8Array>;
  #headSeq = 0;
  #logSize = 1;

  constructor(port: number, issuer: Issuer, room: RoomHandle) {
    this.#issuer = issuer;
    this.#room = room;
    const pair = generateKeyPairSync('ed25519');
    this.#private = pair.privateKey;
    this.#key = rawKey(pair.publicKey);
    this.isIn = new Promise((resolve) => {
      this.#in = resolve;
    });
    this.#nonce = new Promise((resolve) => {
      this.#challenge = resolve;
    });
    this.socket = new RawWebSocket(port, '/signal', (payload) => {
      const message = decodeServerMessage(payload.toString());
      if (message) this.#react(message);
    });
  }

  send(message: ClientMessage): void {
    this.socket.sendText(encodeClientMessage(message));
  }

  async open(): Promise<void> {
    const { token, proof } = await this.#credentials(true);
    const head = { seq: 0, generation: 0, epoch: 0, size: 1, bytes: random(300) };
    const card = unfenced();
    const entry = random(200);
    const key = this.#key;
    this.send({ t: 'open', token, key, proof, offer, policy: 'open', card, entry, head });
    await this.isIn;
  }

  async join(): Promise<void> {
    const { token, proof } = await this.#credentials(false);
    this.send({ t: 'join', token, key: this.#key, proof, offer, request: random(64) });
  }

  async head(size: number): Promise<void> {
    this.#headSeq += 1;
    const head = { seq: this.#headSeq, generation: 0, epoch: 0, size, bytes: random(300) };
    this.send({ t: 'head', head, removed: [], wraps: [], rewraps: [] });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }

  #react(message: ServerMessage): void {
    if (message.t === 'challenge') this.#challenge(message.nonce);
    if (message.t === 'admitted') this.#in();
    if (message.t === 'closed') throw new Error(`somebody was not let in: ${message.code}`);
    if (message.t === 'request') {
      const admitted = leaf(this.#logSize++);
      const [entry, wrap] = [random(200), random(540)];
      this.send({ t: 'admit', request: message.request, leaf: admitted, entry, wrap });
    }
  }

  async #credentials(open: boolean) {
    await this.socket.opened();
    const nonce = await this.#nonce;
    const { privateKey, publicKey } = this.#issuer;
    const token = await signToken(
      {
        audience: hash(publicKey).subarray(0, 16),
        room: this.#room,
        keyHash: hash(this.#key),
        subject: subject(toBase64Url(randomBytes(16))),
        grants: { open },
        expires: Date.now() + tokenLifetimeMs,
        jti: random(16),
      },
      async (message) => sign(null, message, privateKey),
    );
    const proven = joinProofBytes(nonce, token, dtlsFingerprint(offer)!);
    return { token, proof: new Uint8Array(sign(null, proven, this.#private)) };
  }
}

/** As far as control reads a card: no fence, no deployment. */
const unfenced = () =>
  new Uint8Array([cardVersion, ...random(68 - 1), ...new Uint8Array(fenceBytes + deploymentKeyBytes)]);
const rawKey = (key: KeyObject) => new Uint8Array(key.export({ format: 'der', type: 'spki' }).subarray(-32));
export const hash = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const random = (length: number) => new Uint8Array(randomBytes(length));
