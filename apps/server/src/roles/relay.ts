import { createRelayPool, type RelayPool } from '@stoa/relay';
import { Fault } from '../fault.ts';
import type { ServerLog } from '../log.ts';
import type { RunningRole } from './role.ts';

export type RelaySettings = {
  readonly count: number;
  readonly address: string;
  readonly announcedAddress?: string | undefined;
  /** First UDP port; 0 takes free ones. */
  readonly port: number;
  readonly packetBudget?: number | undefined;
};

/** Relay processes of this machine, or whatever keeps their contract. */
export function relayRole(
  relays: RelayPool | RelaySettings,
  log: ServerLog,
  iceKey?: Uint8Array,
): RunningRole & { readonly pool: RelayPool } {
  const pool = poolOf(relays, log, iceKey);
  return {
    pool,
    ailing: () => (pool.relays.some((relay) => relay.isUp) ? undefined : 'noRelay'),
    async start() {
      await pool.start().catch((error: unknown) => {
        throw new Fault(error instanceof Error ? error.message : 'The relays cannot begin.');
      });
    },
    stop: () => pool.stop(),
  };
}

function poolOf(relays: RelayPool | RelaySettings, log: ServerLog, iceKey?: Uint8Array): RelayPool {
  if ('start' in relays) return relays;
  return createRelayPool({
    count: relays.count,
    bindAddress: relays.address,
    ...(relays.announcedAddress ? { announcedAddress: relays.announcedAddress } : {}),
    firstPort: relays.port,
    ...(iceKey ? { iceKey } : {}),
    ...(relays.packetBudget === undefined ? {} : { packetBudget: relays.packetBudget }),
    log: (line) => log.info({ event: 'relay' }, line),
  });
}
