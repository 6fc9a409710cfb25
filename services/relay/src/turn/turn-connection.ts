import { randomBytes } from 'node:crypto';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import { authenticate } from './authenticate.ts';
import { sealed } from './integrity.ts';
import { ByteRate, turnLimits } from './quota.ts';
import { errorReply } from './replies.ts';
import { newTurnSession, step, targetOf, wayTo } from './session.ts';
import type { TurnEffect, TurnInput, TurnRules, TurnSession } from './session-state.ts';
import { channelData, StreamFrames } from './stream-frames.ts';
import { readStun, writeStun } from './stun-message.ts';
import { attribute, messageClass, method } from './stun-words.ts';
import type { TurnTarget } from './targets.ts';
import { mended } from './tie-breaker.ts';
import type { TurnHouse } from './turn-house.ts';
import { writeXorAddress } from './xor-address.ts';

const farewellMs = 1_000;

/** Carries out what the session machine decides for one client's stream. */
export class TurnConnection {
  readonly #socket: Socket;
  readonly #number: number;
  readonly #house: TurnHouse;
  readonly #ended: () => void;
  readonly #frames: StreamFrames;
  readonly #rules: TurnRules;
  readonly #rate: ByteRate;
  #session: TurnSession;
  #udp: UdpSocket | undefined;
  #held: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wakeAt = 0;
  #closed = false;

  constructor(socket: Socket, number: number, house: TurnHouse, ended: () => void) {
    this.#socket = socket;
    this.#number = number;
    this.#house = house;
    this.#ended = ended;
    const now = house.now();
    const client = { host: plain(socket.remoteAddress ?? '0.0.0.0'), port: socket.remotePort ?? 0 };
    this.#session = newTurnSession(client, now);
    this.#rate = new ByteRate(turnLimits.bitsPerSecond, turnLimits.burstBytes, now);
    this.#rules = {
      authenticate: (message, at) => authenticate(message, house.door, number, at, house.unix()),
      mayOpen: (username) => house.allocations.mayTake(username),
      target: (host, port) => house.targets.at(host, port),
      isRelay: (host) => house.targets.has(host),
    };
    this.#frames = new StreamFrames({
      stun: (bytes) => {
        const message = readStun(bytes);
        if (message) this.#input({ type: 'message', message });
        else this.close();
      },
      channel: (channel, data) => {
        const target = targetOf(this.#session, channel, this.#house.now());
        if (target) this.#toRelay(target, data);
      },
    });
    socket.setNoDelay(true);
    // Whatever else the program does with idle connections is none of this one's business: the machine has its own times.
    socket.setTimeout(0);
    socket.on('data', (chunk: Buffer) => {
      if (!this.#closed && !this.#frames.take(chunk)) this.close();
    });
    socket.on('error', () => this.close());
    socket.on('close', () => this.close());
    socket.on('end', () => this.close());
    this.#input({ type: 'wake' });
    socket.resume();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#udp?.close();
    this.#udp = undefined;
    if (this.#held !== undefined) this.#house.allocations.giveBack(this.#held);
    // What was written just now, the answer to a refresh of 0 for one, still goes out; nobody is waited for who does not read.
    this.#socket.destroySoon();
    setTimeout(() => this.#socket.destroy(), farewellMs).unref();
    this.#ended();
  }

  #input(input: TurnInput): void {
    if (this.#closed) return;
    const { session, effects, wakeAt } = step(this.#session, input, this.#house.now(), this.#rules);
    this.#session = session;
    for (const effect of effects) this.#perform(effect);
    if (wakeAt !== this.#wakeAt) this.#arm(wakeAt);
  }

  #arm(wakeAt: number): void {
    this.#wakeAt = wakeAt;
    clearTimeout(this.#timer);
    if (this.#closed) return;
    // A timer may be a fraction early; the machine is asked again then.
    this.#timer = setTimeout(
      () => {
        this.#wakeAt = 0;
        this.#input({ type: 'wake' });
      },
      Math.max(1, Math.ceil(wakeAt - this.#house.now())),
    );
    this.#timer.unref();
  }

  #perform(effect: TurnEffect): void {
    switch (effect.do) {
      case 'reply': {
        if (effect.draft.class === messageClass.error) this.#house.counts.refused++;
        const bytes = writeStun(effect.draft);
        this.#write(effect.key ? sealed(bytes, effect.key) : bytes);
        return;
      }
      case 'challenge': {
        const { realm, nonces } = this.#house.door;
        const nonce = nonces.fresh(randomBytes(8), this.#number, this.#house.now());
        const draft = errorReply(effect.request, effect.code);
        const attributes = [
          ...draft.attributes,
          { type: attribute.realm, value: Buffer.from(realm) },
          { type: attribute.nonce, value: Buffer.from(nonce) },
        ];
        this.#write(writeStun({ ...draft, attributes }));
        return;
      }
      case 'open':
        this.#open(effect.username);
        return;
      case 'send':
        this.#toRelay(effect.target, effect.data);
        return;
      case 'close':
        this.close();
        return;
      default:
        effect satisfies never;
    }
  }

  #open(username: string): void {
    this.#held = username;
    this.#house.allocations.take(username);
    // Only addresses are ever sent to, so nothing is looked up; a packet goes out in the call that sends it.
    const udp = createSocket({
      type: 'udp4',
      lookup: (host, _options, done) => done(null, host, 4),
    });
    this.#udp = udp;
    udp.on('error', () => {
      if (this.#udp !== udp) return;
      this.#input({ type: 'notOpened' });
      this.close();
    });
    udp.on('message', (packet, from) => {
      const target = this.#house.targets.from(from.address, from.port);
      if (target && !this.#closed) this.#toClient(target, packet);
    });
    udp.bind(0, () => {
      if (this.#closed) return;
      // Where relays are is where their packets seem to come from; nobody is ever sent to this address.
      const host = this.#house.targets.first?.host ?? '0.0.0.0';
      this.#input({ type: 'opened', relayed: { host, port: udp.address().port } });
    });
  }

  /** The path of every packet of the client. */
  #toRelay(target: TurnTarget, data: Buffer): void {
    const { counts, now, passwordOf } = this.#house;
    if (!this.#udp || !this.#rate.admit(data.length, now())) {
      counts.dropped++;
      return;
    }
    counts.up++;
    counts.bytesUp += data.length;
    const packet = mended(data, passwordOf);
    if (packet !== data) counts.mended++;
    this.#udp.send(packet, target.via.port, target.via.host, ignore);
  }

  /** The path of every packet of a relay. */
  #toClient(target: TurnTarget, packet: Buffer): void {
    const { counts, now } = this.#house;
    const way = wayTo(this.#session, target, now());
    if (way === undefined || this.#socket.writableLength > turnLimits.waitingBytes) {
      counts.dropped++;
      return;
    }
    counts.down++;
    counts.bytesDown += packet.length;
    this.#write(way === 'indication' ? dataIndication(target, packet) : channelData(way, packet));
  }

  #write(bytes: Buffer): void {
    if (!this.#socket.writable) return;
    // Packets stop at half of it: the rest are answers to somebody who asks and does not read.
    if (this.#socket.writableLength > 2 * turnLimits.waitingBytes) this.close();
    else this.#socket.write(bytes);
  }
}

const ignore = () => {};

function dataIndication(target: TurnTarget, packet: Buffer): Buffer {
  const transaction = randomBytes(12);
  return writeStun({
    method: method.data,
    class: messageClass.indication,
    transaction,
    attributes: [
      { type: attribute.xorPeerAddress, value: writeXorAddress(target, transaction) },
      { type: attribute.data, value: packet },
    ],
  });
}

/** A socket of both families shows IPv4 clients in IPv6 clothes. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '');
