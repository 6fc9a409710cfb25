import type { Endpoint } from './xor-address.ts';

/** A relay's UDP port, as clients know it, and where this machine reaches it. */
export type TurnTarget = Endpoint & {
  /** Differs behind NAT, where a machine does not reach itself under its public address. */
  readonly via: Endpoint;
};

/**
 * The only places that TURN sends to. An address is compared as a whole with those that relays have; so no way to
 * write another one, loopback and private ones included, gets past it.
 */
export class TurnTargets {
  #targets: readonly TurnTarget[] = [];

  set(targets: readonly TurnTarget[]): void {
    this.#targets = targets;
  }

  at(host: string, port: number): TurnTarget | undefined {
    return this.#targets.find((one) => one.port === port && one.host === host);
  }

  has(host: string): boolean {
    return this.#targets.some((one) => one.host === host);
  }

  /** Whose packets come from there. Allocates nothing. */
  from(host: string, port: number): TurnTarget | undefined {
    for (const target of this.#targets)
      if (target.via.port === port && target.via.host === host) return target;
    return undefined;
  }

  get first(): TurnTarget | undefined {
    return this.#targets[0];
  }
}
