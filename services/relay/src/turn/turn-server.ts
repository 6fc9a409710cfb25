import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { networkOf } from '@stoa/protocol';
import { icePassword } from './ice-password.ts';
import { Nonces } from './nonces.ts';
import { Quota, turnLimits } from './quota.ts';
import { type TurnTarget, TurnTargets } from './targets.ts';
import { TurnConnection } from './turn-connection.ts';
import type { TurnHouse } from './turn-house.ts';

export type TurnOptions = {
  /** Shared with whoever gives out credentials (`turnCredential`). */
  readonly secret: string;
  /** The same that the relays were given (`RelayPoolOptions.iceKey`). */
  readonly iceKey: Uint8Array;
  readonly realm?: string;
  /** Milliseconds, never going back. */
  readonly now?: () => number;
  /** Milliseconds since 1970. */
  readonly unix?: () => number;
};

export type TurnServer = {
  /** Takes a TCP or TLS connection over, from its first byte on. */
  accept(socket: Socket): void;
  /** All relays that may be reached; those that are missing are not reached any more. */
  reach(targets: readonly TurnTarget[]): void;
  load(): TurnLoad;
  close(): void;
};

/** Counters since the start, and what is held now; nothing in it names anybody. */
export type TurnLoad = {
  readonly connections: number;
  readonly allocations: number;
  readonly packetsUp: number;
  readonly packetsDown: number;
  /** What those packets carry. */
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** Over the rate, or for a client that does not keep up. */
  readonly packetsDropped: number;
  readonly checksMended: number;
  readonly refused: number;
};

/** TURN over streams, towards the deployment's own relays and nowhere else. It opens no port; `accept` is given connections. */
export function createTurnServer(options: TurnOptions): TurnServer {
  const { secret, iceKey, realm = 'stoa', now = () => performance.now(), unix = Date.now } = options;
  const house: TurnHouse = {
    door: { secret, realm, nonces: new Nonces(randomBytes(32)) },
    targets: new TurnTargets(),
    allocations: new Quota(turnLimits.allocationsPerName, turnLimits.allocations),
    counts: { up: 0, down: 0, bytesUp: 0, bytesDown: 0, dropped: 0, mended: 0, refused: 0 },
    now,
    unix,
    passwordOf: (ufrag) => icePassword(iceKey, ufrag),
  };
  const addresses = new Quota(turnLimits.connectionsPerAddress, 2 * turnLimits.allocations);
  const connections = new Set<TurnConnection>();
  let numbers = 0;
  let closed = false;

  return {
    accept: (socket) => {
      const address = socket.remoteAddress;
      const network = address === undefined ? undefined : networkOf(address);
      if (closed || network === undefined || !addresses.mayTake(network)) {
        house.counts.refused++;
        socket.destroy();
        return;
      }
      addresses.take(network);
      const connection = new TurnConnection(socket, ++numbers, house, () => {
        addresses.giveBack(network);
        connections.delete(connection);
      });
      connections.add(connection);
    },
    reach: (targets) => house.targets.set(targets),
    load: () => ({
      connections: connections.size,
      allocations: house.allocations.held,
      packetsUp: house.counts.up,
      packetsDown: house.counts.down,
      bytesUp: house.counts.bytesUp,
      bytesDown: house.counts.bytesDown,
      packetsDropped: house.counts.dropped,
      checksMended: house.counts.mended,
      refused: house.counts.refused,
    }),
    close: () => {
      closed = true;
      for (const connection of [...connections]) connection.close();
    },
  };
}
