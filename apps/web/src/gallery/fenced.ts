import { type KnownPlaces, type PathReceipt, readFence } from '@stoa/client';

/** A deployment with machines in four countries. */
export const somePlaces: KnownPlaces = {
  countries: ['CH', 'DE', 'FR', 'US'],
  app: 'DE',
  operators: ['rooms.example', 'host.example'],
};

export const germanAndSwiss = readFence('CH,DE') ?? {};

const at = 1_900_000_000_000;
const line = (
  about: Pick<PathReceipt['lines'][number], 'address' | 'port' | 'transport' | 'inFence'>,
  host: PathReceipt['lines'][number]['host'],
  sentBytes: number,
  receivedBytes: number,
): PathReceipt['lines'][number] => ({
  ...about,
  host,
  sentBytes,
  receivedBytes,
  first: at,
  last: at + 600_000,
});

/** After ten minutes in a room that may only use Germany and Switzerland. */
export const tidyReceipt: PathReceipt = {
  ...{ v: 1, made: at + 600_000, server: 'https://rooms.example', outside: 0 },
  fences: { room: 'CH,DE', own: '*' },
  directory: { serial: 41, issued: at },
  lines: [
    line(
      { address: 'rooms.example', port: 443, transport: 'tls', inFence: true },
      { id: 'fra-1-app', kind: 'app', region: 'eu-central', jurisdiction: 'DE', operator: 'rooms.example' },
      48_300,
      212_400,
    ),
    line(
      { address: '192.0.2.17', port: 40_001, transport: 'udp', inFence: true },
      { id: 'zrh-1', kind: 'relay', region: 'ch', jurisdiction: 'CH', operator: 'host.example' },
      5_010_000,
      15_200_000,
    ),
  ],
};

/** The same with something that must not be. */
export const strayReceipt: PathReceipt = {
  ...tidyReceipt,
  outside: 1,
  lines: [
    ...tidyReceipt.lines,
    line({ address: '2001:db8::17', port: 40_001, transport: 'udp', inFence: false }, undefined, 640, 0),
  ],
};
