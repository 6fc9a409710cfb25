import type { PoolUse } from '@stoa/social';
import type { Registry } from 'prom-client';
import { pulledGauge } from './pulled.ts';

export function watchDatabase(
  registry: Registry,
  pool: () => PoolUse | undefined,
  livePages: () => number | undefined,
): void {
  pulledGauge(registry, 'stoa_database_connections', 'Connections to the database', ['state'], () => {
    const use = pool();
    if (!use) return [];
    return [
      { labels: { state: 'busy' }, value: use.total - use.idle },
      { labels: { state: 'idle' }, value: use.idle },
    ];
  });
  const one = (value: number | undefined) => (value === undefined ? [] : [{ labels: {}, value }]);
  pulledGauge(registry, 'stoa_database_connections_most', 'The most there may be', [], () =>
    one(pool()?.most),
  );
  pulledGauge(registry, 'stoa_database_waiting', 'Calls that wait for a connection', [], () =>
    one(pool()?.waiting),
  );
  pulledGauge(registry, 'stoa_live_pages', 'Open pages of people with accounts', [], () => one(livePages()));
}
