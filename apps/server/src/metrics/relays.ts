import type { RelayLoad } from '@stoa/protocol';
import type { Registry } from 'prom-client';
import { pulledCounter, pulledGauge, type Reading } from './pulled.ts';

/** A relay as the metrics see it: by its number on its machine, which is the same in its next life. */
export type ReadableRelay = {
  readonly index: number;
  readonly isUp: boolean;
  readonly pressure: number;
  readonly draining: boolean;
  readonly load?: RelayLoad | undefined;
};
export type ReadableRelays = { readonly relays: readonly ReadableRelay[] };

const labels = ['relay'] as const;

export function watchRelays(registry: Registry, relays: () => readonly ReadableRelay[]): void {
  const read = (value: (relay: ReadableRelay) => number | undefined) => (): Reading[] =>
    relays().flatMap((relay) => {
      const found = value(relay);
      return found === undefined ? [] : [{ labels: { relay: String(relay.index) }, value: found }];
    });
  const gauge = (name: string, help: string, value: (relay: ReadableRelay) => number | undefined) =>
    pulledGauge(registry, name, help, labels, read(value));
  const counter = (name: string, help: string, key: keyof RelayLoad) =>
    pulledCounter(
      registry,
      name,
      help,
      labels,
      read((relay) => relay.load?.[key]),
    );

  gauge('stoa_relay_up', '1: the relay process is there', (relay) => (relay.isUp ? 1 : 0));
  gauge('stoa_relay_draining', '1: it takes nobody new and is about to end', (relay) =>
    relay.draining ? 1 : 0,
  );
  gauge(
    'stoa_relay_pressure',
    'Share of its processor or packet budget in use, the larger',
    (relay) => relay.pressure,
  );
  gauge('stoa_relay_processor', 'Share of one core in use', (relay) => relay.load?.processor);
  gauge('stoa_relay_peers', 'Transports', (relay) => relay.load?.peers);
  gauge('stoa_relay_connected', 'Transports that can hear', (relay) => relay.load?.connected);
  gauge('stoa_relay_resident_bytes', 'Memory', (relay) => relay.load?.residentBytes);
  counter('stoa_relay_packets_received_total', 'Media packets that arrived', 'packetsIn');
  counter('stoa_relay_packets_forwarded_total', 'Media packets sent on', 'packetsForwarded');
  counter(
    'stoa_relay_packets_denied_total',
    'Packets dropped because the seat did not allow them',
    'packetsDenied',
  );
  counter(
    'stoa_relay_packets_policed_total',
    'Packets dropped because there were too many',
    'packetsPoliced',
  );
  counter(
    'stoa_relay_packets_shed_total',
    'Packets dropped because they could not be sent on in time',
    'packetsShed',
  );
  counter('stoa_relay_packets_malformed_total', 'Packets that are none of ours', 'malformed');
  counter('stoa_relay_backbone_sent_total', 'Frames to other relays', 'framesToRelays');
  counter('stoa_relay_backbone_received_total', 'Frames from other relays', 'framesFromRelays');
}

/** What control sees of the fleet; each relay's own numbers are read at its own machine. */
export function watchFleet(
  registry: Registry,
  relays: () => readonly Pick<ReadableRelay, 'isUp' | 'draining'>[] | undefined,
): void {
  pulledGauge(
    registry,
    'stoa_fleet_relays',
    'Relay processes of the fleet that control knows',
    ['state'],
    () => {
      const all = relays();
      if (!all) return [];
      const count = (state: string, is: (relay: Pick<ReadableRelay, 'isUp' | 'draining'>) => boolean) => ({
        labels: { state },
        value: all.filter(is).length,
      });
      return [
        count('up', ({ isUp, draining }) => isUp && !draining),
        count('draining', ({ isUp, draining }) => isUp && draining),
        count('down', ({ isUp }) => !isUp),
      ];
    },
  );
}
