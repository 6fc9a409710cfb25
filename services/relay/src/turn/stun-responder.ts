import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { networkOf } from '@stoa/protocol';
import { successReply } from './replies.ts';
import { readStun, writeStun } from './stun-message.ts';
import { attribute, headerBytes, messageClass, method } from './stun-words.ts';
import { writeXorAddress } from './xor-address.ts';

export const responderLimits = {
  /** Answers to one network (`networkOf`) in a second: a probe sends a few. */
  perNetwork: 20,
  /** Answers altogether. */
  all: 5_000,
  /** Networks that are told apart within a second. */
  networks: 4_096,
} as const;

/**
 * The answer to a Binding request that carries nothing (RFC 8489, section 6.3.1), and to nothing else: 32 bytes for 20
 * (44 over IPv6), the sender's own address and no word more. Undefined where nothing is said.
 */
export function bindingReply(request: Buffer, host: string, port: number): Buffer | undefined {
  // Browsers that look for their address send the bare header; ICE checks belong to relays.
  if (request.length !== headerBytes) return undefined;
  const message = readStun(request);
  if (message?.method !== method.binding || message.class !== messageClass.request) return undefined;
  const value = writeXorAddress({ host, port }, message.transaction);
  return writeStun(successReply(message, [{ type: attribute.xorMappedAddress, value }]));
}

/** How many answers a network has had in the present second. Forgets everything at the next one. */
export class AnswerBudget {
  readonly #given = new Map<string, number>();
  #second = Number.NEGATIVE_INFINITY;
  #all = 0;

  admit(address: string, now: number): boolean {
    if (now - this.#second >= 1_000) {
      this.#second = now;
      this.#all = 0;
      this.#given.clear();
    }
    const network = networkOf(address);
    const given = this.#given.get(network);
    if (this.#all >= responderLimits.all || (given ?? 0) >= responderLimits.perNetwork) return false;
    if (given === undefined && this.#given.size >= responderLimits.networks) return false;
    this.#given.set(network, (given ?? 0) + 1);
    this.#all++;
    return true;
  }
}

export type StunResponder = { readonly port: number; close(): void };

/** Answers round-trip probes over UDP. `port` 0 takes a free one; rejects when it cannot be bound. */
export function startStunResponder(
  address: string,
  port: number,
  now: () => number = () => performance.now(),
): Promise<StunResponder> {
  const budget = new AnswerBudget();
  const socket: Socket = createSocket({
    type: isIPv6(address) ? 'udp6' : 'udp4',
    lookup: (host, _options, done) => done(null, host, isIPv6(host) ? 6 : 4),
  });
  socket.on('message', (request, from) => {
    if (request.length !== headerBytes || !budget.admit(from.address, now())) return;
    const reply = bindingReply(request, from.address, from.port);
    if (reply) socket.send(reply, from.port, from.address, () => {});
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address, port, exclusive: true }, () => {
      socket.off('error', reject);
      // Nothing that a network reports about single answers is worth stopping for.
      socket.on('error', () => {});
      resolve({ port: socket.address().port, close: () => socket.close() });
    });
  });
}
