import type { ControlLoad } from '@stoa/control';
import type { Registry } from 'prom-client';
import { pulledCounter, pulledGauge } from './pulled.ts';

/** What control carries. */
export function watchRooms(registry: Registry, load: () => ControlLoad | undefined): void {
  const gauge = (name: string, help: string, key: keyof ControlLoad) =>
    pulledGauge(registry, name, help, [], () => one(load()?.[key]));
  gauge('stoa_rooms', 'Live rooms of which this process is the owner', 'rooms');
  gauge('stoa_sockets', 'Signaling sockets', 'sockets');
  gauge('stoa_participants', 'People in rooms', 'participants');
  gauge('stoa_door_waiting', 'People waiting at doors for an answer', 'waiting');
  gauge('stoa_transports', 'Media transports given out', 'transports');
  pulledCounter(registry, 'stoa_joins_total', 'People let into rooms', [], () => one(load()?.joins));
}

const one = (value: number | undefined) => (value === undefined ? [] : [{ labels: {}, value }]);
