import { randomBytes } from 'node:crypto';
import {
  createRelayPool,
  type NodeCarrier,
  natsNodeCarrier,
  RelayNode,
  type RelayPlace,
  type RelayPool,
  relayAddresses,
  type StunResponder,
  startStunResponder,
} from '@stoa/relay';
import { Fault } from '../fault.ts';
import type { FleetAccess } from '../fleet/nats-access.ts';
import { joinBroker } from '../fleet/nats-access.ts';
import type { ServerLog } from '../log.ts';
import type { RunningRole } from './role.ts';

/** In a presence. */
const mostAddresses = 8;

export type RelaySettings = {
  readonly count: number;
  readonly address: string;
  readonly announcedAddress?: string | undefined;
  /** First UDP port; 0 takes free ones. */
  readonly port: number;
  readonly packetBudget?: number | undefined;
};

export type RelayRoleParts = {
  readonly relays: RelayPool | RelaySettings;
  readonly log: ServerLog;
  readonly iceKey?: Uint8Array;
  /** Where this machine stands; undefined: nobody said. */
  readonly place?: RelayPlace | undefined;
  /** Undefined: they serve this process alone. */
  readonly fleet?: RelayFleet | undefined;
};

export type RelayFleet = {
  readonly access: FleetAccess;
  /** The id of this machine in the directory. */
  readonly host: string;
  /** Towards a control of this process. */
  readonly own: NodeCarrier;
  /** Shows that this life of it has the deployment's key. */
  readonly mark: (host: string, life: string) => string;
};

export type RelayRole = RunningRole & {
  readonly pool: RelayPool;
  /** UDP port that answers round-trip probes, once it is open; only where there are several places to choose between. */
  readonly probePort: number | undefined;
  /** Takes nobody new and waits until nobody is left; nothing happens outside of a fleet. */
  drain(): Promise<void>;
};

/** Relay processes of this machine, or whatever keeps their contract; in a fleet they serve all its controls. */
export function relayRole({ relays, log, iceKey, place, fleet }: RelayRoleParts): RelayRole {
  const access = fleet?.access('relay');
  const settings = 'start' in relays ? undefined : relays;
  const pool =
    'start' in relays
      ? relays
      : createRelayPool({
          count: relays.count,
          bindAddress: relays.address,
          ...(relays.announcedAddress ? { announcedAddress: relays.announcedAddress } : {}),
          firstPort: relays.port,
          ...(iceKey ? { iceKey } : {}),
          ...(relays.packetBudget === undefined ? {} : { packetBudget: relays.packetBudget }),
          ...(place && { place }),
          ...(fleet && access && { fleet: { host: fleet.host, nats: access } }),
          log: (line) => log.info({ event: 'relay' }, line),
        });
  let node: RelayNode | undefined;
  let leave = async () => {};
  let probe: StunResponder | undefined;

  /** Beside the relays: the port after theirs. */
  async function answerProbes({ address, port, count }: RelaySettings): Promise<void> {
    probe = await startStunResponder(address, port === 0 ? 0 : port + count).catch(() => {
      throw new Fault(`UDP port ${port + count}, which answers round-trip probes, cannot be opened.`);
    });
  }

  async function serve(known: RelayFleet): Promise<void> {
    const nats = await joinBroker(known.access('relay'));
    leave = async () => await nats.drain().catch(() => nats.close());
    const life = randomBytes(12).toString('base64url');
    node = new RelayNode({
      pool,
      carriers: [natsNodeCarrier(nats, known.host), known.own],
      host: known.host,
      life,
      mark: known.mark(known.host, life),
      onRefused: () =>
        log.error(
          { event: 'relayHostRefused' },
          'The controls of this fleet do not use the relays of this host: its deployment.key is not theirs. Copy theirs into its data folder (STOA_DATA) and start it again.',
        ),
      place: place ?? {},
      addresses: settings
        ? relayAddresses(settings.address, settings.announcedAddress)
            .map(({ host }) => host)
            .slice(0, mostAddresses)
        : [],
      probePort: probe?.port,
      now: () => performance.now(),
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    });
  }

  return {
    pool,
    get probePort() {
      return probe?.port;
    },
    ailing: () => (pool.relays.some((relay) => relay.isUp) ? undefined : 'noRelay'),
    async start() {
      await pool.start().catch((error: unknown) => {
        throw new Fault(error instanceof Error ? error.message : 'The relays cannot begin.');
      });
      if (fleet && place && settings) await answerProbes(settings);
      if (fleet) await serve(fleet);
    },
    async drain() {
      await node?.drain();
    },
    async stop() {
      node?.stop();
      probe?.close();
      await leave();
      await pool.stop();
    },
  };
}
