import type { TurnServer } from '@stoa/relay';
import type { Registry } from 'prom-client';
import { pulledCounter, pulledGauge } from './pulled.ts';

type TurnLoad = ReturnType<TurnServer['load']>;

/** The way for networks that block UDP. */
export function watchTurn(registry: Registry, load: () => TurnLoad | undefined): void {
  const read = (value: (load: TurnLoad) => number) => () => {
    const now = load();
    return now ? [{ labels: {}, value: value(now) }] : [];
  };
  const gauge = (name: string, help: string, value: (load: TurnLoad) => number) =>
    pulledGauge(registry, name, help, [], read(value));
  gauge('stoa_turn_connections', 'Connections to TURN', ({ connections }) => connections);
  gauge(
    'stoa_turn_allocations',
    'People whose network blocks UDP, by their allocations',
    (now) => now.allocations,
  );
  const counter = (name: string, help: string, value: (load: TurnLoad) => number) =>
    pulledCounter(registry, name, help, [], read(value));
  counter('stoa_turn_packets_up_total', 'Packets from clients to relays', ({ packetsUp }) => packetsUp);
  counter('stoa_turn_packets_down_total', 'Packets from relays to clients', ({ packetsDown }) => packetsDown);
  counter('stoa_turn_bytes_up_total', 'Bytes in packets from clients to relays', (now) => now.bytesUp);
  counter('stoa_turn_bytes_down_total', 'Bytes in packets from relays to clients', (now) => now.bytesDown);
  counter(
    'stoa_turn_packets_dropped_total',
    'Packets over the rate or too late',
    (now) => now.packetsDropped,
  );
  counter('stoa_turn_refused_total', 'Requests refused', ({ refused }) => refused);
}
